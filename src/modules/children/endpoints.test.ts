import { beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '#kernel/endpoint.ts'
import { uuidv7 } from '#server/ids.ts'
import { signedOut, testApp, type Caller } from '#tests/app.ts'
import { addChildren, addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { completeDelegatedCare, endDelegatedCare, recordDelegatedCare } from './care/contract.ts'
import { addCategory, endCategory } from './categories/contract.ts'
import { listChanges, listTimeline } from './changes/contract.ts'
import { addFamilyMember, correctPerson, correctRelation, endRelation } from './family/contract.ts'
import { getChild, printChild, type ChildFile } from './file/contract.ts'
import { endHealth, recordHealth } from './health/contract.ts'
import { addParentState, endParentState } from './parents/contract.ts'
import { correctChild, moveChild } from './register/contract.ts'
import { routes } from './routes.ts'
import { recordSchooling } from './schooling/contract.ts'
import { leaveRegister, returnToRegister } from './standing/contract.ts'
import { revealChildField, revealHealth } from './secrets/contract.ts'

const app = await testApp()
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown, name: '督导员甲' })
const centre = await app.as({ role: 'centre-head', divisionCode: PLACES.county })
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
const neighbour = await app.as({ role: 'child-director', divisionCode: PLACES.hillVillage })
const hillSupervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.hillTown })
const leader = await app.as({ role: 'leader' })

let file: ChildFile

/** A child with one of everything, so that every command has something to work on. */
beforeAll(async () => {
  await addPlaces(app)
  const [id = ''] = await addChildren(app, {
    name: '何小北',
    idNumber: idNumberOf('2015-06-01', 'male'),
    family: [
      {
        person: {
          name: '何大山',
          idNumber: idNumberOf('1985-01-01', 'male'),
          states: [
            { kind: 'imprisoned', from: '2024-01-01', proof: { kind: '刑事判决书', number: '演刑1号' } },
          ],
        },
        relation: 'father',
      },
      {
        person: { name: '林秀英', idNumber: idNumberOf('1955-01-01', 'female') },
        relation: 'paternal-grandmother',
      },
    ],
    categories: [{ kind: 'poor-family', from: '2024-01-01', proof: { kind: '低保证', number: '演1号' } }],
    schooling: { status: 'enrolled', schoolName: '石角小学', from: '2022-09-01' },
    health: [{ detail: { kind: 'chronic-illness', illness: '哮喘' }, from: '2020-01-01' }],
    care: { carer: 1, reason: '父亲服刑', from: '2024-02-01' },
  })
  file = await director(getChild, { id })
})

const member = (name: string) => file.family.find(({ person }) => person.name === name)!
const reason = '走访时核对过'
const version = 1

/** Every endpoint that works on one child: what is handed in. Built late, when the child is there. */
const cases: [Endpoint, () => Record<string, unknown>][] = [
  [getChild, () => ({})],
  [listChanges, () => ({})],
  [listTimeline, () => ({})],
  [printChild, () => ({ reason })],
  [revealChildField, () => ({ subject: 'child', subjectId: file.id, field: 'idNumber', reason })],
  [revealHealth, () => ({ subject: 'health', subjectId: file.health[0]!.id, reason })],
  [addCategory, () => ({ categoryId: uuidv7(), kind: 'other-difficulty', from: '2026-01-01' })],
  [endCategory, () => ({ categoryId: file.categories[0]!.id, version, to: '2026-02-01', reason })],
  [addFamilyMember, () => ({ linkId: uuidv7(), personId: uuidv7(), name: '何小妹', relation: 'sister' })],
  [correctPerson, () => ({ personId: member('何大山').person.id, version, reason, whereabouts: '清远监狱' })],
  [correctRelation, () => ({ linkId: member('林秀英').id, version, reason, isGuardian: true })],
  [
    addParentState,
    () => ({
      personId: member('何大山').person.id,
      stateId: uuidv7(),
      kind: 'severe-illness',
      from: '2025-01-01',
    }),
  ],
  [
    endParentState,
    () => ({
      personId: member('何大山').person.id,
      stateId: member('何大山').person.states[0]!.id,
      version,
      to: '2026-03-01',
      reason,
    }),
  ],
  [
    recordDelegatedCare,
    () => ({
      careId: uuidv7(),
      carerId: member('林秀英').person.id,
      relation: 'paternal-grandmother',
      reason: '母亲外出务工',
      from: '2026-01-01',
    }),
  ],
  [completeDelegatedCare, () => ({ careId: file.care[0]!.id, version, villageToldOn: '2026-01-01' })],
  [endDelegatedCare, () => ({ careId: file.care[0]!.id, version: 2, to: '2026-03-01', reason })],
  [recordSchooling, () => ({ schoolingId: uuidv7(), status: 'suspended', from: '2026-03-01' })],
  [recordHealth, () => ({ healthId: uuidv7(), detail: { kind: 'severe-illness', illness: '白血病' } })],
  [endHealth, () => ({ healthId: file.health[0]!.id, version, to: '2026-03-01', reason })],
  [correctChild, () => ({ version, reason, phone: '15400000009' })],
  [endRelation, () => ({ linkId: member('林秀英').id, version: 2, to: '2026-03-01', reason })],
  [leaveRegister, () => ({ version: 2, kind: 'moved-away', on: '2026-03-01', reason })],
  [returnToRegister, () => ({ version: 3, on: '2026-03-02', reason })],
  [moveChild, () => ({ version: 4, divisionCode: PLACES.eastVillage, reason })],
]

