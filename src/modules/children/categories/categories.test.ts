import { beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, PLACES } from '#tests/children.ts'
import { listChanges, listTimeline } from '../changes/contract.ts'
import { getChild } from '../file/contract.ts'
import { revealChildField } from '../secrets/contract.ts'
import { addCategory, endCategory } from './contract.ts'

const app = await testApp()
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage, name: '围镇主任' })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
const caseworker = await app.as({ role: 'caseworker', divisionCode: PLACES.county })

beforeAll(() => addPlaces(app))

const reason = '已脱离困境'

test('a child has several categories at once, each with its days, proof and source', async () => {
  const [id = ''] = await addChildren(app, {
    categories: [{ kind: 'poor-family', detail: '低保家庭', from: '2020-01-01' }],
  })
  const categoryId = uuidv7()
  const proof = {
    kind: '事实无人抚养儿童确认书',
    number: '演事无〔2026〕1号',
    issuer: '县民政局',
    day: '2026-01-05',
  }
  await director(addCategory, { id, categoryId, kind: 'de-facto-unattended', from: '2026-01-05', proof })
  const { categories } = await director(getChild, { id })
  expect(categories).toMatchObject([
    {
      id: categoryId,
      kind: 'de-facto-unattended',
      fromDay: '2026-01-05',
      toDay: null,
      proofKind: proof.kind,
      proofIssuer: proof.issuer,
      hasProofNo: true,
      source: { kind: 'entry', by: '围镇主任' },
    },
    { kind: 'poor-family', detail: '低保家庭', source: { kind: 'roster', department: '公安', row: 7 } },
  ])
  const asked = { id, subject: 'category', subjectId: categoryId, field: 'proofNo', reason } as const
  expect(await director(revealChildField, asked)).toEqual({ value: proof.number })
})

test('a category that runs is not added again; one that ended may come back', async () => {
  const [id = ''] = await addChildren(app, { categories: [{ kind: 'orphan', from: '2020-01-01' }] })
  const again = () => director(addCategory, { id, categoryId: uuidv7(), kind: 'orphan', from: '2026-02-01' })
  await expect(again()).rejects.toMatchObject({ status: 409, code: 'refused' })
  const [category] = (await director(getChild, { id })).categories
  const ending = { id, categoryId: category!.id, to: '2026-01-31', reason }
  await director(endCategory, { ...ending, version: 1 })
  await expect(director(endCategory, { ...ending, version: 1 })).rejects.toMatchObject({
    code: 'stale',
    detail: { theirs: { to: '2026-01-31', endReason: reason }, version: 2 },
  })
  await expect(director(endCategory, { ...ending, version: 2 })).rejects.toMatchObject({ code: 'refused' })
  await again()
  expect((await director(getChild, { id })).categories).toHaveLength(2)
  expect((await director(listTimeline, { id })).items.map(({ title }) => title)).toEqual([
    '增加类别：孤儿',
    '结束类别：孤儿',
  ])
})

test('a form that is sent twice adds one category', async () => {
  const [id = ''] = await addChildren(app, {})
  const form = { id, categoryId: uuidv7(), kind: 'migrant' as const, from: '2026-02-01' }
  await director(addCategory, form)
  await director(addCategory, form)
  expect((await director(getChild, { id })).categories).toHaveLength(1)
  expect((await director(listChanges, { id })).total).toBe(1)
})

test.each([
  [{ from: '2015-05-31' }, 422],
  [{ from: '2999-01-01' }, 422],
  [{ kind: 'rich' }, 422],
  [{ proof: { kind: '' } }, 422],
])('a category with %j is refused', async (more, status) => {
  const [id = ''] = await addChildren(app, {})
  const input = { id, categoryId: uuidv7(), kind: 'orphan', from: '2026-02-01', ...more }
  await expect(director(addCategory, input as never)).rejects.toMatchObject({ status })
})

test('who has turned sixteen is no left-behind child （国发〔2016〕13号）', async () => {
  const [id = ''] = await addChildren(app, { birthDay: '2010-01-02' })
  const add = () =>
    director(addCategory, { id, categoryId: uuidv7(), kind: 'left-behind', from: '2025-01-01' })
  await expect(add()).rejects.toMatchObject({ status: 409, code: 'refused' })
})

test('受艾滋病影响 is entered by the county centre, and neither history nor timeline names it to others', async () => {
  const [id = ''] = await addChildren(app, {})
  const form = { id, categoryId: uuidv7(), kind: 'hiv-affected' as const, from: '2026-01-01' }
  await expect(director(addCategory, form)).rejects.toMatchObject({ status: 403 })
  await expect(supervisor(addCategory, form)).rejects.toMatchObject({ status: 403 })
  await caseworker(addCategory, form)
  expect((await director(getChild, { id })).categories).toEqual([])
  expect((await director(listChanges, { id })).total).toBe(0)
  expect((await caseworker(listChanges, { id })).total).toBe(1)
  expect((await director(listTimeline, { id })).items.map(({ title }) => title)).toEqual(['增加类别'])
  const end = { id, categoryId: form.categoryId, version: 1, to: '2026-02-01', reason }
  await expect(supervisor(endCategory, end)).rejects.toMatchObject({ status: 404 })
})
