import { found, refused } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { limitBy, openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import type { DangerLevel } from '../assessments/contract.ts'
import { missingInstruments } from '../assessments/filling/queries.ts'
import { findClosing, listLookBacks } from '../closing/queries.ts'
import type { CaseFacts, CaseState } from '../contract.ts'
import { CASE_STATE } from '../labels.ts'
import { findPlan, listItems } from '../plans/queries.ts'
import { findCase, isCaseSeen, isCaseWorkedBy, type CaseFound } from '../queries.ts'
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

/** What the guards look at, for one reader of a case that has been found. */
export const gatherFacts = async (db: Db, kase: CaseFound, readerId: string): Promise<CaseFacts> => {
  const items = await listItems(db, kase.id)
  const plan = await findPlan(db, kase.id)
  const closing = await findClosing(db, kase.id)
  const lookBacks = await listLookBacks(db, kase.id)
  return {
    // Only an opened case is assessed.
    missingInstruments:
      kase.state === 'opened' ? await missingInstruments(db, kase.id, kase.dangerLevel) : [],
    openItems: items.flatMap(({ state, ordinal }) => (state === 'open' ? [ordinal] : [])),
    itemCount: items.length,
    runningReferrals: items.filter((item) => item.hasRunningReferral).length,
    isChildHeard: Boolean(plan?.childOpinionSealed),
    isSecondPerson: closing?.requestedBy !== readerId,
    isUnchangedSinceRequest: closing?.caseVersion === kase.version,
    isLookBackOpen: lookBacks.some(({ doneAt }) => !doneAt),
    isNoBetter: lookBacks.find(({ doneAt }) => doneAt)?.isBetter === false,
  }
}

/** What every command on a case begins with: found, locked, seen in its newest version, allowed by the machine. */
export const beginStep = async (
  { db, scope, actor, now, note }: Context,
  { id, version }: { id: string; version: number },
  command: CaseCommand,
  more: Partial<CaseFacts> = {},
) => {
  const kase = found(await lockCase(db, scope, id, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode })
  checkVersion(kase, version)
  const facts = { ...(await gatherFacts(db, kase, actor.accountId)), ...more }
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

/** Writes the step and moves the case on; the version that its readers have seen is no longer the newest. */
export const writeStep = async (
  { db, keys, actor, now }: Acting,
  kase: Pick<CaseFound, 'id' | 'state' | 'keySealed'>,
  { command, to, note }: Step,
) => {
  await db
    .updateTable('caseFile')
    .set(({ eb }) => ({ state: to, version: eb('version', '+', 1) }))
    .where('id', '=', kase.id)
    .execute()
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
  await db
    .insertInto('caseFile')
    .values({
      ...kase,
      label: isSealed ? 'sealed' : 'normal',
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
}
