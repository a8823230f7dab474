import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { uuidv7 } from '#server/ids.ts'
import { addChildren, addPlaces, idNumberOf, PLACES } from '#tests/children.ts'
import { searchChildren } from './contract.ts'
import { childTokens, soughtBy } from './rules.ts'

const app = await testApp()
const centre = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
const hillDirector = await app.as({ role: 'child-director', divisionCode: PLACES.hillVillage })

const ownNumber = idNumberOf('2015-06-01', 'male')
const motherNumber = idNumberOf('1985-03-09', 'female')

beforeAll(async () => {
  await addPlaces(app)
  await addChildren(
    app,
    {
      name: '张伟',
      idNumber: ownNumber,
      phone: '15400000001',
      hukouDivisionCode: PLACES.wallVillage,
      family: [
        {
          person: { name: '李芳', idNumber: motherNumber, phone: '15400000002' },
          relation: 'mother',
          isGuardian: true,
        },
        { person: { name: '张国强' }, relation: 'father' },
      ],
    },
    { name: '章玮', divisionCode: PLACES.wallVillage, birthDay: '2016-01-01' },
    { name: '张伟', divisionCode: PLACES.hillVillage, birthDay: '2014-01-01' },
    { name: '陈小明', divisionCode: PLACES.unitedVillage },
    { name: '陈晓敏', divisionCode: PLACES.unitedHillVillage },
    { name: '欧阳娜娜', sex: 'female', divisionCode: PLACES.eastVillage },
    { name: '曾小曾', divisionCode: PLACES.eastVillage },
    { name: '阿依古丽·买买提', sex: 'female', divisionCode: PLACES.eastVillage },
    { name: '龙山', divisionCode: PLACES.eastVillage },
  )
})

const hits = async (text: string, by = centre) =>
  (await by(searchChildren, { text })).items.map(({ name, foundBy }) => `${name} ${foundBy}`)

test.each([
  ['张伟', ['张伟 exact', '张伟 exact', '章玮 same-sound']],
  ['张 伟', ['张伟 exact', '张伟 exact', '章玮 same-sound']],
  [' 张\u3000伟 ', ['张伟 exact', '张伟 exact', '章玮 same-sound']],
  ['zhangwei', ['章玮 pinyin', '张伟 pinyin', '张伟 pinyin']],
  ['Zhang Wei', ['章玮 pinyin', '张伟 pinyin', '张伟 pinyin']],
  ['zhangw', ['章玮 pinyin-prefix', '张伟 pinyin-prefix', '张伟 pinyin-prefix']],
  ['zw', ['章玮 initials', '张伟 initials', '张伟 initials']],
  ['章玮', ['章玮 exact', '张伟 same-sound', '张伟 same-sound']],
  ['张*', ['张伟 prefix', '张伟 prefix']],
  ['张w', ['张伟 pinyin-prefix', '张伟 pinyin-prefix']],
  ['伟', ['张伟 contains', '张伟 contains']],
  ['小明', ['陈小明 contains']],
  ['陈小民', ['陈晓敏 same-sound', '陈小明 similar-sound']],
  ['ouyangnana', ['欧阳娜娜 pinyin']],
  ['欧阳', ['欧阳娜娜 prefix']],
  ['cengxiaoceng', ['曾小曾 pinyin']],
  ['zengxiaozeng', ['曾小曾 pinyin']],
  ['买买提', ['阿依古丽·买买提 contains']],
  ['阿依古丽买买提', ['阿依古丽·买买提 exact']],
  ['李芳', ['张伟 guardian-exact']],
  ['李方', ['张伟 guardian-same-sound']],
  ['lifang', ['张伟 guardian-same-sound']],
  ['张国强', ['张伟 guardian-exact']],
  ['围镇', ['章玮 place', '张伟 place']],
  ['围镇村', ['章玮 place', '张伟 place']],
  ['围镇村委会', ['章玮 place', '张伟 place']],
  ['围镇 张伟', ['张伟 exact', '章玮 same-sound']],
  ['张伟 围镇', ['张伟 exact', '章玮 same-sound']],
  ['围镇 zw', ['章玮 initials', '张伟 initials']],
  ['围镇，李芳', ['张伟 guardian-exact']],
  ['新联', ['陈小明 place', '陈晓敏 place']],
  ['石角镇 新联 陈', ['陈小明 prefix']],
  ['龙山', ['龙山 exact', '张伟 place', '陈晓敏 place']],
  ['没有这个人', []],
])('%s finds %j', async (text, expected) => {
  expect((await hits(text)).toSorted()).toEqual(expected.toSorted())
  expect((await hits(text))[0]).toBe(expected[0])
})

