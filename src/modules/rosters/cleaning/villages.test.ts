import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textCell } from '../reading/cells.ts'
import { buildVillageIndex, cleanAddress, type Division } from './villages.ts'

const DIVISIONS: Division[] = [
  { code: '441821100008', name: '城南社区居委会', town: '石角镇' },
  { code: '441821101001', name: '水头社区居委会', town: '水头镇' },
  { code: '441821101215', name: '新联村委会', town: '水头镇' },
  { code: '441821101216', name: '新坣村委会', town: '水头镇' },
  { code: '441821102001', name: '汤塘社区居委会', town: '汤塘镇' },
  { code: '441821102204', name: '围镇村委会', town: '汤塘镇' },
  { code: '441821102214', name: '汤塘村委会', town: '汤塘镇' },
  { code: '441821102224', name: '官山村委会', town: '汤塘镇' },
  { code: '441821103217', name: '下岳村委会', town: '龙山镇' },
  { code: '441821103219', name: '清水迳村委会', town: '龙山镇' },
  { code: '441821104208', name: '新联村委会', town: '高岗镇' },
  { code: '441821107210', name: '大村村委会', town: '迳头镇' },
]

const index = buildVillageIndex(DIVISIONS, { province: '广东省', city: '清远市', county: '佛冈县' })

const cleaned = (text: string) => cleanAddress(textCell(text), index)

const FOUND: [text: string, code: string, detail?: string][] = [
  ['广东省佛冈县汤塘镇围镇村委会4组', '441821102204', '4组'],
  ['佛冈县汤塘镇围镇村委会', '441821102204'],
  ['汤塘镇官山村', '441821102224'],
  ['汤塘镇官山村16组', '441821102224', '16组'],
  ['石角城南', '441821100008'],
  ['高岗新联', '441821104208'],
  ['下岳村委会', '441821103217'],
  ['下岳', '441821103217'],
  ['下岳十二队', '441821103217', '十二队'],
  ['汤塘镇汤塘社区2组', '441821102001', '2组'],
  ['汤塘村委会', '441821102214'],
  ['水头水头', '441821101001'],
  ['大村', '441821107210'],
  ['大村村', '441821107210'],
  ['迳头镇大村村委会', '441821107210'],
  ['龙山镇清水径村', '441821103219'],
  ['水头新堂村民委员会', '441821101216'],
  ['广东省清远市佛冈县 石角镇 城南社区居民委员会 新城路12号', '441821100008', '新城路12号'],
]

for (const [text, code, detail] of FOUND)
  test(`“${text}” lies in ${code}`, () => {
    const { value, problem } = cleaned(text)
    expect(value).toMatchObject({ villageCode: code, ...(detail && { detail }) })
    expect(problem).toBeUndefined()
  })

const ASKED: [text: string, code: string, candidates: string[]][] = [
  ['新联村委会', 'village-ambiguous', ['441821101215', '441821104208']],
  ['新联', 'village-ambiguous', ['441821101215', '441821104208']],
  ['汤塘汤塘', 'village-ambiguous', ['441821102001', '441821102214']],
  ['水头', 'village-or-town', ['441821101001']],
  ['佛冈县水头', 'village-or-town', ['441821101001']],
  ['下岳小学旁', 'village-unsure', ['441821103217']],
  ['石角镇官山村', 'village-other-town', ['441821102224']],
]

for (const [text, code, candidates] of ASKED)
  test(`“${text}” is asked about: ${code}`, () => {
    const { value, problem } = cleaned(text)
    expect(value).toEqual({ text, candidates })
    expect(problem).toMatchObject({ code, severity: 'doubtful' })
  })

const UNKNOWN: [text: string, code: string][] = [
  ['汤塘镇桃花源村', 'village-unknown'],
  ['桃花源', 'village-unknown'],
  ['汤塘镇', 'village-missing'],
  ['佛冈县', 'village-missing'],
]

for (const [text, code] of UNKNOWN)
  test(`“${text}” is wrong: ${code}`, () => {
    expect(cleaned(text)).toMatchObject({ problem: { code, severity: 'wrong' } })
  })

test('an address in another county is kept as such, even where its town has the name of ours', () => {
  for (const text of ['清远市清城区石角镇城南村', '广州市天河区天河北路1号', '湖南省郴州市宜章县玉溪镇'])
    expect(cleaned(text).value).toEqual({ text, isOutside: true })
})

test('every way of writing a village leads to it or asks', () => {
  const ways = fc.record({
    division: fc.constantFrom(...DIVISIONS),
    county: fc.constantFrom('', '佛冈县', '广东省佛冈县', '广东省清远市佛冈县'),
    town: fc.constantFrom('', 'full', 'short'),
    ending: fc.constantFrom('official', 'short', 'bare'),
    group: fc.constantFrom('', '4组', '16组'),
  })
  fc.assert(
    fc.property(ways, ({ division, county, town, ending, group }) => {
      const stem = division.name.replace(/(社区居委会|村委会)$/, '')
      const short = division.name.includes('社区') ? '社区' : '村'
      const name = { official: division.name, short: stem + short, bare: stem }[ending]
      const place = { full: division.town, short: division.town.slice(0, 2), '': '' }[town]
      const { value } = cleaned(county + place + name + group)
      expect(value?.villageCode ?? value?.candidates).toSatisfy((codes: string | string[]) =>
        codes.includes(division.code),
      )
    }),
    { numRuns: 500 },
  )
})
