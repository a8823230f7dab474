import type { Insertable } from 'kysely'
import { uuidv7 } from '#server/ids.ts'
import type { DB } from '#server/schema.ts'
import { endOfDay } from '#kernel/day.ts'
import { addTask, farDay, HOUR, labelOf, long, numberOf, soon, type Around } from './around.ts'
import { mark, PLACE } from './marks.ts'
import { addAbove } from './above.ts'
import { addAssessments } from './assessments.ts'
import { addReports } from './reports.ts'

const CASE_STATE = {
  opened: 'opened',
  assessed: 'assessed',
  planned: 'planned',
  running: 'in-progress',
  ended: 'in-progress',
  requested: 'closing-requested',
  closed: 'closed',
} as const
export type CaseKey = keyof typeof CASE_STATE
// Object.keys of a literal record gives its keys; TypeScript only says string.
export const CASES = Object.keys(CASE_STATE) as CaseKey[]

const addCase = async (around: Around, caseKey: CaseKey) => {
  const { db, keys, relation, children, stranger } = around
  const id = uuidv7()
  const { key, wrapped } = keys.newKey(id)
  const seal = (field: string, value: unknown = mark(relation, 'case')) =>
    keys.seal(key, field, typeof value === 'string' ? value : JSON.stringify(value))
  const kase: Insertable<DB['caseFile']> = {
    id,
    number: numberOf(relation, '个', caseKey),
    label: labelOf(relation),
    state: CASE_STATE[caseKey],
    childId: children[caseKey],
    divisionCode: PLACE[relation],
    ownerId: stranger,
    dangerLevel: 'medium',
    keySealed: wrapped,
    openedAt: long(),
    openedBy: stranger,
  }
  const by = { caseId: id, madeBy: stranger, madeAt: long() }
  await db.insertInto('caseFile').values(kase).execute()
  await db
    .insertInto('caseStep')
    .values({
      id: uuidv7(),
      caseId: id,
      command: 'open',
      toState: 'opened',
      at: long(),
      by: stranger,
      noteSealed: seal('note'),
    })
    .execute()
  if (caseKey === 'opened') return { id, planId: '' }
  const content = { guardianship: 'absent', harm: mark(relation, 'case'), childView: mark(relation, 'case') }
  await db
    .insertInto('assessment')
    .values({ ...by, id: uuidv7(), dangerLevel: 'medium', contentSealed: seal('assessment', content) })
    .execute()
  if (caseKey === 'assessed') return { id, planId: '' }
  const planId = uuidv7()
  const opinion = { childOpinion: mark(relation, 'case') }
  await db
    .insertInto('plan')
    .values({ ...by, id: planId, goalSealed: seal('goal'), childOpinionSealed: seal('opinion', opinion) })
    .execute()
  if (caseKey === 'requested' || caseKey === 'closed')
    await db
      .insertInto('closingRequest')
      .values({
        id: uuidv7(),
        caseId: id,
        caseVersion: 1,
        summarySealed: seal('summary'),
        requestedBy: stranger,
        requestedAt: long(),
      })
      .execute()
  return { id, planId }
}

type Item = { key: CaseKey; ownerId?: string; unitId?: string; isDone?: boolean; hasTask?: boolean }

const addItem = async (
  around: Around,
  cases: Record<CaseKey, { id: string; planId: string }>,
  item: Item,
) => {
  const { db, keys, relation, children, stranger } = around
  const id = uuidv7()
  const { key, wrapped } = keys.newKey(id)
  const caseId = cases[item.key].id
  await db
    .insertInto('planItem')
    .values({
      id,
      planId: cases[item.key].planId,
      caseId,
      childId: children[item.key],
      title: `看望${mark(relation, 'item')}`,
      ownerId: item.unitId ? null : (item.ownerId ?? stranger),
      unitId: item.unitId ?? null,
      dueDay: farDay(),
      keySealed: wrapped,
      ...(item.isDone && { state: 'done', resultSealed: keys.seal(key, 'result', mark(relation, 'item')) }),
    })
    .execute()
  if (item.hasTask)
    await addTask(around, {
      kind: 'do-item',
      subjectKind: 'plan-item',
      subjectId: id,
      caseId,
      ownerId: item.ownerId ?? stranger,
    })
  return id
}

