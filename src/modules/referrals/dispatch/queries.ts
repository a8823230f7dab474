import { addDays, dayOf, endOfDay, today } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import { insertGrant } from '#modules/cases/grants/queries.ts'
import { currentProcedure } from '#modules/cases/procedure/queries.ts'
import { nextNumber } from '#modules/cases/queries.ts'
import { limitBy } from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import type { GrantedField, HandoverKind, ReferralLane, ReferralPart } from '../contract.ts'
import { writeHandover } from '../handovers/queries.ts'
import { insertReferral } from '../queries.ts'
import { ACCESS_DAYS_AFTER_DUE } from '../rules.ts'
import { openUnitTask } from '../steps/queries.ts'

/** When the unit must have signed and answered, from this dispatch on: working days, or hours in the urgent lane. */
export const limitsOf = async (
  db: Db,
  lane: ReferralLane,
  now: Date,
): Promise<{ sign: Limit; answer: Limit }> => {
  if (lane === 'welfare')
    return { sign: await limitBy(db, 'CL-06', now), answer: await limitBy(db, 'CL-05', now) }
  const { urgentHours } = (await currentProcedure(db)).content.referrals
  const dueAt = new Date(now.getTime() + urgentHours * 3_600_000)
  return {
    sign: await limitBy(db, 'CL-31', now),
    answer: { dueAt, isDueCertain: true, ruleCode: null },
  }
}

/** Access runs as long as it was given for, and at least until questions after the answer are over. */
export const accessUntil = (given: Date, dueAt: Date): Date => {
  const least = endOfDay(addDays(dayOf(dueAt), ACCESS_DAYS_AFTER_DUE))
  return given > least ? given : least
}

/** The matter that a further referral belongs to; its number and order follow the first one's. */
export type Family = { id: string; number: string; nextOrdinal: number }

/** The family of one of its referrals, held until the transaction ends so that no two take the same number. */
export const lockFamily = async (db: Db, familyId: string): Promise<Family> => {
  const first = await db
    .selectFrom('referral')
    .where('id', '=', familyId)
    .select(['id', 'number'])
    .forUpdate()
    .executeTakeFirstOrThrow()
  const { last } = await db
    .selectFrom('referral')
    .where((eb) => eb.or([eb('id', '=', familyId), eb('firstId', '=', familyId)]))
    .select(({ fn }) => fn.max('ordinal').as('last'))
    .executeTakeFirstOrThrow()
  return { ...first, nextOrdinal: Number(last) + 1 }
}

export type Dispatch = {
  referralId: string
  planItemId: string
  unitId: string
  part: ReferralPart
  lane: ReferralLane
  phonedWhom: string | null
  phonedAt: Date | null
  subject: string
  request: string
  /** What the sender adds when a unit is asked again. */
  explanation?: string
  fields: GrantedField[]
  reason: string
  accessEndsAt: Date
  /** Absent for the first of a matter. */
  family?: Family
  /** How it stands in the log; of a further one the log names the referral before it. */
  handover: { kind: HandoverKind; from?: { id: string; familyId: string; unitId: string } }
}

type Matter = { id: string; childId: string; divisionCode: string }

/** Two grants that end together: the task for the unit, and of the child the fields that it needs. */
const grantAccess = async (
  { db, actor, now }: Context,
  { childId }: Matter,
  { unitId, fields, reason, accessEndsAt, referralId }: Dispatch,
) => {
  const shared = { to: { unitId }, fields, reason, endsAt: accessEndsAt }
  const by = actor.accountId
  await insertGrant(db, { ...shared, recordKind: 'referral', recordId: referralId }, by, now)
  return insertGrant(db, { ...shared, recordKind: 'child', recordId: childId }, by, now)
}

/** Sends one referral to one unit: its access, its limits from now on, its tasks, its line in the log. */
export const dispatch = async (
  context: Context,
  kase: Matter,
  of: Dispatch,
  limits?: { sign: Limit; answer: Limit },
) => {
  const { db, actor, keys, now } = context
  const { family, handover, referralId: id, unitId, part, lane } = of
  const { sign, answer } = limits ?? (await limitsOf(db, lane, now))
  const grantId = await grantAccess(context, kase, of)
  const number = family ? `${family.number}-${family.nextOrdinal}` : await nextNumber(db, '转', today(now))
  const { key, wrapped } = keys.newKey(id)
  await insertReferral(db, {
    id,
    number,
    firstId: family?.id ?? null,
    ordinal: family?.nextOrdinal ?? 1,
    part,
    lane,
    phonedWhom: of.phonedWhom,
    phonedAt: of.phonedAt,
    caseId: kase.id,
    planItemId: of.planItemId,
    childId: kase.childId,
    divisionCode: kase.divisionCode,
    unitId,
    grantId,
    subject: of.subject,
    keySealed: wrapped,
    requestSealed: keys.seal(key, 'request', of.request),
    explanationSealed: of.explanation ? keys.seal(key, 'explanation', of.explanation) : null,
    fields: of.fields,
    dispatchedAt: now,
    dispatchedBy: actor.accountId,
    dueAt: answer.dueAt,
    isDueCertain: answer.isDueCertain,
  })
  const about = { id, caseId: kase.id, number, divisionCode: kase.divisionCode, lane }
  await openUnitTask(db, about, 'sign-referral', sign, unitId, now)
  await openUnitTask(db, about, 'answer-referral', answer, unitId, now)
  await writeHandover(db, {
    kind: handover.kind,
    referral: handover.from ?? { id, familyId: family?.id ?? id, unitId },
    ...(handover.from && { toUnitId: unitId }),
    by: actor.accountId,
    at: now,
  })
  return { id, number, dueAt: answer.dueAt.toISOString() }
}
