import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import { movedOn } from '#modules/cases/rules.ts'
import { permits } from '#modules/identity/rules.ts'
import { openTask } from '#modules/tasks/queries.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import type { ReferralLane, ReferralState } from '../contract.ts'
import { REFERRAL_STATE } from '../labels.ts'
import * as queries from '../queries.ts'
import {
  DESK_FACTS,
  OFFICE_FACTS,
  REFERRAL_MACHINE,
  UNIT_FACTS,
  type ReferralCommand,
  type ReferralFacts,
} from '../rules.ts'

type Seen = { id: string; version: number }

const step = (
  { state, version }: { state: ReferralState; version: number },
  seen: Seen,
  command: ReferralCommand,
  facts: ReferralFacts,
) => {
  if (version !== seen.version) throw movedOn(REFERRAL_STATE[state], version)
  const to = next(REFERRAL_MACHINE, state, command, facts)
  if (!to.ok) throw refused(to.reason)
  return to.to
}

/** What every act of the sender on a referral begins with: found, locked, seen in its newest version, allowed by the machine. */
export const beginAsSender = async (
  { db, scope, actor, now, note }: Context,
  seen: Seen,
  command: ReferralCommand,
  facts: (referral: queries.Sent) => Promise<Partial<ReferralFacts>> = async () => ({}),
) => {
  const referral = found(await queries.lockSent(db, scope, seen.id, now), '转介')
  note({ kind: 'referral', id: seen.id, divisionCode: referral.divisionCode })
  const isOfDesk = permits(actor.role, 'referrals.send')
  const all = { ...DESK_FACTS, isOfDesk, ...(await facts(referral)) }
  return { referral, to: step(referral, seen, command, all) }
}

/** What every act of the unit begins with. */
export const beginAsUnit = async (
  { db, scope, actor, now, note }: Context,
  seen: Seen,
  command: ReferralCommand,
  facts: Partial<ReferralFacts> = {},
) => {
  const referral = found(await queries.lockReceived(db, scope, seen.id, now), '转介事项')
  note({ kind: 'referral', id: seen.id, divisionCode: referral.divisionCode })
  const isOfUnit = referral.unitId === actor.unitId
  return { referral, to: step(referral, seen, command, { ...UNIT_FACTS, isOfUnit, ...facts }) }
}

/** What every act of the leading group's office begins with. */
export const beginAsOffice = async (
  { db, scope, actor, now, note }: Context,
  seen: Seen,
  command: ReferralCommand,
) => {
  const referral = found(await queries.lockWithOffice(db, scope, seen.id, now), '待指定的事项')
  note({ kind: 'referral', id: seen.id, divisionCode: referral.divisionCode })
  const isOfOffice = referral.officeUnitId === actor.unitId
  return { referral, to: step(referral, seen, command, { ...OFFICE_FACTS, isOfOffice }) }
}

type About = { id: string; caseId: string; number: string; divisionCode: string; lane: ReferralLane }

/** A task about a referral for a unit: its own, or the office's. */
export const openUnitTask = (
  db: Db,
  referral: About,
  kind: TaskKind,
  limit: Limit,
  unitId: string,
  now: Date,
) => openReferralTask(db, referral, kind, limit, { unitId }, now)

/** A task for whoever owns the case: what comes back from a unit is theirs. */
export const openSenderTask = async (db: Db, referral: About, kind: TaskKind, limit: Limit, now: Date) => {
  const personId = await queries.findCaseOwner(db, referral.caseId)
  await openReferralTask(
    db,
    referral,
    kind,
    limit,
    personId ? { personId } : { role: 'centre-head' as const },
    now,
  )
}

const openReferralTask = (
  db: Db,
  { id, caseId, number, divisionCode, lane }: About,
  kind: TaskKind,
  limit: Limit,
  owner: Parameters<typeof openTask>[1]['owner'],
  now: Date,
) =>
  openTask(
    db,
    {
      ...limit,
      kind,
      subjectKind: 'referral',
      subjectId: id,
      caseId,
      number,
      divisionCode,
      owner,
      isUrgent: lane === 'urgent',
    },
    now,
  )