const addGrant = async (
  { db, relation, unitId }: Around,
  recordKind: 'child' | 'referral',
  recordId: string,
) => {
  const id = uuidv7()
  const grant = { recordKind, recordId, unitId, fields: ['name', 'phone'], reason: '办理需要' }
  const ends = relation === 'expired' ? new Date(Date.now() - HOUR) : endOfDay(farDay())
  await db
    .insertInto('accessGrant')
    .values({ ...grant, id, endsAt: ends, endedAt: relation === 'expired' ? long() : null })
    .execute()
  return id
}

type Sent = 'dispatched' | 'signed' | 'answered'

const addReferral = async (around: Around, state: Sent, caseId: string, planItemId: string) => {
  const { db, keys, relation, children, stranger, unitId } = around
  const id = uuidv7()
  const { key, wrapped } = keys.newKey(id)
  await addGrant(around, 'referral', id)
  await db
    .insertInto('referral')
    .values({
      id,
      number: numberOf(relation, '转', state),
      state,
      caseId,
      planItemId,
      childId: children.running,
      divisionCode: PLACE[relation],
      unitId,
      grantId: await addGrant(around, 'child', children.running),
      subject: `核实${mark(relation, 'referral')}`,
      keySealed: wrapped,
      requestSealed: keys.seal(key, 'request', mark(relation, 'referral')),
      fields: ['name', 'phone'],
      dispatchedAt: long(),
      dispatchedBy: stranger,
      dueAt: soon(),
      ...(state === 'answered' && {
        answeredAt: long(),
        answeredBy: stranger,
        answerSealed: keys.seal(key, 'answer', mark(relation, 'referral')),
      }),
    })
    .execute()
  if (state !== 'answered')
    await addTask(around, { kind: 'answer-referral', subjectKind: 'referral', subjectId: id, caseId, unitId })
  return id
}

/** Reports, cases at every state with their items, referrals and tasks, as the installer. */
export const addLoop = async (around: Around) => {
  const { db, director, unitId } = around
  const reports = await addReports(around)
  // The literal list gives the keys; fromEntries only says string.
  const cases = {} as Record<CaseKey, { id: string; planId: string }>
  for (const key of CASES) cases[key] = await addCase(around, key)
  const item = (of: Item) => addItem(around, cases, of)
  const owner = director ? { ownerId: director } : {}
  const items = {
    planned: await item({ key: 'planned' }),
    open: await item({ key: 'running', ...owner, hasTask: true }),
    forUnit: await item({ key: 'running', unitId, hasTask: true }),
    dispatched: await item({ key: 'running', unitId, hasTask: true }),
    signed: await item({ key: 'running', unitId, hasTask: true }),
    answered: await item({ key: 'running', unitId, hasTask: true }),
  }
  for (const key of ['ended', 'requested', 'closed'] as const) await item({ key, isDone: true })
  const referral = (state: Sent) => addReferral(around, state, cases.running.id, items[state])
  const referrals = {
    dispatched: await referral('dispatched'),
    signed: await referral('signed'),
    answered: await referral('answered'),
  }
  await addTask(around, {
    kind: 'approve-closing',
    subjectKind: 'case',
    subjectId: cases.requested.id,
    caseId: cases.requested.id,
    ownerRole: 'centre-head',
  })
  const { closed } = cases
  await db.insertInto('lookBack').values({ id: uuidv7(), caseId: closed.id, dueAt: soon() }).execute()
  await db.updateTable('caseFile').set({ closedAt: long() }).where('id', '=', closed.id).execute()
  const above = await addAbove(around)
  const assessments = await addAssessments(around, mapIds(cases))
  return { reports, above, cases: mapIds(cases), items, referrals, assessments }
}

const mapIds = (cases: Record<CaseKey, { id: string }>) =>
  Object.fromEntries(CASES.map((key) => [key, cases[key].id])) as Record<CaseKey, string>
