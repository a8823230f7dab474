import { dayOf } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, refused, stale } from '#kernel/problem.ts'
import { next } from '#kernel/state-machine.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { finishTasks, limitBy } from '#modules/tasks/queries.ts'
import { findWorkedCase } from '../assessments/filling/queries.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import { findCase, type CaseFound } from '../queries.ts'
import { approverRole, isOver, movedOn } from '../rules.ts'
import { lockCase, openCaseTask, writeStep } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { INVESTIGATION_STATE } from './labels.ts'
import * as queries from './queries.ts'
import { faultsOf, INVESTIGATION_MACHINE, wordsOf, type InvestigationCommand } from './rules.ts'

const listInvestigations = route(contract.listInvestigations, async (context, { id }) => {
  const { db, scope, now, note } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  const rows = await queries.listInvestigations(db, id)
  note({ kind: 'case', id, divisionCode: kase.divisionCode, fields: ['investigation'], count: rows.length })
  return {
    number: kase.number,
    isNeeded: (await levelProcedureOf(db, kase)).needsInvestigation,
    isMissing: await queries.isInvestigationMissing(db, kase),
    items: rows.map((row) => queries.presentInvestigation(context, kase, row)),
  }
})

type Content = contract.InvestigationContent

/** Two wrote at once: both texts go to the second. What was signed meanwhile is looked at first. */
const conflict = (context: Context, kase: CaseFound, row: queries.InvestigationFound, yours?: Content) => {
  const theirs = queries.presentInvestigation(context, kase, row)
  return yours && theirs.state === 'draft'
    ? stale({ yours: wordsOf(yours), theirs: wordsOf(theirs.content), version: theirs.version })
    : movedOn(INVESTIGATION_STATE[theirs.state], theirs.version)
}

const saveInvestigation = route(contract.saveInvestigation, async (context, input) => {
  const { db, scope, now, note } = context
  const kase = found(await lockCase(db, scope, input.id, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode, fields: ['investigation'] })
  if (isOver(kase.state)) throw refused('个案已结案，调查不再改动')
  const { investigationId: id, version, content } = input
  const rows = await queries.listInvestigations(db, kase.id)
  const known = rows.find((row) => row.id === id)
  const faults = faultsOf(content)
  if (!known) {
    if (rows.some(({ state }) => state !== 'signed'))
      throw refused('这个个案已有一份没有签定的调查：请接着写那一份')
    await queries.insertDraft(context, kase, { id, content })
    return { version: 1, faults }
  }
  // Sent twice: the first time it began.
  if (version === 0 && known.version === 1) return { version: 1, faults }
  if (!(await queries.changeDraft(context, kase, { id, version, content })))
    throw conflict(context, kase, known, content)
  return { version: version + 1, faults }
})

/** One in the version that the caller has seen, of a case that is locked until the step stands. */
const begin = async (
  context: Context,
  { id, version }: { id: string; version: number },
  command: InvestigationCommand,
) => {
  const { db, scope, actor, now, note } = context
  const { caseId } = found(await queries.findInvestigation(db, scope, id, now), '调查')
  const kase = found(await lockCase(db, scope, caseId, now), '调查')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode, fields: ['investigation'] })
  if (isOver(kase.state)) throw refused('个案已结案，调查不再改动')
  const row = found(await queries.findInvestigation(db, scope, id, now), '调查')
  if (row.version !== version) throw conflict(context, kase, row)
  const record = queries.presentInvestigation(context, kase, row)
  const facts = { faults: record.faults, isSecondPerson: row.writtenBy !== actor.accountId }
  const step = next(INVESTIGATION_MACHINE, record.state, command, facts)
  if (!step.ok)
    throw refused(command === 'sign' ? [step.reason, ...record.faults].join('；') : step.reason, {
      faults: record.faults,
    })
  return { kase, record }
}

const signInvestigation = route(contract.signInvestigation, async (context, input) => {
  const { db, actor, now } = context
  const { kase } = await begin(context, input, 'sign')
  const by = actor.accountId
  await queries.moveInvestigation(db, input, {
    state: 'written',
    writtenBy: by,
    writtenAt: now,
    returnSealed: null,
  })
  await finishTasks(db, { subjectId: kase.id, kinds: ['investigate-case'] }, by, now)
  const second = { role: approverRole(actor.role) }
  await openCaseTask(db, kase, 'sign-investigation', await limitBy(db, 'CL-13', now), second, now)
  await writeStep(context, kase, { command: 'investigation-written', to: kase.state })
  return done
})

const countersignInvestigation = route(contract.countersignInvestigation, async (context, input) => {
  const { db, actor, now } = context
  const { kase } = await begin(context, input, 'countersign')
  const by = actor.accountId
  await queries.moveInvestigation(db, input, { state: 'signed', signedBy: by, signedAt: now })
  await finishTasks(db, { subjectId: kase.id, kinds: ['investigate-case', 'sign-investigation'] }, by, now)
  await writeStep(context, kase, { command: 'investigation-signed', to: kase.state })
  return done
})

const returnInvestigation = route(contract.returnInvestigation, async (context, input) => {
  const { db, keys, actor, now } = context
  const { kase } = await begin(context, input, 'giveBack')
  const key = keys.unwrap(kase.keySealed, kase.id)
  await queries.moveInvestigation(db, input, {
    state: 'draft',
    writtenBy: null,
    writtenAt: null,
    returnSealed: keys.seal(key, 'return', input.note),
  })
  await finishTasks(db, { subjectId: kase.id, kinds: ['sign-investigation'] }, actor.accountId, now)
  const owner = { personId: kase.ownerId }
  await openCaseTask(db, kase, 'investigate-case', await limitBy(db, 'CL-13', now), owner, now)
  await writeStep(context, kase, { command: 'investigation-returned', to: kase.state, note: input.note })
  return done
})

const printInvestigation = route(contract.printInvestigation, async (context, { id, reason }) => {
  const { db, scope, actor, now, note } = context
  const row = found(await queries.findInvestigation(db, scope, id, now), '调查')
  const kase = found(await findWorkedCase(db, scope, row.caseId, now), '调查')
  note({
    kind: 'case',
    id: kase.id,
    divisionCode: kase.divisionCode,
    fields: ['investigation'],
    purpose: reason,
  })
  return {
    ...queries.presentInvestigation(context, kase, row),
    case: { id: kase.id, number: kase.number },
    reason,
    watermark: `${actor.displayName} ${dayOf(now)} ${kase.number}`,
  }
})

export const routes = [
  listInvestigations,
  saveInvestigation,
  signInvestigation,
  countersignInvestigation,
  returnInvestigation,
  printInvestigation,
]

export const constraints: Constraints = {
  investigation_by_two: () => refused('复核签字须由调查人以外的人'),
  investigation_stands: () => refused('签了字的调查不能改动'),
  investigation_one_open: () => refused('这个个案已有一份没有签定的调查：请接着写那一份'),
}