const titled = cases.map(
  ([endpoint, input]) => [`${endpoint.method} ${endpoint.path}`, endpoint, input] as const,
)

test('every endpoint on one child stands in the table of this test', () => {
  const mounted = routes.map(({ endpoint }) => endpoint).filter(({ path }) => path.includes('/:id'))
  expect(new Set(cases.map(([endpoint]) => endpoint))).toEqual(new Set(mounted))
})

const attempt = (by: Caller, endpoint: Endpoint, input: Record<string, unknown>) =>
  by(endpoint, { id: file.id, ...input })

test.each(titled)('%s is not for one who is signed out, nor for a leader', async (_, endpoint, input) => {
  await expect(attempt(signedOut(app), endpoint, input())).rejects.toMatchObject({ status: 401 })
  await expect(attempt(leader, endpoint, input())).rejects.toMatchObject({ status: 403, code: 'forbidden' })
})

test.each(titled)('%s: a child of another village or town is not found', async (_, endpoint, input) => {
  const notForDirectors: Endpoint[] = [printChild, moveChild, revealHealth, leaveRegister, returnToRegister]
  const isForDirectors = !notForDirectors.includes(endpoint)
  if (isForDirectors)
    await expect(attempt(neighbour, endpoint, input())).rejects.toMatchObject({ status: 404 })
  if (endpoint !== (revealHealth as Endpoint))
    await expect(attempt(hillSupervisor, endpoint, input())).rejects.toMatchObject({ status: 404 })
})

test.each(titled)('%s refuses what is no id', async (_, endpoint, input) => {
  await expect(centre(endpoint, { ...input(), id: 'not-an-id' })).rejects.toMatchObject({
    status: 422,
    code: 'invalid',
  })
})

test('what was refused changed nothing', async () => {
  const now = await director(getChild, { id: file.id })
  expect(now).toEqual(file)
})

test.each(titled)('%s works for the right person, and the audit says so', async (_, endpoint, input) => {
  const by = endpoint === (revealHealth as Endpoint) ? centre : supervisor
  await attempt(by, endpoint, input())
  if (!endpoint.audit) return
  const entries = await app.auditOf(endpoint.audit)
  expect(entries.at(-1)).toMatchObject({
    result: 'done',
    actor_id: by.accountId,
    subject_kind: 'child',
    subject_id: file.id,
    division_code: PLACES.wallVillage,
  })
  expect(entries.filter(({ result }) => result === 'refused').length).toBeGreaterThan(0)
})

test('revealing and printing ask for the password again, and for a reason', async () => {
  for (const [, endpoint, input] of titled.filter(([, { reauth }]) => reauth)) {
    const by = await app.as({ role: 'centre-head', divisionCode: PLACES.county })
    await expect(attempt(by, endpoint, { ...input(), reason: '看' })).rejects.toMatchObject({ status: 422 })
    app.clock.now = new Date(Date.now() + 11 * 60_000)
    await expect(attempt(by, endpoint, input())).rejects.toMatchObject({ code: 'reauthenticate' })
    app.clock.now = undefined
  }
  expect(titled.filter(([, { reauth }]) => reauth)).toHaveLength(3)
})

test('the history tells who changed what and why, and shows no secret', async () => {
  const { items, total } = await supervisor(listChanges, { id: file.id, pageSize: 100 })
  expect(total).toBe(items.length)
  const phone = items.find(({ fields }) => fields.includes('phone'))
  expect(phone).toMatchObject({
    by: '督导员甲',
    reason,
    recordKind: 'child',
    before: { phone: null },
    after: { phone: '（已隐藏）' },
  })
  const relation = items.find(({ fields }) => fields.includes('isGuardian') && fields.length === 1)
  expect(relation).toMatchObject({ before: { isGuardian: false }, after: { isGuardian: true } })
  expect(JSON.stringify(items)).not.toMatch(/15400000009|白血病/)
})

test('the timeline tells what happened, the latest first, and names no illness and no number', async () => {
  const { items } = await supervisor(listTimeline, { id: file.id, pageSize: 100 })
  expect(items.map(({ title }) => title)).toEqual([
    '改由东二村委会负责',
    '恢复在册',
    '退出名册：迁出本县',
    '结束家庭关系：祖母',
    '健康状况有登记',
    '就学状况：休学',
    '委托照护结束',
    '登记委托照护',
    '父母状况有变动',
    '父母状况有变动',
    '监护人变动：祖母',
    '登记家庭成员：姐妹',
    '结束类别：困难家庭儿童',
    '增加类别：其他困境儿童',
  ])
  expect(items.every(({ by }) => by === '督导员甲')).toBe(true)
})
