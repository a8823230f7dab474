import { sql } from 'kysely'
import { found, invalid, refused } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { route } from '#server/route.ts'
import { isUnit, listUnits } from '#modules/cases/helpers/queries.ts'
import { finishTasks } from '#modules/tasks/queries.ts'
import { accessUntil, limitsOf } from '../dispatch/queries.ts'
import { listHandovers, writeHandover } from '../handovers/queries.ts'
import { boundsOf } from '../lights/queries.ts'
import { lightsOf, type LaneBounds } from '../lights/rules.ts'
import { listMessages } from '../messages/queries.ts'
import * as queries from '../queries.ts'
import { clauseWords, presentReturn } from '../sent/queries.ts'
import { beginAsOffice, openUnitTask } from '../steps/queries.ts'
import * as contract from './contract.ts'

const present = (row: queries.OfficeReferral, bounds: LaneBounds) => ({
  id: row.id,
  number: row.number,
  state: row.state,
  lane: row.lane,
  subject: row.subject,
  unit: row.unitName,
  dispatchedAt: row.dispatchedAt.toISOString(),
  dueAt: row.dueAt.toISOString(),
  isDueCertain: row.isDueCertain,
  ...lightsOf(row, bounds),
  isAsking: row.isAsking,
})

const listOfficeReferrals = route(contract.listOfficeReferrals, async ({ db, scope, now, note }) => {
  const rows = await queries.listWithOffice(db, scope, now)
  note({ kind: 'referral', count: rows.length })
  const bounds = await boundsOf(db, now)
  return { items: rows.map((row) => present(row, bounds)) }
})

const getOfficeReferral = route(contract.getOfficeReferral, async (context, { id }) => {
  const { db, scope, keys, now, note } = context
  const row = found(await queries.findWithOffice(db, scope, id, now), '待指定的事项')
  note({ kind: 'referral', id, divisionCode: row.divisionCode })
  const key = keys.unwrap(row.keySealed, id)
  return {
    ...present(row, await boundsOf(db, now)),
    request: keys.open(key, 'request', row.requestSealed),
    returned: presentReturn(row, key, keys, await clauseWords(db)),
    handovers: await listHandovers(db, row.familyId),
    messages: await listMessages(context, row, ['office']),
    units: (await listUnits(db)).map(({ id: unitId, name }) => ({ id: unitId, name })),
    version: row.version,
  }
})

const nameOwner = route(contract.nameOwner, async (context, input) => {
  const { db, actor, keys, now } = context
  const { referralId, unitId, basis } = input
  const { referral } = await beginAsOffice(context, input, 'name')
  if (!(await isUnit(db, unitId)))
    throw invalid('没有这个单位，或它已退出', [{ field: 'unitId', message: '没有这个单位，或它已退出' }])
  const { sign, answer } = await limitsOf(db, referral.lane, now)
  const request = keys.open(keys.unwrap(referral.keySealed, referral.id), 'request', referral.requestSealed)
  const { key, wrapped } = keys.newKey(referralId)
  const latest = accessUntil(now, answer.dueAt)
  await writeHandover(db, {
    kind: 'office-named',
    referral,
    toUnitId: unitId,
    citation: basis,
    by: actor.accountId,
    at: now,
  })
  await finishTasks(db, { subjectId: referral.id, kinds: ['name-owner'] }, actor.accountId, now)
  const { rows } = await sql<{ number: string | null }>`
    select name_referral_owner(${referral.id}, ${unitId}, ${referralId}, ${wrapped}, ${keys.seal(key, 'request', request)},
      ${uuidv7(now.getTime())}, ${uuidv7(now.getTime())}, ${uuidv7(now.getTime())}, ${answer.dueAt}, ${answer.isDueCertain},
      ${latest}, ${now}) as number`.execute(db)
  const number = rows[0]?.number
  if (!number) throw refused('这件事刚被别人指定或撤回，请刷新后核对')
  const about = { ...referral, id: referralId, number }
  await openUnitTask(db, about, 'sign-referral', sign, unitId, now)
  await openUnitTask(db, about, 'answer-referral', answer, unitId, now)
  return { number }
})

export const routes = [listOfficeReferrals, getOfficeReferral, nameOwner]
