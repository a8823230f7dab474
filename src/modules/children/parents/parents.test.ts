import { beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, PLACES } from '#tests/children.ts'
import { listChanges } from '../changes/contract.ts'
import { getChild } from '../file/contract.ts'
import { revealHealth } from '../secrets/contract.ts'
import { addParentState, endParentState } from './contract.ts'
import { outOfContactCountsFrom, stateProblemsOf } from './rules.ts'

const app = await testApp()
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })

beforeAll(() => addPlaces(app))

const reason = '刑满释放，已回家'
const family = [{ person: { name: '邱父', key: 'father' }, relation: 'father' as const }]

/** Two children of one father, put on file in one roster. */
const siblings = async () => {
  const [one = '', two = ''] = await addChildren(app, { name: '邱一', family }, { name: '邱二', family })
  const personId = (await director(getChild, { id: one })).family[0]!.person.id
  return { one, two, personId }
}

test('a father’s imprisonment stands in the files of all his children, with days and proof', async () => {
  const { one, two, personId } = await siblings()
  const stateId = uuidv7()
  const proof = { kind: '刑事判决书', number: '演刑初〔2024〕9号', issuer: '县人民法院', day: '2024-02-01' }
  const form = { personId, stateId, kind: 'imprisoned' as const, from: '2024-02-10', to: '2027-02-09', proof }
  await director(addParentState, { id: one, ...form })
  await director(addParentState, { id: one, ...form })
  for (const id of [one, two]) {
    const [member] = (await director(getChild, { id })).family
    expect(member?.person.states).toMatchObject([
      { id: stateId, kind: 'imprisoned', toDay: '2027-02-09', proofKind: '刑事判决书', hasProofNo: true },
    ])
    expect((await director(listChanges, { id })).items).toMatchObject([
      { recordKind: 'parent-state', after: { kind: 'imprisoned', proofNo: '（已隐藏）' } },
    ])
  }
  const end = { id: two, personId, stateId, version: 1, to: '2026-06-01', reason }
  await director(endParentState, end)
  await expect(director(endParentState, end)).rejects.toMatchObject({ code: 'stale' })
  expect((await director(getChild, { id: one })).family[0]?.person.states[0]).toMatchObject({
    toDay: '2026-06-01',
    version: 2,
  })
})

test('what ails a parent is told in full to the centre only', async () => {
  const { one, personId } = await siblings()
  const stateId = uuidv7()
  const detail = {
    kind: 'disability' as const,
    disabilityClass: 5,
    disabilityGrade: 2,
    cardNumber: '演残5-2',
  }
  await director(addParentState, { id: one, personId, stateId, kind: 'severe-disability', detail })
  const [member] = (await director(getChild, { id: one })).family
  expect(member?.person.states).toMatchObject([{ kind: 'severe-disability', hasDetail: true }])
  const asked = { id: one, subject: 'parent-state', subjectId: stateId, reason } as const
  await expect(director(revealHealth, asked)).rejects.toMatchObject({ status: 403 })
  expect(await caseworker(revealHealth, asked)).toEqual({ value: '残疾 智力 二级；证号 演残5-2' })
})

test('a state is recorded of somebody of this family only', async () => {
  const { personId } = await siblings()
  const [stranger = ''] = await addChildren(app, {})
  const form = { id: stranger, personId, stateId: uuidv7(), kind: 'deceased' as const }
  await expect(director(addParentState, form)).rejects.toMatchObject({ status: 404 })
})

test.each([
  [{ kind: 'deceased', from: '2026-01-02' }, []],
  [{ kind: 'deceased', from: '2026-01-02', to: '2026-01-03' }, ['to']],
  [{ kind: 'imprisoned', from: '2027-01-02' }, ['from']],
  [{ kind: 'imprisoned', from: '2026-01-02', to: '2025-01-01' }, ['to']],
  [{ kind: 'imprisoned', acceptedOn: '2026-01-01' }, ['acceptedOn']],
  [{ kind: 'out-of-contact', acceptedOn: '2026-01-01' }, []],
  [{ kind: 'out-of-contact', acceptedOn: '2027-01-01' }, ['acceptedOn']],
] as const)('the state %j has problems at %j', (state, fields) => {
  expect(stateProblemsOf(state, '2026-11-23').map(({ field }) => field)).toEqual(fields)
})

test('失联 counts six months after the police accepted the report, and not before anybody told them', () => {
  expect(outOfContactCountsFrom('2026-01-31')).toBe('2026-07-31')
  expect(outOfContactCountsFrom('2025-08-31')).toBe('2026-02-28')
  expect(outOfContactCountsFrom(null)).toBeUndefined()
})
