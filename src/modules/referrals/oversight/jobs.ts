import { sql } from 'kysely'
import type pg from 'pg'
import { today } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { limitBy } from '#modules/tasks/queries.ts'
import { boundsOf } from '../lights/queries.ts'
import type { LaneBounds } from '../lights/rules.ts'
import type { OversightReason } from './contract.ts'
import * as queries from './queries.ts'
import { openProposal } from './steps/queries.ts'
import { URGINGS_BEFORE_OVERSIGHT } from './rules.ts'

const REQUIREMENT = '请在期限内办结所列转介并答复，反馈未按期办理的原因和今后的做法。'

/** Referrals that no running order is about and that are long late, or were urged so often without an answer. */
const listDue = async (db: Db, { welfare, urgent }: LaneBounds, now: Date) => {
  const longLate = sql`case owed.lane when 'urgent' then ${urgent.longLate}::timestamptz else ${welfare.longLate}::timestamptz end`
  const { rows } = await sql<{
    id: string
    number: string
    caseId: string
    unitId: string
    isLongLate: boolean
    lastUrgedAt: Date | null
  }>`
    select owed.id, owed.number, owed.case_id as "caseId", owed.unit_id as "unitId", owed.due_at <= ${longLate} as "isLongLate",
      silent.last as "lastUrgedAt"
    from owed_referrals() owed
    left join lateral (select count(*) as count, max(u.urged_at) as last from urging u
      where u.referral_id = owed.id and u.answered_at is null) silent on true
    where owed.due_at <= ${now} and (owed.due_at <= ${longLate} or silent.count >= ${URGINGS_BEFORE_OVERSIGHT})
      and not exists (select from oversight_item i join oversight_order o on o.id = i.order_id
        where i.referral_id = owed.id and o.state <> 'closed')
    order by owed.unit_id, owed.due_at, owed.id`.execute(db)
  return rows
}
type DueRow = Awaited<ReturnType<typeof listDue>>[number]

const propose = async (
  db: Db,
  county: string,
  { reason, referrals, now }: { reason: OversightReason; referrals: [DueRow, ...DueRow[]]; now: Date },
) => {
  const { office } = await queries.findOffice(db)
  const id = uuidv7(now.getTime())
  const number = await nextNumber(db, '督', today(now))
  const [{ unitId }] = referrals
  const order = { id, number, divisionCode: queries.countyDivision(county), unitId }
  const count = `${referrals.length} 件转介`
  await queries.insertOversight(db, {
    ...order,
    matter: reason === 'long-late' ? `${count}长期超期未答复` : `${count}两次催办未答复`,
    requirement: REQUIREMENT,
    reason,
    proposedAt: now,
  })
  await queries.insertItems(db, id, referrals)
  await queries.insertStep(db, { orderId: id, command: 'propose', toState: 'proposed', at: now, by: null })
  await openProposal(db, order, office, now)
}

/** Proposes, one order for each unit and ground, to oversee what is long late or was twice urged in vain; answers to how many. */
const proposeAll = async (db: Db, county: string, now: Date) => {
  // Several clocks may run: the second one waits, and finds it done.
  await sql`select pg_advisory_xact_lock(hashtext('oversight'), hashtext(current_schema()))`.execute(db)
  const groups = new Map<string, { reason: OversightReason; referrals: [DueRow, ...DueRow[]] }>()
  for (const row of await listDue(db, await boundsOf(db, now), now)) {
    // The unit has its day for answering the last reminder.
    if (!row.isLongLate && row.lastUrgedAt && (await limitBy(db, 'CL-35', row.lastUrgedAt)).dueAt > now)
      continue
    const reason = row.isLongLate ? 'long-late' : 'urging-unanswered'
    const group = groups.get(`${row.unitId} ${reason}`)
    if (group) group.referrals.push(row)
    else groups.set(`${row.unitId} ${reason}`, { reason, referrals: [row] })
  }
  for (const group of groups.values()) await propose(db, county, { ...group, now })
  return groups.size
}

/** What a running or withdrawn order is about is not proposed again, so that it may be asked as often as one likes. */
export const watchOversights = (
  { pool, county }: { pool: pg.Pool; county: string },
  now: Date,
): Promise<number> => inTransaction(pool, dutyScope(county, 'worker'), (db) => proposeAll(db, county, now))
