import { expect, test } from 'vitest'
import fc from 'fast-check'
import { mintScope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { inTransaction } from '#server/transaction.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { COUNTY, testApp } from '#tests/app.ts'
import { assessed, opened, seen } from '#tests/loop.ts'
import { inDays, loopCounty, VILLAGE } from '#tests/loop-county.ts'
import { PLAN_WORDS } from '#tests/loop-words.ts'
import { getCase, handOverCase } from '../../contract.ts'
import { makePlan } from '../../plans/contract.ts'
import { recordRelation } from '../../relations/contract.ts'
import { declareRecusal, decideRecusal, listAssignees, listRecusals } from './contract.ts'
import { checkVerdict, judgeConflict, OUT, type Candidate, type Compared } from './rules.ts'

const nobody: Candidate = {
  name: '陈一',
  unitId: null,
  divisionCode: null,
  isKeptOut: false,
  hasRecused: false,
  phones: [],
}
const nothing: Compared = { divisionCode: VILLAGE, offenders: [], guardians: [], people: [], phones: [] }
const named = (name: string, more: Partial<Compared['people'][number]> = {}) => ({
  name,
  unitId: null,
  divisionCode: null,
  ...more,
})

test.each<[string, Partial<Candidate>, Partial<Compared>]>([
  ['the record is kept from them', { isKeptOut: true }, {}],
  ['they stepped aside', { hasRecused: true }, {}],
  ['they bear the name of the suspected offender', { name: '赵 强' }, { offenders: [named('赵强')] }],
  [
    'they work in the unit of the suspected offender',
    { unitId: 'u' },
    { offenders: [named('赵强', { unitId: 'u' })] },
  ],
  ['their office telephone stands in the family’s file', { phones: ['aa'] }, { phones: ['aa'] }],
])('a colleague must not work on a case when %s', (_, candidate, about) => {
  expect(judgeConflict({ ...nobody, ...candidate }, { ...nothing, ...about })).toEqual({
    isOut: true,
    warnings: [],
  })
})

test.each<[string, Partial<Candidate>, Partial<Compared>, string]>([
  ['a namesake in the case', { name: '李红' }, { people: [named('李红')] }, 'same-name'],
  [
    'the office in the offender’s village',
    { divisionCode: VILLAGE },
    { offenders: [named('赵强', { divisionCode: VILLAGE })] },
    'same-village',
  ],
  [
    'a guardian’s surname where one works',
    { name: '欧阳明', divisionCode: '449821100000' },
    { guardians: [named('欧阳海')] },
    'same-surname',
  ],
])('%s asks whoever assigns to think again', (_, candidate, about, warning) => {
  expect(judgeConflict({ ...nobody, ...candidate }, { ...nothing, ...about })).toEqual({
    isOut: false,
    warnings: [warning],
  })
})

test('a common surname alone keeps nobody of the county centre from a case', () => {
  expect(judgeConflict({ ...nobody, name: '李四' }, { ...nothing, guardians: [named('李三')] })).toEqual({
    isOut: false,
    warnings: [],
  })
})

test('whatever the conflict is, the refusal says the same words and never a name', () => {
  const text = fc.constantFrom('赵强', '李红', '王丽')
  fc.assert(
    fc.property(text, text, fc.boolean(), fc.boolean(), (name, offender, isKeptOut, hasRecused) => {
      const verdict = judgeConflict(
        { ...nobody, name, isKeptOut, hasRecused },
        { ...nothing, offenders: [named(offender)] },
      )
      const isOut = isKeptOut || hasRecused || name === offender
      expect(verdict.isOut).toBe(isOut)
      if (isOut) expect(() => checkVerdict(verdict, '有理由', 'ownerId')).toThrow(OUT)
    }),
  )
})

const app = await testApp()
const county = await loopCounty(app)
const { duty, worker, head, supervisor } = county
const second = await app.as({ role: 'caseworker', name: '社工二' })
const excluded = await app.as({ role: 'caseworker', name: '社工三' })

/** The head in the database alone, without the application's wall. */
const scopeOf = (accountId: string) =>
  mintScope({
    county: COUNTY,
    accountId,
    role: 'centre-head',
    low: `${COUNTY}000000`,
    high: '449822000000',
    unitId: null,
  })

const keepFrom = (caseId: string, accountId: string) =>
  app.setUp((db) =>
    db
      .insertInto('recordExclusion')
      .values({ id: uuidv7(), recordKind: 'case', recordId: caseId, accountId, madeAt: new Date() })
      .execute(),
  )

const to = async (caseId: string, ownerId: string, despite?: string) => ({
  id: caseId,
  version: await seen(head, caseId),
  ownerId,
  reason: '工作量调整',
  ...(despite && { despite }),
})

test('a case is not handed to somebody whom it is kept from, and the words do not say why', async () => {
  const { caseId } = await opened(app, county)
  await keepFrom(caseId, excluded.accountId)
  await expect(head(handOverCase, await to(caseId, excluded.accountId))).rejects.toMatchObject({
    status: 422,
    message: OUT,
  })
  expect(await worker(getCase, { id: caseId })).toMatchObject({ owner: { id: worker.accountId } })
  const { items } = await head(listAssignees, { caseId })
  expect(items.find(({ id }) => id === excluded.accountId)).toMatchObject({ isOut: true, isSuggested: false })
})

test('everybody of the centre is kept out when the centre is', async () => {
  const { caseId } = await opened(app, county)
  await app.setUp((db) =>
    db
      .insertInto('recordExclusion')
      .values({
        id: uuidv7(),
        recordKind: 'case',
        recordId: caseId,
        divisionCode: '449821000000',
        madeAt: new Date(),
      })
      .execute(),
  )
  await expect(head(getCase, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await expect(head(listAssignees, { caseId })).rejects.toMatchObject({ status: 404 })
})

test('a namesake of the suspected offender does not get the case; a namesake of a witness does with a reason, which is kept', async () => {
  const { caseId } = await opened(app, county)
  const child = { as: 'child' as const, id: (await worker(getCase, { id: caseId })).child?.id ?? '' }
  const relate = (name: string, kind: 'suspected-offender' | 'witness') =>
    worker(recordRelation, {
      caseId,
      relationId: uuidv7(),
      who: { as: 'named', id: uuidv7(), name },
      kind,
      whom: child,
      source: 'report',
    })
  await relate('社工二', 'witness')
  await expect(head(handOverCase, await to(caseId, second.accountId))).rejects.toMatchObject({
    status: 409,
    code: 'conflict-of-interest',
    detail: { warnings: ['same-name'] },
  })
  await head(handOverCase, await to(caseId, second.accountId, '只是同名，已当面核对'))
  const { overrides } = await head(listRecusals, { caseId })
  expect(overrides).toMatchObject([
    { name: '社工二', part: 'owner', warnings: ['same-name'], reason: '只是同名，已当面核对' },
  ])
  await relate('社工', 'suspected-offender')
  await expect(head(handOverCase, await to(caseId, worker.accountId, '没有别人'))).rejects.toThrow(OUT)
})

test('a colleague whose office telephone is the family’s own does not get the case', async () => {
  const { caseId, child } = await opened(app, county)
  const id = uuidv7()
  const { key, wrapped } = app.keys.newKey(id)
  await app.setUp((db) =>
    db
      .insertInto('dutyShift')
      .values({
        id,
        day: '2026-01-05',
        shift: 'day',
        accountId: second.accountId,
        keySealed: wrapped,
        phoneSealed: app.keys.seal(key, 'phone', child.phone),
        plannedBy: head.accountId,
        plannedAt: new Date(),
      })
      .execute(),
  )
  await expect(head(handOverCase, await to(caseId, second.accountId))).rejects.toThrow(OUT)
})

test('the owner declares why somebody else should work on the case; the head agrees and names who', async () => {
  const { caseId } = await opened(app, county)
  const recusalId = uuidv7()
  const declare = { caseId, recusalId, reason: '孩子的母亲是我表姐' }
  await worker(declareRecusal, declare)
  await expect(worker(declareRecusal, { ...declare, recusalId: uuidv7() })).rejects.toMatchObject({
    status: 409,
  })
  const kinds = async () =>
    (await head(listMyTasks, { pageSize: 100 })).items
      .filter(({ caseId: of }) => of === caseId)
      .map(({ kind }) => kind)
  expect(await kinds()).toContain('decide-recusal')
  const decision = { caseId, recusalId, decision: 'accepted' as const, note: '亲属关系属实，同意回避' }
  const version = await seen(head, caseId)
  await expect(head(decideRecusal, { ...decision, version })).rejects.toMatchObject({
    fields: [{ field: 'ownerId' }],
  })
  await head(decideRecusal, { ...decision, version, ownerId: duty.accountId })
  expect(await kinds()).not.toContain('decide-recusal')
  expect(await duty(getCase, { id: caseId })).toMatchObject({ owner: { id: duty.accountId } })
  expect((await head(listRecusals, { caseId })).items).toMatchObject([
    { reason: declare.reason, decision: 'accepted', note: decision.note, person: { isOwner: false } },
  ])
  await expect(head(handOverCase, await to(caseId, worker.accountId))).rejects.toThrow(OUT)
  await expect(
    head(decideRecusal, { ...decision, version: await seen(head, caseId), decision: 'declined' }),
  ).rejects.toThrow('已经有决定')
  const [entry] = await app.auditOf('recusal.decided')
  expect(JSON.stringify(entry)).not.toContain('表姐')
})

test('nobody decides on what they declared themselves, and a supervisor decides on none', async () => {
  const { caseId } = await opened(app, county)
  const recusalId = uuidv7()
  await head(declareRecusal, { caseId, recusalId, reason: '与孩子的父亲是同学' })
  const decision = { caseId, recusalId, decision: 'declined' as const, note: '不影响公正办理' }
  const version = await seen(head, caseId)
  await expect(head(decideRecusal, { ...decision, version })).rejects.toThrow('须由另一人决定')
  await expect(supervisor(decideRecusal, { ...decision, version })).rejects.toMatchObject({ status: 403 })
  await duty(decideRecusal, { ...decision, version })
})

test('the least loaded without a conflict is suggested', async () => {
  const { caseId } = await opened(app, county)
  await keepFrom(caseId, excluded.accountId)
  const { items, fullLoad } = await head(listAssignees, { caseId })
  expect(fullLoad).toBe(25)
  const suggested = items.filter(({ isSuggested }) => isSuggested)
  expect(suggested).toHaveLength(1)
  const others = items.filter(({ isOwner, isOut, warnings }) => !isOwner && !isOut && !warnings.length)
  expect(suggested[0]?.load).toBe(Math.min(...others.map(({ load }) => load)))
  await expect(worker(listAssignees, { caseId })).rejects.toMatchObject({ status: 403 })
})

test('the database lets nobody declare for another, and no declaration be decided twice', async () => {
  const { caseId } = await opened(app, county)
  const row = {
    id: uuidv7(),
    caseId,
    reasonSealed: Buffer.from('x'),
    declaredAt: new Date(),
  }
  const byHead = <T>(work: (db: Db) => Promise<T>) => inTransaction(app.pool, scopeOf(head.accountId), work)
  await expect(
    byHead((db) =>
      db
        .insertInto('recusal')
        .values({ ...row, accountId: worker.accountId })
        .execute(),
    ),
  ).rejects.toThrow('row-level security')
  const decided = { decision: 'declined', decidedBy: head.accountId, decidedAt: new Date() }
  await worker(declareRecusal, { caseId, recusalId: row.id, reason: '与家长相识多年' })
  const decide = () =>
    byHead((db) => db.updateTable('recusal').set(decided).where('id', '=', row.id).executeTakeFirstOrThrow())
  expect((await decide()).numUpdatedRows).toBe(1n)
  expect((await decide()).numUpdatedRows).toBe(0n)
  await expect(
    byHead((db) =>
      db.updateTable('recusal').set({ declaredAt: new Date() }).where('id', '=', row.id).execute(),
    ),
  ).rejects.toThrow('permission denied')
})

test('an item of the plan goes to nobody who stepped aside, and not to the unit of the suspected offender', async () => {
  const { caseId, child } = await assessed(app, county)
  await worker(recordRelation, {
    caseId,
    relationId: uuidv7(),
    who: { as: 'named', id: uuidv7(), name: '赵强', unitId: county.education },
    kind: 'suspected-offender',
    whom: { as: 'child', id: child.id },
    source: 'report',
  })
  await duty(declareRecusal, { caseId, recusalId: uuidv7(), reason: '与涉案人有来往' })
  const plan = async (owner: { ownerId: string } | { unitId: string }) =>
    worker(makePlan, {
      id: caseId,
      version: await seen(worker, caseId),
      ...PLAN_WORDS,
      items: [{ itemId: uuidv7(), title: '每周看望', dueDay: inDays(20), ...owner }],
    })
  await expect(plan({ ownerId: duty.accountId })).rejects.toThrow(OUT)
  await expect(plan({ unitId: county.education })).rejects.toThrow('这个单位不宜承办本案')
  await plan({ unitId: county.police })
})
