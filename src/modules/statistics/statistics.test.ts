import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { signedOut, testApp } from '#tests/app.ts'
import { countChildrenInDifficulty } from './contract.ts'

const app = await testApp()
const EAST = '449821100000'
const [MANY, FEW, NONE, FAR] = ['449821100201', '449821100202', '449821100203', '449821101201'] as const
const dated = { validFrom: '2023-06-30', source: '测试' }

type Kind = 'orphan' | 'poor-family' | 'left-behind' | 'hiv-affected'
const childIn = async (
  divisionCode: string,
  kinds: Kind[],
  more: { label?: 'sealed'; ended?: boolean } = {},
) => {
  const id = uuidv7()
  await app.setUp(async (db) => {
    await db
      .insertInto('child')
      .values({
        id,
        name: '林小满',
        sex: 'female',
        birthDay: '2015-06-01',
        divisionCode,
        label: more.label ?? 'normal',
      })
      .execute()
    for (const kind of kinds)
      await db
        .insertInto('childCategory')
        .values({
          id: uuidv7(),
          childId: id,
          kind,
          fromDay: '2024-01-01',
          toDay: more.ended ? '2025-01-01' : null,
        })
        .execute()
  })
}

await app.setUp((db) =>
  db
    .insertInto('division')
    .values([
      { ...dated, code: EAST, name: '东镇', level: 'town' },
      { ...dated, code: '449821101000', name: '西镇', level: 'town' },
      ...[MANY, FEW, NONE].map(
        (code) => ({ ...dated, code, name: code, level: 'village', parentCode: EAST }) as const,
      ),
      { ...dated, code: FAR, name: FAR, level: 'village', parentCode: '449821101000' },
    ])
    .execute(),
)
for (let index = 0; index < 5; index += 1) await childIn(MANY, ['orphan', 'poor-family'])
await childIn(MANY, ['left-behind'])
await childIn(MANY, ['poor-family'], { label: 'sealed' })
await childIn(MANY, ['poor-family'], { ended: true })
for (let index = 0; index < 4; index += 1) await childIn(FEW, ['poor-family'])
await childIn(FEW, ['hiv-affected'])
for (let index = 0; index < 6; index += 1) await childIn(FAR, ['poor-family'])

test('each child counts once, and fewer than five are not shown', async () => {
  const supervisor = await app.as({ role: 'supervisor', divisionCode: EAST })
  const { items, definition } = await supervisor(countChildrenInDifficulty)
  expect(items).toEqual([
    { divisionCode: MANY, count: 5 },
    { divisionCode: FEW, count: null },
    { divisionCode: NONE, count: null },
  ])
  expect(definition).toContain('少于 5 人')
})

test('the centre sees the whole county, a director the own village', async () => {
  const duty = await app.as({ role: 'duty-officer' })
  expect((await duty(countChildrenInDifficulty)).items.map(({ count }) => count)).toEqual([5, null, null, 6])
  const director = await app.as({ role: 'child-director', divisionCode: FAR })
  expect((await director(countChildrenInDifficulty)).items).toEqual([{ divisionCode: FAR, count: 6 }])
})

test('a category that only few may know does not show in the difference of two people’s figures', async () => {
  const head = await app.as({ role: 'centre-head' })
  const duty = await app.as({ role: 'duty-officer' })
  const at = async (person: typeof head) =>
    (await person(countChildrenInDifficulty)).items.find(({ divisionCode }) => divisionCode === FEW)?.count
  expect([await at(head), await at(duty)]).toEqual([5, null])
})

test('who sees no child sees no count of children', async () => {
  for (const role of ['leader', 'liaison-officer', 'system-admin', 'audit-admin'] as const)
    await expect((await app.as({ role }))(countChildrenInDifficulty)).rejects.toMatchObject({
      code: 'forbidden',
    })
  await expect(signedOut(app)(countChildrenInDifficulty)).rejects.toMatchObject({ status: 401 })
})

test('with the application’s wall open the database still counts only the own territory', async () => {
  const open = await testApp({ more: { isApplicationWallOpen: true } })
  await open.setUp(async (db) => {
    await db
      .insertInto('division')
      .values({ ...dated, code: FAR, name: FAR, level: 'village' })
      .execute()
    for (let index = 0; index < 6; index += 1) {
      const id = uuidv7()
      await db
        .insertInto('child')
        .values({ id, name: '林小满', sex: 'female', birthDay: '2015-06-01', divisionCode: FAR })
        .execute()
      await db
        .insertInto('childCategory')
        .values({ id: uuidv7(), childId: id, kind: 'orphan', fromDay: '2024-01-01' })
        .execute()
    }
  })
  const stranger = await open.as({ role: 'supervisor', divisionCode: EAST })
  expect((await stranger(countChildrenInDifficulty)).items).toEqual([{ divisionCode: FAR, count: null }])
})
