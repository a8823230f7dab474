import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { limitBy, openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import { approvalFacts, latestRequest } from '../approvals/queries.ts'
import type { DangerLevel } from '../assessments/contract.ts'
import { worstOf } from '../assessments/scoring/danger.ts'
import { missingInstruments } from '../assessments/filling/queries.ts'
import { noteOnChild } from '../child-line/queries.ts'
import { closingFacts, findClosing } from '../closing/queries.ts'
import { isConferenceSigned } from '../conferences/queries.ts'
import type { CaseFacts, CaseState } from '../contract.ts'
import { CASE_STATE } from '../labels.ts'
import { askEmergency, isEmergencyMissing } from '../emergency/queries.ts'
import { askInvestigation, isInvestigationMissing } from '../investigation/queries.ts'
import { planHash } from '../plans/hash.ts'
import { findPlan, listItems } from '../plans/queries.ts'
import { findCase, isCaseSeen, isCaseWorkedBy, type CaseFound } from '../queries.ts'
import { currentProcedure, levelProcedureOf } from '../procedure/queries.ts'
import { CASE_MACHINE, movedOn, missingText, type CaseCommand } from '../rules.ts'

/** The case, locked until the transaction ends, so that two commands on it follow one another. */
export const lockCase = async (db: Db, scope: Scope, id: string, now: Date) => {
  const locked = await db
    .selectFrom('caseFile')
    .where(isCaseSeen(scope, now))
    .where(isCaseWorkedBy(scope))
    .where('id', '=', id)
    .select('id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findCase(db, scope, id, now)
}

/** Refuses when somebody changed the case since the caller looked; says where it stands now. */
export const checkVersion = (kase: CaseFound, seen: number) => {
  if (kase.version !== seen) throw movedOn(CASE_STATE[kase.state], kase.version)
}

/** Of the plan: whether it must be approved, was, and by whom it is waited for; the plan is opened only where that matters. */
const planFacts = async (context: Reading, kase: CaseFound) => {
  const { planApprovers } = await levelProcedureOf(context.db, kase)
  const late = await latestRequest(context.db, kase.id, 'late')
  const isOwed =
    kase.state === 'in-progress' && late.length > 0 && !late.every(({ decision }) => decision === 'agreed')
  const isBeforeStart = kase.state === 'planned' || kase.state === 'plan-submitted'
  const hash = isOwed || isBeforeStart ? await planHash(context, kase) : ''
  const plan = await approvalFacts(context, kase.id, 'plan', hash)
  const lateFacts = await approvalFacts(context, kase.id, 'late', hash)
  return {
    needsPlanApproval: planApprovers.length > 0,
    isPlanApproved: isBeforeStart && plan.isApproved,
    isPlanUnchanged: plan.isUnchanged,
    isMyPlan: plan.isMine,
    isPressing: kase.dangerLevel === 'immediate' || kase.dangerLevel === 'high',
    isApprovalOwed: isOwed,
    isMyLateApproval: isOwed && lateFacts.isMine,
    isLateUnchanged: isOwed && lateFacts.isUnchanged,
  }
}

type Reading = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

/** What the guards look at, for one reader of a case that has been found. */
export const gatherFacts = async (context: Reading, kase: CaseFound): Promise<CaseFacts> => {
  const { db, actor } = context
  const items = await listItems(db, kase.id)
  const plan = await findPlan(db, kase.id)
  const closing = await findClosing(db, kase.id)
  const { isMyClosing, ...ofClosing } = await closingFacts(context, kase)
  const { isMyPlan, ...ofPlan } = await planFacts(context, kase)
  return {
    ...ofPlan,
    ...ofClosing,
    isEmergencyMissing: await isEmergencyMissing(db, kase),
    isInvestigationMissing: await isInvestigationMissing(db, kase),
    isConferenceMissing:
      (await levelProcedureOf(db, kase)).needsConference && !(await isConferenceSigned(db, kase.id)),
    isMyApproval: kase.state === 'plan-submitted' ? isMyPlan : isMyClosing,
    // Only an opened case is assessed.
    missingInstruments: kase.state === 'opened' ? await missingInstruments(db, kase, kase.dangerLevel) : [],
    openItems: items.flatMap(({ state, ordinal }) => (state === 'open' ? [ordinal] : [])),
    itemCount: items.length,
    runningReferrals: items.filter((item) => item.hasRunningReferral).length,
    isChildHeard: Boolean(plan?.childOpinionSealed),
    isSecondPerson: closing?.requestedBy !== actor.accountId,
  }
}

/** What every command on a case begins with: found, locked, seen in its newest version, allowed by the machine. */
export const beginStep = async (
  context: Context,
  { id, version }: { id: string; version: number },
  command: CaseCommand,
  more: Partial<CaseFacts> = {},
) => {
  const { db, scope, now, note } = context
  const kase = found(await lockCase(db, scope, id, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode })
  checkVersion(kase, version)
  const facts = { ...(await gatherFacts(context, kase)), ...more }
  const step = next(CASE_MACHINE, kase.state, command, facts)
  if (!step.ok)
    throw refused(step.reason + missingText(command, facts), {
      missingInstruments: facts.missingInstruments,
      openItems: facts.openItems,
      runningReferrals: facts.runningReferrals,
    })
  return { kase, to: step.to }
}

type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

type Step = { command: string; to: CaseState; note?: string | undefined }

/**
 * Writes the step and moves the case on; the version that its readers have seen is no longer the newest. The step comes first: once the
 * case is archived the database takes no more.
 */
export const writeStep = async (
  { db, keys, actor, now }: Acting,
  kase: Pick<CaseFound, 'id' | 'state' | 'keySealed'>,
  { command, to, note }: Step,
) => {
  await db
    .insertInto('caseStep')
    .values({
      id: uuidv7(now.getTime()),
      caseId: kase.id,
      command,
      fromState: kase.state,
      toState: to,
      at: now,
      by: actor.accountId,
      noteSealed: note ? keys.seal(keys.unwrap(kase.keySealed, kase.id), 'note', note) : null,
    })
    .execute()
  await db
    .updateTable('caseFile')
    .set(({ eb }) => ({ state: to, version: eb('version', '+', 1) }))
    .where('id', '=', kase.id)
    .execute()
}

export type NewCase = {
  id: string
  number: string
  childId: string
  divisionCode: string
  reportId: string
  ownerId: string
  dangerLevel: DangerLevel
  isSealed: boolean
}

/** Opens a case under its own key, with its first step and the first task of its owner (CL-03). */
export const openCase = async ({ db, keys, actor, now }: Acting, { isSealed, ...kase }: NewCase) => {
  const { id: procedureId } = await currentProcedure(db)
  await db
    .insertInto('caseFile')
    .values({
      ...kase,
      label: isSealed ? 'sealed' : 'normal',
      procedureId,
      keySealed: keys.newKey(kase.id).wrapped,
      openedAt: now,
      openedBy: actor.accountId,
    })
    .execute()
  await db
    .insertInto('caseStep')
    .values({
      id: uuidv7(now.getTime()),
      caseId: kase.id,
      command: 'open',
      toState: 'opened',
      at: now,
      by: actor.accountId,
    })
    .execute()
  await openCaseTask(
    db,
    kase,
    'assess-case',
    await limitBy(db, 'CL-03', now),
    { personId: kase.ownerId },
    now,
  )
  await askForLevel({ db, now }, { ...kase, procedureId })
  const label = isSealed ? 'sealed' : 'normal'
  await noteOnChild({ db, actor, now }, { id: kase.id, childId: kase.childId, label }, 'case-opened')
}

type Levelled = Parameters<typeof askEmergency>[1]

/** The case came to a level, or is taken up again: whatever its procedure asks for there becomes somebody's task, once. */
export const askForLevel = async (acting: Pick<Context, 'db' | 'now'>, kase: Levelled): Promise<void> => {
  await askEmergency(acting, kase)
  await askInvestigation(acting, kase)
}

/** A task about the case as a whole. */
export const openCaseTask = (
  db: Db,
  kase: { id: string; number: string; divisionCode: string },
  kind: TaskKind,
  limit: Limit,
  owner: TaskOwner,
  now: Date,
) =>
  openTask(
    db,
    {
      ...limit,
      kind,
      subjectKind: 'case',
      subjectId: kase.id,
      caseId: kase.id,
      number: kase.number,
      divisionCode: kase.divisionCode,
      owner,
    },
    now,
  )

export const setOwner = (db: Db, caseId: string, ownerId: string) =>
  db.updateTable('caseFile').set({ ownerId }).where('id', '=', caseId).execute()

/** Another report of the same child joins its running case, which is from now on at least as dangerous. */
export const joinReport = async (acting: Acting, kase: CaseFound, level: DangerLevel) => {
  await writeStep(acting, kase, { command: 'join-report', to: kase.state })
  await acting.db
    .updateTable('caseFile')
    .set({ dangerLevel: level })
    .where('id', '=', kase.id)
    // The levels of the enum run from the most dangerous on.
    .where('dangerLevel', '>', level)
    .execute()
  await askForLevel(acting, { ...kase, dangerLevel: worstOf([kase.dangerLevel, level]) })
}
