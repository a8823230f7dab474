import { done } from '#kernel/fields.ts'
import { found, refused } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { finishFor, tellDesk } from '../decisions/queries.ts'
import { findReport, lockReport, writeReport } from '../queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const foundIn = async ({ db, scope, now, note }: Context, id: string) => {
  const report = found(await findReport(db, scope, id, now), '报告')
  note({ kind: 'report', id, divisionCode: report.divisionCode })
  return report
}

const listMessages = route(contract.listMessages, async (context, { id }) => {
  const { db, keys, now } = context
  const report = await foundIn(context, id)
  const key = keys.unwrap(report.keySealed, id)
  const rows = await queries.listMessages(db, id)
  const isNew = (row: (typeof rows)[number]) => row.isFromReporter && !row.readAt
  if (rows.some(isNew)) {
    await queries.markRead(db, id, now)
    tellDesk(db, report.divisionCode)
  }
  return {
    items: rows.map((row) => ({
      id: row.id,
      isFromReporter: row.isFromReporter,
      at: row.at.toISOString(),
      by: row.byName,
      text: keys.open(key, 'message', row.sealed),
      isNew: isNew(row),
    })),
  }
})

const writeMessage = route(contract.writeMessage, async (context, { id, messageId, text, isAsking }) => {
  const { db, scope, now } = context
  const report = await foundIn(context, id)
  if (!report.hasCode) throw refused('这位报告人没有回访码，请打电话或当面联系')
  if (isAsking && report.state !== 'received') throw refused('已经作出决定，不必再回问')
  await queries.insertMessage(context, report, { id: messageId, text })
  await queries.markRead(db, id, now)
  await finishFor(context, id, 'answer-message')
  if (isAsking) {
    found(await lockReport(db, scope, id, now), '报告')
    await writeReport(db, id, { askedAt: now })
  }
  tellDesk(db, report.divisionCode)
  return done
})

export const routes = [listMessages, writeMessage]
