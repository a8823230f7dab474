import { expect, test } from 'vitest'
import { Problem } from '#kernel/problem.ts'
import { aliasesOf, kindOf, shortNameOf, stemOf, villagesByAlias } from './division.ts'
import { bundledCounties, loadDivisions } from './load.ts'
import { parseDivisionsCsv } from './parse.ts'

const fogang = loadDivisions('441821')

test('佛冈县 has 6 towns and 91 villages, of them 13 communities', () => {
  expect(fogang.county).toEqual({ code: '441821', name: '佛冈县', city: '清远市', province: '广东省' })
  expect(fogang.towns.map(({ name }) => name)).toEqual([
    '石角镇',
    '水头镇',
    '汤塘镇',
    '龙山镇',
    '高岗镇',
    '迳头镇',
  ])
  const perTown = fogang.towns.map(({ code }) => fogang.villages.filter((v) => v.townCode === code).length)
  expect(perTown).toEqual([24, 11, 21, 15, 9, 11])
  expect(fogang.villages.filter(({ kind }) => kind === 'community')).toHaveLength(13)
})

test('the two virtual areas and the farm and reserve that hold them are left out with a reason', () => {
  expect(fogang.excluded.map(({ code }) => code)).toEqual([
    '441821400000',
    '441821401000',
    '441821400598',
    '441821401598',
  ])
  for (const { reason } of fogang.excluded) expect(reason).toContain('虚拟区划')
})

test('新联村 stands in two towns, so its name alone means both and with the town only one', () => {
  const byAlias = villagesByAlias(fogang)
  const codes = (alias: string) => byAlias.get(alias)?.map(({ code }) => code)
  expect(codes('新联村')).toEqual(['441821101215', '441821104208'])
  expect(codes('高岗新联')).toEqual(['441821104208'])
  expect(codes('水头镇新联村委会')).toEqual(['441821101215'])
})

test('a stem shared by a community and a village of one town means both', () => {
  const byAlias = villagesByAlias(fogang)
  expect(byAlias.get('迳头迳头')?.map(({ kind }) => kind)).toEqual(['community', 'village'])
  expect(byAlias.get('迳头镇迳头社区')).toHaveLength(1)
})

test('rare characters of the names survive', () => {
  const names = fogang.villages.map(({ shortName }) => shortName)
  expect(names).toEqual(expect.arrayContaining(['湴江村', '湴镇村', '新坣村', '黄塱村']))
})

test.each([
  ['围镇村委会', '441821102204', '围镇', '围镇村'],
  ['大村村委会', '441821107210', '大村', '大村村'],
  ['城东社区居委会', '441821100004', '城东', '城东社区'],
  ['岗贝社区居民委员会', '441900003001', '岗贝', '岗贝社区'],
  ['大澳渔委会', '441702115205', '大澳渔委会', '大澳渔委会'],
])('%s is shortened as people say it', (name, code, stem, short) => {
  expect(stemOf(name)).toBe(stem)
  expect(shortNameOf(name, kindOf(code))).toBe(short)
})

test('every village is an alias of itself, in every bundled county', () => {
  const counties = bundledCounties()
  expect(counties.length).toBeGreaterThan(120)
  for (const { code } of counties) {
    const divisions = loadDivisions(code)
    const towns = new Set(divisions.towns.map((town) => town.code))
    const byAlias = villagesByAlias(divisions)
    for (const village of divisions.villages) {
      expect(towns.has(village.townCode)).toBe(true)
      expect(aliasesOf(village).every((alias) => byAlias.get(alias)?.includes(village))).toBe(true)
    }
  }
})

test('a county outside the bundle is not found, and neither is half a code', () => {
  expect(() => loadDivisions('330102')).toThrow('其他县请提供区划表')
  expect(() => loadDivisions('4418')).toThrow(Problem)
})

const OWN = `代码,名称,备注
33,浙江省,
3301,杭州市,
330102,上城区,
330102001000,清波街道,官方表里的十二位写法
330102001050,清波门社区,
`

test('a county brings its own list, towns in 9 digits or in 12', () => {
  const { county, towns, villages } = parseDivisionsCsv(`\uFEFF${OWN}`)
  expect(county.city).toBe('杭州市')
  expect(towns).toEqual([{ code: '330102001000', name: '清波街道' }])
  expect(villages[0]).toMatchObject({ townCode: '330102001000', shortName: '清波门社区', kind: 'community' })
})

test.each([
  ['330102001051,', '第 7 行', '缺少名称'],
  ['3.30102E+11,涌金门社区', '第 7 行', '设为文本'],
  ['33010200,半个镇', '第 7 行', '是 8 位'],
  ['330102001050,清波门社区', '第 7 行', '与第 6 行重复'],
  ['330102002050,望江门社区', '第 7 行', '不在表中'],
  ['330103001050,别处社区', '第 7 行', '不属于上城区'],
  ['330105,拱墅区', '第 7 行', '只能有一个县'],
])('the row %s is refused by its line', (row, field, message) => {
  const problem = problemOf(() => parseDivisionsCsv(`${OWN}${row}\n`))
  expect(problem.fields).toContainEqual({ field, message: expect.stringContaining(message) })
})

test('a list without its county, or without a village, is refused', () => {
  expect(problemOf(() => parseDivisionsCsv('33,浙江省\n3301,杭州市\n')).fields).toEqual([
    { field: '全表', message: '缺少县级一行（6 位代码和名称）' },
  ])
  expect(() => parseDivisionsCsv('33,浙江省\n3301,杭州市\n330102,上城区\n')).toThrow('没有村（居）')
})

test('a quote that never closes is told as such', () => {
  expect(() => parseDivisionsCsv(`${OWN}"330102001051,涌金门社区\n`)).toThrow('不成对的双引号')
})

const problemOf = (act: () => unknown): Problem => {
  try {
    act()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('nothing was refused')
}
