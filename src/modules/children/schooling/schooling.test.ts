import { beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, PLACES } from '#tests/children.ts'
import { getChild } from '../file/contract.ts'
import { recordSchooling } from './contract.ts'

const app = await testApp()
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })

beforeAll(() => addPlaces(app))

test('a new school ends the old one on the day before', async () => {
  const [id = ''] = await addChildren(app, {
    schooling: { status: 'enrolled', schoolName: '石角小学', grade: '六年级', from: '2020-09-01' },
  })
  const form = {
    id,
    schoolingId: uuidv7(),
    status: 'enrolled' as const,
    schoolName: '佛冈一中',
    grade: '初一',
    isBoarding: true,
    from: '2026-09-01',
  }
  await director(recordSchooling, form)
  await director(recordSchooling, form)
  expect((await director(getChild, { id })).schooling).toMatchObject([
    { schoolName: '佛冈一中', isBoarding: true, fromDay: '2026-09-01', toDay: null },
    { schoolName: '石角小学', fromDay: '2020-09-01', toDay: '2026-08-31', version: 2 },
  ])
})

test('a school that nobody knew the beginning of ends as well, and never before it began', async () => {
  const [one = '', two = ''] = await addChildren(
    app,
    { schooling: { status: 'enrolled', schoolName: '甲' } },
    { schooling: { status: 'enrolled', schoolName: '乙', from: '2026-09-01' } },
  )
  for (const id of [one, two])
    await director(recordSchooling, { id, schoolingId: uuidv7(), status: 'dropped-out', from: '2026-03-01' })
  expect((await director(getChild, { id: one })).schooling[1]).toMatchObject({ toDay: '2026-02-28' })
  expect((await director(getChild, { id: two })).schooling[1]).toMatchObject({
    fromDay: '2026-09-01',
    toDay: '2026-09-01',
  })
})

test.each([
  [{ status: 'enrolled' }, 'schoolName'],
  [{ status: 'preschool', from: '2999-01-01' }, 'from'],
  [{ status: 'preschool', from: '2015-01-01' }, 'from'],
  [{ status: 'unknown' }, 'status'],
])('schooling with %j is refused at %s', async (more, field) => {
  const [id = ''] = await addChildren(app, {})
  const input = { id, schoolingId: uuidv7(), from: '2026-03-01', ...more }
  await expect(director(recordSchooling, input as never)).rejects.toMatchObject({
    status: 422,
    fields: [expect.objectContaining({ field })],
  })
})
