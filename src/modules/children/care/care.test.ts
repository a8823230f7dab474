import { beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, PLACES } from '#tests/children.ts'
import { getChild } from '../file/contract.ts'
import { completeDelegatedCare, endDelegatedCare, recordDelegatedCare } from './contract.ts'
import { declaredBy, missingOf } from './rules.ts'

const app = await testApp()
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })

beforeAll(() => addPlaces(app))

const familyFile = async () => {
  const [id = ''] = await addChildren(app, {
    family: [
      { person: { name: '父' }, relation: 'father' },
      { person: { name: '奶奶' }, relation: 'paternal-grandmother' },
    ],
  })
  const { family } = await director(getChild, { id })
  const idOf = (relation: string) => family.find((member) => member.relation === relation)!.person.id
  return { id, father: idOf('father'), grandmother: idOf('paternal-grandmother') }
}

const form = (more: object = {}) => ({
  careId: uuidv7(),
  relation: 'paternal-grandmother' as const,
  reason: '父母外出务工',
  from: '2026-02-01',
  ...more,
})

const fit = {
  isCapable: 'yes',
  hasHarmed: 'no',
  hasBadHabit: 'no',
  hasNeglected: 'no',
  isOtherwiseUnfit: 'no',
} as const

test('a delegated care is recorded with what was declared and told, completed later, and ended', async () => {
  const { id, grandmother } = await familyFile()
  const care = form({ carerId: grandmother, isCapable: 'yes' })
  await director(recordDelegatedCare, { id, ...care, carerId: grandmother })
  const [recorded] = (await director(getChild, { id })).care
  expect(recorded).toMatchObject({
    carerName: '奶奶',
    declared: ['capable'],
    isChildHeard: false,
    toDay: null,
  })
  expect(missingOf(recorded!, true)).toHaveLength(4)
  const complete = {
    id,
    careId: care.careId,
    version: 1,
    ...fit,
    villageToldOn: '2026-02-02',
    schoolToldOn: '2026-02-03',
  }
  await director(completeDelegatedCare, { ...complete, isChildHeard: true })
  const [completed] = (await director(getChild, { id })).care
  expect(missingOf(completed!, true)).toEqual([])
  expect(completed).toMatchObject({
    declared: expect.arrayContaining(['capable', 'no-harm', 'no-habit', 'no-neglect', 'no-other']),
    villageToldOn: '2026-02-02',
  })
  await expect(director(completeDelegatedCare, complete)).rejects.toMatchObject({ code: 'stale' })
  await director(endDelegatedCare, {
    id,
    careId: care.careId,
    version: 2,
    to: '2026-06-01',
    reason: '母亲已返乡',
  })
  const [ended] = (await director(getChild, { id })).care
  expect(ended).toMatchObject({ toDay: '2026-06-01', endReason: '母亲已返乡' })
  expect(missingOf({ ...ended!, declared: [] }, true)).toEqual([])
})

test.each([
  ['isCapable', 'no', '照护能力'],
  ['hasHarmed', 'yes', '性侵害、虐待'],
  ['hasBadHabit', 'yes', '吸毒、酗酒、赌博'],
  ['hasNeglected', 'yes', '怠于履行监护'],
  ['isOtherwiseUnfit', 'yes', '其他不适宜'],
] as const)(
  'whoever answers %s with %s may not be the carer （未成年人保护法第二十二条）',
  async (question, answer, words) => {
    const { id, grandmother } = await familyFile()
    const care = { id, ...form(), carerId: grandmother, ...fit, [question]: answer }
    const refusal = director(recordDelegatedCare, care)
    await expect(refusal).rejects.toMatchObject({ status: 409, code: 'refused' })
    await expect(refusal).rejects.toThrow(words)
    expect((await director(getChild, { id })).care).toEqual([])
  },
)

test('what was not asked is neither declared nor held against anybody', () => {
  expect(declaredBy({})).toEqual({ declared: [], excluding: [] })
  expect(declaredBy({ ...fit, hasHarmed: undefined }).declared).not.toContain('no-harm')
})

test('a carer stands on the family list, and is neither father nor mother', async () => {
  const { id, father } = await familyFile()
  const at = { fields: [expect.objectContaining({ field: 'carerId' })] }
  await expect(director(recordDelegatedCare, { id, ...form(), carerId: father })).rejects.toMatchObject(at)
  await expect(director(recordDelegatedCare, { id, ...form(), carerId: uuidv7() })).rejects.toMatchObject(at)
})

test.each([
  [{ from: '2999-01-01' }, 'from'],
  [{ villageToldOn: '2999-01-01' }, 'villageToldOn'],
  [{ reason: '' }, 'reason'],
])('a care with %j is refused at %s', async (more, field) => {
  const { id, grandmother } = await familyFile()
  await expect(
    director(recordDelegatedCare, { id, ...form(more), carerId: grandmother }),
  ).rejects.toMatchObject({ status: 422, fields: [expect.objectContaining({ field })] })
})
