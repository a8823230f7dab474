import { expect, test } from 'vitest'
import type { VillageNode } from '#modules/organisations/network/contract.ts'
import { inkOn, legendOf, MEASURE_LABEL, shader, type Measure } from './measures.ts'

const DAY = '2026-03-09'
const village = (code: string, setUpOn?: string, holderName?: string): VillageNode => ({
  code,
  name: '大田村',
  kind: 'village',
  sites: setUpOn
    ? [
        {
          id: 's',
          kind: 'point',
          name: '大田村工作点',
          divisionCode: code,
          address: null,
          phone: null,
          setUpOn,
          closedOn: null,
          closeReason: null,
          version: 1,
        },
      ]
    : [],
  posts: [
    {
      id: 'p',
      kind: 'child-director',
      divisionCode: code,
      setUpOn: '2020-01-01',
      closedOn: null,
      holding: holderName
        ? {
            id: 'h',
            holderName,
            accountId: null,
            hasPhone: false,
            fromDay: '2020-01-01',
            toDay: null,
            endReason: null,
            version: 1,
          }
        : null,
      vacantSince: holderName ? null : '2026-01-05',
    },
  ],
})
const measures = Object.keys(MEASURE_LABEL) as Measure[]
const counts = {
  on: DAY,
  definition: '',
  items: [
    { divisionCode: 'few', count: null },
    { divisionCode: 'some', count: 12 },
    { divisionCode: 'many', count: 300 },
  ],
}

test.each([
  ['point', village('a', '2021-05-01'), '2021-05-01 设立'],
  ['point', village('a'), '没有工作点'],
  ['director', village('a', undefined, '黄秀英'), '黄秀英在任'],
  ['director', village('a'), '空缺，自 2026-01-05'],
  ['set-up', village('a', '2021-05-01'), '2021-05-01 设立'],
  ['difficulty', village('few'), '少于 5 人'],
  ['difficulty', village('some'), '12 人'],
  ['difficulty', village('elsewhere'), '不在您的工作范围'],
] as const)('by %s a village says %#', (measure, of, text) => {
  expect(shader(measure, DAY, counts)(of).text).toBe(text)
})

const luminance = (colour: string) => {
  const whole = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(whole.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test('every tile is legible: 4.5:1 between its words and its colour (WCAG 1.4.3)', () => {
  for (const measure of measures)
    for (const { colour } of legendOf(measure)) {
      const [lighter = 0, darker = 0] = [luminance(colour), luminance(inkOn(colour))].toSorted(
        (a, b) => b - a,
      )
      expect([colour, (lighter + 0.05) / (darker + 0.05) >= 4.5]).toEqual([colour, true])
    }
})

test('every colour that a tile can have stands in the legend of its measure', () => {
  const villages = [
    ...['2026-01-01', '2024-06-01', '2023-01-01', '2021-01-01', '2019-01-01', undefined].map((day) =>
      village('a', day),
    ),
    ...['few', 'some', 'many', 'elsewhere'].map((code) => village(code, '2021-01-01', '黄秀英')),
  ]
  for (const measure of measures) {
    const colours = legendOf(measure).map(({ colour }) => colour)
    for (const of of villages) expect(colours).toContain(shader(measure, DAY, counts)(of).colour)
  }
})
