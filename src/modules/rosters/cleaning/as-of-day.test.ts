import { expect, test } from 'vitest'
import { textCell } from '../reading/cells.ts'
import { findHeader } from '../reading/header.ts'
import { asOfDayOf } from './as-of-day.ts'

const headerBelow = (note: string) =>
  findHeader(
    [['名单'], [note], ['姓名', '性别']].map((line, i) => ({ rowNumber: i + 1, cells: line.map(textCell) })),
  )

test('the day on which a roster stood so is read from the lines above its header', () => {
  for (const [note, day] of [
    ['填报单位:某局    统计截止:2026年10月31日    (内部资料)', '2026-10-31'],
    ['截至2026-9-5', '2026-09-05'],
    ['填报日期：2026.1.2', '2026-01-02'],
    ['统计截止:2026年13月31日', undefined],
    ['填报单位:某局', undefined],
  ] as const)
    expect([note, asOfDayOf(headerBelow(note))]).toEqual([note, day])
})