test('an identity number and a telephone number lead to the child, also those of the family', async () => {
  expect(await hits(ownNumber)).toEqual(['张伟 id-number'])
  expect(await hits(` ${ownNumber.slice(0, 6)} ${ownNumber.slice(6).toLowerCase()}`)).toEqual([
    '张伟 id-number',
  ])
  expect(await hits(motherNumber)).toEqual(['张伟 guardian-id-number'])
  expect(await hits('154 0000 0001')).toEqual(['张伟 phone'])
  expect(await hits('+86 15400000002')).toEqual(['张伟 guardian-phone'])
})

test('a mistyped identity number is told apart from one that nobody has', async () => {
  const wrong = ownNumber.slice(0, 17) + (ownNumber.endsWith('1') ? '2' : '1')
  expect(await centre(searchChildren, { text: wrong })).toMatchObject({
    items: [],
    hint: expect.stringContaining('校验位不符'),
  })
  expect(await centre(searchChildren, { text: idNumberOf('2015-06-01', 'male') })).toMatchObject({
    items: [],
    hint: null,
  })
})

test('a hit names place, age, family and the reason, and no number', async () => {
  const { items } = await centre(searchChildren, { text: motherNumber })
  expect(items).toEqual([
    expect.objectContaining({
      name: '张伟',
      divisionName: '围镇村委会',
      townName: '石角镇',
      family: ['父亲 张国强', '母亲 李芳'],
    }),
  ])
  expect(JSON.stringify(items)).not.toContain(motherNumber)
})

test('each tier finds its own children only, whatever it looks for', async () => {
  expect(await hits('张伟', director)).toEqual(['张伟 exact', '章玮 same-sound'])
  expect(await hits('张伟', hillDirector)).toEqual(['张伟 exact'])
  expect(await hits('围镇', hillDirector)).toEqual([])
  expect(await hits(ownNumber, hillDirector)).toEqual([])
  expect(await hits('15400000002', hillDirector)).toEqual([])
  const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.hillTown })
  expect(await hits('陈', supervisor)).toEqual(['陈晓敏 prefix'])
})

test('a sealed child is found by no name; its named reader finds it by number', async () => {
  const [id = ''] = await addChildren(app, { name: '密封儿', phone: '15400000077' })
  await app.setUp(async (db) => {
    await db.updateTable('child').set({ label: 'sealed' }).where('id', '=', id).execute()
    await db.updateTable('childSearch').set({ label: 'sealed' }).where('childId', '=', id).execute()
  })
  expect(await hits('密封儿')).toEqual([])
  expect(await hits('15400000077')).toEqual([])
  const reader = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
  await app.setUp((db) =>
    db
      .insertInto('accessGrant')
      .values({
        id: uuidv7(),
        recordKind: 'child',
        recordId: id,
        accountId: reader.accountId,
        reason: '办理个案',
        endsAt: new Date(Date.now() + 60_000),
      })
      .execute(),
  )
  expect(await hits('15400000077', reader)).toEqual(['密封儿 phone'])
})

test('of many hits fifty are shown, and that there are more is said', async () => {
  await addChildren(
    app,
    ...Array.from({ length: 60 }, (_, at) => ({ name: `蒙恬${'甲乙丙丁戊己'.charAt(at % 6)}` })),
  )
  const { items, isMore } = await centre(searchChildren, { text: '蒙恬' })
  expect(items).toHaveLength(50)
  expect(isMore).toBe(true)
  expect((await centre(searchChildren, { text: '蒙恬甲' })).isMore).toBe(false)
})

