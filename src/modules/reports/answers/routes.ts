import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { route, type Context } from '#server/route.ts'
import type { z } from 'zod'
import { ToldHow } from '../contract.ts'
import { begin, finishFor, instantIn, listJoined, lockSeen } from '../decisions/queries.ts'
import { insertMessage } from '../messages/queries.ts'
import { findReport, hasUntold, writeReport } from '../queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const checkCode = (how: ToldHow, { hasCode }: { hasCode: boolean }) => {
  if (how !== 'code' || hasCode) return
  const message = '这位报告人没有回访码，请换一种告知方式'
  throw invalid(message, [{ field: 'how', message }])
}

type Answer = Pick<z.output<(typeof contract.tellReporter)['input']>, 'how' | 'said'> & { at: Date }
type Answered = Pick<Awaited<ReturnType<typeof listJoined>>[number], 'id' | 'keySealed'>

const answer = async (context: Context, report: Answered, { how, said, at }: Answer) => {
  const { db, actor, keys, now } = context
  if (how === 'code') await insertMessage(context, report, { id: uuidv7(now.getTime()), text: said })
  await writeReport(db, report.id, {
    state: 'answered',
    toldAt: at,
    toldBy: actor.accountId,
    toldHow: how,
    toldSealed: keys.seal(keys.unwrap(report.keySealed, report.id), 'told', said),
  })
  await finishFor(context, report.id, 'tell-reporter')
}

const tellReporter = route(contract.tellReporter, async (context, input) => {
  const { db, now } = context
  const { report } = await begin(context, input, 'tell')
  checkCode(input.how, report)
  const at = instantIn(input.at, report, now)
  await answer(context, report, { ...input, at })
  // Who has no code is told by a person, one by one: their tasks stay.
  const joined = input.withJoined ? await listJoined(context, report.id) : []
  for (const each of joined.filter(({ hasCode }) => hasCode))
    await answer(context, each, { how: 'code', said: input.said, at: now })
  if (report.caseId && !(await hasUntold(db, report.caseId)))
    await finishFor(context, report.caseId, 'tell-reporter')
  return done
})

const listContacts = route(contract.listContacts, async ({ db, scope, keys, now }, { id }) => {
  const report = found(await findReport(db, scope, id, now), '报告')
  const key = keys.unwrap(report.keySealed, id)
  const rows = await queries.listContacts(db, id)
  return {
    items: rows.map((row) => ({
      id: row.id,
      kind: contract.ContactKind.parse(row.kind),
      at: row.at.toISOString(),
      by: row.byName ?? '',
      how: ToldHow.parse(row.how),
      said: keys.open(key, 'contact', row.saidSealed),
    })),
  }
})

const recordContact = route(contract.recordContact, async (context, input) => {
  const { db, actor, now } = context
  const report = await lockSeen(context, input)
  const { kind, how, said } = input
  checkCode(how, report)
  const isOpen = report.state === 'received'
  if (kind === 'asked' && !isOpen) throw refused('已经作出决定，不必再回问；要补充说明的，请用留言')
  if (kind === 'accepted' && (isOpen || report.state === 'set-aside'))
    throw refused('还没有受理，没有可以告知的')
  const at = instantIn(input.at, report, now)
  await queries.keepContact(context, report, {
    id: input.contactId,
    kind,
    at,
    by: actor.accountId,
    how,
    said,
  })
  if (how === 'code') await insertMessage(context, report, { id: input.contactId, text: said })
  await writeReport(db, report.id, kind === 'asked' ? { askedAt: now } : {})
  // The task that came with accepting; the one at the end is another, opened when the result is known.
  if (kind === 'accepted' && report.state === 'accepted') await finishFor(context, report.id, 'tell-reporter')
  return done
})

const answerOutsideOrder = route(contract.answerOutsideOrder, async (context, input) => {
  const { db, actor, keys, now } = context
  const report = await lockSeen(context, input)
  if (report.source !== 'order-12345' && !report.outsideNumber)
    throw refused('这不是外来工单，没有要答复的单位')
  await writeReport(db, report.id, {
    outsideAnsweredAt: now,
    outsideAnsweredBy: actor.accountId,
    outsideAnswerSealed: keys.seal(keys.unwrap(report.keySealed, report.id), 'outside-answer', input.said),
  })
  await finishFor(context, report.id, 'answer-outside-order')
  return done
})

export const routes = [tellReporter, listContacts, recordContact, answerOutsideOrder]
