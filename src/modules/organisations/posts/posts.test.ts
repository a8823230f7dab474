import { expect, test } from 'vitest'
import { addDays, today } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { signedOut, testApp } from '#tests/app.ts'
import { listVacancies } from '../network/contract.ts'
import {
  appoint,
  closePost,
  endHolding,
  getPost,
  listCandidates,
  setUpPost,
  showHolderPhone,
} from './contract.ts'

const app = await testApp()
const DAY = today(new Date())
const EAST = '449821100000'
const WEST = '449821101000'
const VILLAGE = '449821100201'
const FAR = '449821101201'
const dated = { validFrom: '2023-06-30', source: '测试' }
await app.setUp((db) =>
  db
    .insertInto('division')
    .values([
      { ...dated, code: '449821000000', name: '示范县', level: 'county' },
      { ...dated, code: EAST, name: '东镇', level: 'town', parentCode: '449821000000' },
      { ...dated, code: WEST, name: '西镇', level: 'town', parentCode: '449821000000' },
      { ...dated, code: VILLAGE, name: '大田村', level: 'village', kind: 'village', parentCode: EAST },
      { ...dated, code: FAR, name: '石桥村', level: 'village', kind: 'village', parentCode: WEST },
    ])
    .execute(),
)
const head = await app.as({ role: 'centre-head' })
const east = await app.as({ role: 'supervisor', divisionCode: EAST })
const reason = '村委会换届任命'
const PHONE = '19912345678'

const newPost = async (
  divisionCode = VILLAGE,
  kind: 'child-director' | 'child-supervisor' = 'child-director',
) => {
  const id = uuidv7()
  await head(setUpPost, { id, kind, divisionCode, setUpOn: addDays(DAY, -200) })
  return id
}
const appointment = (id: string) => ({
  id,
  holdingId: uuidv7(),
  holderName: '黄秀英',
  phone: '199 1234 5678',
  fromDay: addDays(DAY, -100),
  reason,
})

test('a supervisor appoints a director of the town; the phone is kept sealed and shown on request', async () => {
  const id = await newPost()
  const given = appointment(id)
  expect(await east(appoint, given)).toMatchObject({ holderName: '黄秀英', hasPhone: true, toDay: null })
  const post = await east(getPost, { id })
  expect(JSON.stringify(post)).not.toContain(PHONE)
  const duty = await app.as({ role: 'duty-officer' })
  expect(await duty(showHolderPhone, { id: given.holdingId })).toEqual({ phone: PHONE })
  const [shown] = await app.auditOf('holder.phone-shown')
  expect(shown).toMatchObject({ actor_id: duty.accountId, fields: ['phone'], division_code: VILLAGE })
  expect(JSON.stringify(shown)).not.toContain(PHONE)
  await app.owner.query('alter table county_449821.post_holding no force row level security')
  const { rows } = await app.owner.query('select * from county_449821.post_holding where id = $1', [
    given.holdingId,
  ])
  expect(JSON.stringify(rows)).not.toContain(PHONE)
  const [entry] = await app.auditOf('post.appointed')
  expect(entry).toMatchObject({ actor_id: east.accountId, subject_id: id, purpose: reason, result: 'done' })
})

test('a post has one holder at a time, and history stays', async () => {
  const id = await newPost()
  const first = appointment(id)
  await head(appoint, first)
  await expect(
    head(appoint, { ...appointment(id), holderName: '何建国', fromDay: DAY }),
  ).rejects.toMatchObject({
    code: 'refused',
  })
  const leaving = { id: first.holdingId, version: 1, toDay: addDays(DAY, -10), reason: '年满退职' }
  await head(endHolding, leaving)
  await expect(head(endHolding, leaving)).rejects.toMatchObject({ code: 'refused' })
  const second = { ...appointment(id), holderName: '何建国' }
  await expect(head(appoint, { ...second, fromDay: addDays(DAY, -11) })).rejects.toMatchObject({
    fields: [{ field: 'fromDay' }],
  })
  await head(appoint, { ...second, fromDay: addDays(DAY, -10) })
  const { holdings } = await head(getPost, { id })
  expect(holdings.map(({ holderName, toDay, endReason }) => [holderName, toDay, endReason])).toEqual([
    ['何建国', null, null],
    ['黄秀英', addDays(DAY, -10), '年满退职'],
  ])
})

test('the same appointment sent twice is kept once, and of two made at once one is refused', async () => {
  const id = await newPost()
  const given = appointment(id)
  await head(appoint, given)
  await expect(head(appoint, given)).rejects.toMatchObject({ status: 409 })
  const contested = await newPost()
  const both = await Promise.allSettled([
    head(appoint, appointment(contested)),
    east(appoint, appointment(contested)),
  ])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect((await head(getPost, { id: contested })).holdings).toHaveLength(1)
})

