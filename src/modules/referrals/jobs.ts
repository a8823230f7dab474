import type pg from 'pg'
import type { Db } from '#server/database.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { endGrants } from '#modules/cases/grants/queries.ts'
import { currentProcedure } from '#modules/cases/procedure/queries.ts'
import { cancelTasks, limitBy, openTask } from '#modules/tasks/queries.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { next } from '#kernel/state-machine.ts'
import { writeHandover } from './handovers/queries.ts'
import * as queries from './queries.ts'
import { REFERRAL_MACHINE, UNIT_FACTS } from './rules.ts'
import { openSenderTask } from './steps/queries.ts'

/** In one go; what is left over waits for the next minute. */
const AT_ONCE = 200

/** [D] The urgent lane is not left unread for longer than this, whatever the county set for the other. */
const URGENT_UNREAD_HOURS = 1

const unread = (db: Db, now: Date, hours: number) => {
  const before = (count: number) => new Date(now.getTime() - count * 3_600_000)
  return db
    .selectFrom('referral')
    .where('state', '=', 'dispatched')
    .where('firstReadAt', 'is', null)
    .where('unreadToldAt', 'is', null)
    .where((eb) =>
      eb.or([
        eb('dispatchedAt', '<=', before(hours)),
        eb.and([eb('lane', '=', 'urgent'), eb('dispatchedAt', '<=', before(URGENT_UNREAD_HOURS))]),
      ]),
    )
}

const lapsed = (db: Db, now: Date) =>
  db
    .selectFrom('referral')
    .where('referral.state', 'in', ['dispatched', 'signed'])
    .innerJoin('accessGrant', 'accessGrant.id', 'referral.grantId')
    .where('accessGrant.endsAt', '<=', now)

/** The account of the unit's head; undefined when none is named or the head cannot sign in. */
const findHead = async (db: Db, unitId: string) => {
  const row = await db
    .selectFrom('liaisonOfficer')
    .where('liaisonOfficer.unitId', '=', unitId)
    .where('isHead', '=', true)
    .where('toDay', 'is', null)
    .innerJoin('account', 'account.id', 'liaisonOfficer.accountId')
    .where('account.state', '=', 'active')
    .where('account.role', '=', 'liaison-officer')
    .select('account.id')
    .executeTakeFirst()
  return row?.id
}

/** The unit's head is told that nobody there has looked; without a head who can sign in, the sender, who telephones. */
const tellUnread = async (db: Db, id: string, now: Date) => {
  const { unreadHours } = (await currentProcedure(db)).content.referrals
  const referral = await unread(db, now, unreadHours)
    .where('id', '=', id)
    .select(['id', 'caseId', 'number', 'divisionCode', 'unitId', 'lane', 'dueAt', 'isDueCertain'])
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!referral) return
  await db.updateTable('referral').set({ unreadToldAt: now }).where('id', '=', id).execute()
  const headId = await findHead(db, referral.unitId)
  const ownerId = headId ?? (await queries.findCaseOwner(db, referral.caseId))
  await openTask(
    db,
    {
      ...(await limitBy(db, referral.lane === 'urgent' ? 'CL-34' : 'CL-33', now)),
      ruleCode: null,
      kind: 'press-unread',
      subjectKind: 'referral',
      subjectId: id,
      // The unit is not told of the case behind the referral.
      caseId: headId ? null : referral.caseId,
      number: referral.number,
      divisionCode: referral.divisionCode,
      owner: ownerId ? { personId: ownerId } : { role: 'centre-head' },
      isUrgent: referral.lane === 'urgent',
    },
    now,
  )
}

const OF_THE_UNIT: TaskKind[] = ['sign-referral', 'answer-referral', 'press-unread', 'answer-query']

/** The unit's access has ended by its day and it has not answered: the matter is its sender's again. */
const takeBackLapsed = async (db: Db, id: string, now: Date) => {
  const held = await db
    .selectFrom('referral')
    .where('id', '=', id)
    .where('state', 'in', ['dispatched', 'signed'])
    .select('id')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!held) return
  const referral = await lapsed(db, now)
    .where('referral.id', '=', id)
    .selectAll('referral')
    .executeTakeFirst()
  if (!referral) return
  const step = next(REFERRAL_MACHINE, referral.state, 'lapse', UNIT_FACTS)
  if (!step.ok) return
  await queries.writeReferral(db, id, { state: step.to })
  await endGrants(db, await queries.grantIdsOf(db, referral), now)
  const familyId = referral.firstId ?? id
  await writeHandover(db, { kind: 'lapsed', referral: { ...referral, familyId }, by: null, at: now })
  await cancelTasks(db, { subjectId: id, kinds: OF_THE_UNIT }, now)
  const lane = referral.lane === 'urgent' ? 'urgent' : 'welfare'
  const limit = await limitBy(db, lane === 'urgent' ? 'CL-34' : 'CL-33', now)
  await openSenderTask(db, { ...referral, lane }, 'decide-return', limit, now)
}

type Work = { pool: pg.Pool; county: string }

/** Each record in a transaction of its own: one that fails holds up none, and a process killed in between has done a record or has not. */
const workOff = async (
  { pool, county }: Work,
  list: (db: Db) => Promise<{ id: string }[]>,
  act: (db: Db, id: string) => Promise<void>,
): Promise<number> => {
  const work = <T>(what: (db: Db) => Promise<T>) => inTransaction(pool, dutyScope(county, 'worker'), what)
  const ids = await work(list)
  const failures: unknown[] = []
  for (const { id } of ids)
    try {
      await work((db) => act(db, id))
    } catch (error) {
      failures.push(error)
    }
  if (failures.length) throw failures[0]
  return ids.length
}

/**
 * What the clock calls for in one county: heads of units told of what nobody has read, access ended by its day. Done again at once it does
 * nothing. Answers how many records it looked at.
 */
export const watchReferrals = async (on: Work, now: Date): Promise<number> => {
  const told = await workOff(
    on,
    async (db) => {
      const { unreadHours } = (await currentProcedure(db)).content.referrals
      return unread(db, now, unreadHours).select('id').orderBy('dispatchedAt').limit(AT_ONCE).execute()
    },
    (db, id) => tellUnread(db, id, now),
  )
  const ended = await workOff(
    on,
    (db) => lapsed(db, now).select('referral.id').orderBy('accessGrant.endsAt').limit(AT_ONCE).execute(),
    (db, id) => takeBackLapsed(db, id, now),
  )
  return told + ended
}