test('the audit says that somebody searched and how much was found, never for what', async () => {
  await director(searchChildren, { text: '章玮' })
  const entry = (await app.auditOf('child.searched')).findLast(
    ({ actor_id }) => actor_id === director.accountId,
  )
  expect(entry).toMatchObject({ result: 'done', subject_kind: 'child', count: 2 })
  expect(JSON.stringify(entry)).not.toContain('章玮')
})

test('nothing to look for is refused, and so is whoever works for no territory', async () => {
  await expect(centre(searchChildren, { text: '  ' })).rejects.toMatchObject({ status: 422 })
  const leader = await app.as({ role: 'leader' })
  await expect(leader(searchChildren, { text: '张伟' })).rejects.toMatchObject({ status: 403 })
})

test('a search that fails is an error and never an empty list', async () => {
  await app.owner.query('alter function county_449821.search_children rename to away')
  try {
    await expect(centre(searchChildren, { text: '张伟' })).rejects.toMatchObject({
      status: 500,
      code: 'failed',
    })
  } finally {
    await app.owner.query('alter function county_449821.away rename to search_children')
  }
})

test('when the columns of a place move, the search follows without being told', async () => {
  const [id = ''] = await addChildren(app, { name: '合并', divisionCode: PLACES.eastVillage })
  const east = await app.as({ role: 'child-director', divisionCode: PLACES.eastVillage })
  expect(await hits('合并', east)).toEqual(['合并 exact'])
  await app.setUp(async (db) => {
    const to = { divisionCode: PLACES.hillVillage }
    await db.updateTable('child').set(to).where('id', '=', id).execute()
    await db.updateTable('childSearch').set(to).where('childId', '=', id).execute()
  })
  expect(await hits('合并', east)).toEqual([])
  expect(await hits('龙塘 合并', hillDirector)).toEqual(['合并 exact'])
})

const SURNAMES = Array.from('赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏')
const GIVEN = Array.from('子涵梓萱浩宇欣怡俊杰思琪志强晓东美玲家豪雨桐佳怡文博')

const anyName = fc
  .tuple(fc.constantFrom(...SURNAMES), fc.array(fc.constantFrom(...GIVEN), { minLength: 1, maxLength: 2 }))
  .map(([surname, given]) => surname + given.join(''))

test('every name is found by itself, its beginning, its pinyin and its initials', async () => {
  const names = [...new Set(fc.sample(anyName, { numRuns: 40, seed: 7 }))]
  const ids = await addChildren(app, ...names.map((name) => ({ name, divisionCode: PLACES.hillVillage })))
  for (const [at, name] of names.entries()) {
    const tokens = childTokens({ name, family: [] })
    const typed = (kind: string) => tokens.find((token) => token.startsWith(kind))?.slice(2) ?? ''
    for (const text of [name, Array.from(name).join(' '), `${name.charAt(0)}*`, typed('p:'), typed('i:')]) {
      const { items, isMore } = await hillDirector(searchChildren, { text })
      const isFound = items.some(({ id }) => id === ids[at])
      expect([name, text, isFound || isMore]).toEqual([name, text, true])
    }
  }
})

const PLACE_LIST = [
  { code: PLACES.wallVillage, name: '围镇村委会', aliases: ['围镇村'] },
  { code: PLACES.stoneTown, name: '石角镇', aliases: [] },
]

test('whatever is typed becomes ways to look, or a number, and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const sought = soughtBy(text, PLACE_LIST)
      if (sought.kind !== 'words') return
      expect(
        sought.ways.every(
          ({ tokens }) => tokens.length > 0 && tokens.every((token) => !token.includes('\t')),
        ),
      ).toBe(true)
      const weights = sought.ways.map(({ weight }) => weight)
      expect(weights).toEqual(weights.toSorted((one, other) => other - one))
    }),
  )
})

test('a village narrows a name, and one letter is not sought among the families', () => {
  const ways = (text: string) => {
    const sought = soughtBy(text, PLACE_LIST)
    return sought.kind === 'words' ? sought.ways : []
  }
  expect(ways('围镇 张伟').every(({ tokens }) => tokens.includes(`v:${PLACES.wallVillage}`))).toBe(true)
  expect(ways('石角 张伟').every(({ tokens }) => tokens.includes('t:449821100'))).toBe(true)
  expect(ways('z').some(({ foundBy }) => foundBy.startsWith('guardian'))).toBe(false)
})