test('a supervisor neither appoints nor ends in another town', async () => {
  const id = await newPost(FAR)
  const given = appointment(id)
  await expect(east(appoint, given)).rejects.toMatchObject({ status: 404 })
  await head(appoint, given)
  await expect(
    east(endHolding, { id: given.holdingId, version: 1, toDay: DAY, reason }),
  ).rejects.toMatchObject({ status: 404 })
  await expect(east(listCandidates, { id })).rejects.toMatchObject({ status: 404 })
})

test('who may not appoint, and who may not call', async () => {
  const id = await newPost()
  for (const role of ['duty-officer', 'system-admin', 'leader'] as const)
    await expect((await app.as({ role }))(appoint, appointment(id))).rejects.toMatchObject({
      code: 'forbidden',
    })
  const given = appointment(id)
  await head(appoint, given)
  for (const role of ['system-admin', 'security-admin', 'audit-admin'] as const)
    await expect((await app.as({ role }))(showHolderPhone, { id: given.holdingId })).rejects.toMatchObject({
      code: 'forbidden',
    })
  await expect(signedOut(app)(getPost, { id })).rejects.toMatchObject({ status: 401 })
})

test('with the application’s wall open the database still keeps a supervisor to the town', async () => {
  const open = await testApp({ more: { isApplicationWallOpen: true } })
  const postId = uuidv7()
  await open.setUp(async (db) => {
    await db
      .insertInto('division')
      .values([
        { ...dated, code: WEST, name: '西镇', level: 'town' },
        { ...dated, code: FAR, name: '石桥村', level: 'village', parentCode: WEST },
      ])
      .execute()
    await db
      .insertInto('post')
      .values({ id: postId, kind: 'child-director', divisionCode: FAR, setUpOn: '2024-01-01' })
      .execute()
  })
  const stranger = await open.as({ role: 'supervisor', divisionCode: EAST })
  await expect(stranger(appoint, appointment(postId))).rejects.toMatchObject({ status: 404 })
  await expect(stranger(closePost, { id: postId, closedOn: DAY, reason })).rejects.toMatchObject({
    status: 404,
  })
})

test('a holder is tied to an account that was granted this post, and to no other', async () => {
  const id = await newPost()
  const right = await app.as({ role: 'child-director', divisionCode: VILLAGE, name: '黄秀英' })
  const wrong = await app.as({ role: 'child-director', divisionCode: FAR })
  expect((await head(listCandidates, { id })).items).toEqual([{ id: right.accountId, displayName: '黄秀英' }])
  await expect(head(appoint, { ...appointment(id), accountId: wrong.accountId })).rejects.toMatchObject({
    fields: [{ field: 'accountId' }],
  })
  expect(await head(appoint, { ...appointment(id), accountId: right.accountId })).toMatchObject({
    accountId: right.accountId,
  })
})

test.each([
  ['before the post', { fromDay: addDays(DAY, -201) }, 'fromDay'],
  ['in the future', { fromDay: addDays(DAY, 1) }, 'fromDay'],
  ['without a reason', { reason: '换' }, 'reason'],
  ['without a name', { holderName: '' }, 'holderName'],
  ['with a wrong number', { phone: '123' }, 'phone'],
])('an appointment %s is refused', async (_, wrong, field) => {
  const id = await newPost()
  await expect(head(appoint, { ...appointment(id), ...wrong })).rejects.toMatchObject({ fields: [{ field }] })
})

test('a post is closed when nobody holds it, and is vacant no more', async () => {
  const id = await newPost(EAST, 'child-supervisor')
  const given = appointment(id)
  await head(appoint, given)
  await expect(head(closePost, { id, closedOn: DAY, reason })).rejects.toMatchObject({ code: 'refused' })
  await head(endHolding, { id: given.holdingId, version: 1, toDay: DAY, reason })
  const isVacant = async () =>
    (await head(listVacancies, { kind: 'child-supervisor' })).items.some(({ postId }) => postId === id)
  expect(await isVacant()).toBe(true)
  await head(closePost, { id, closedOn: DAY, reason })
  expect(await isVacant()).toBe(false)
  await expect(head(appoint, appointment(id))).rejects.toMatchObject({ code: 'refused' })
  await expect(
    head(setUpPost, { id: uuidv7(), kind: 'child-supervisor', divisionCode: VILLAGE, setUpOn: DAY }),
  ).rejects.toMatchObject({ fields: [{ field: 'divisionCode' }] })
})
