import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { loopCounty, takeOne, triaged } from '#tests/loop.ts'
import { getReportFigures, getReportSums } from './contract.ts'
import { quantile, suppressed, timesOf } from './rules.ts'

const BELOW = 5
const keys = ['a', 'b', 'c', 'd', 'e'] as const
const counts = fc
  .tuple(...keys.map(() => fc.nat(20)))
  .map((numbers) => new Map(keys.map((key, index) => [key, numbers[index] ?? 0])))

test('no small number is shown, nor can one be worked out from the total and the others', () => {
  fc.assert(
    fc.property(counts, (cells) => {
      const total = [...cells.values()].reduce((sum, one) => sum + one, 0)
      const shown = suppressed(cells, total, BELOW)
      for (const count of shown.values()) expect(count === null || count === 0 || count >= BELOW).toBe(true)
      const hidden = [...shown].filter(([, count]) => count === null)
      const others = [...cells].filter(([, count]) => count > 0).length
      if (hidden.length === 1 && total >= BELOW) expect(others).toBe(1)
      for (const [key, count] of shown) if (count !== null) expect(count).toBe(cells.get(key))
    }),
  )
})

test.each([
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5, 5],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
  [[10, 1], 0.5, 1],
  [[], 0.9, undefined],
])('of %j the quantile %d is %s', (values, part, expected) => {
  expect(quantile(values, part)).toBe(expected)
})

test('times of too few are not shown', () => {
  expect(timesOf([3_600, 7_200], BELOW)).toEqual({ count: null, median: null, p90: null })
  expect(timesOf([3_600, 3_600, 5_400, 7_200, 36_000], BELOW)).toEqual({ count: 5, median: 1.5, p90: 10 })
})

const app = await testApp()
const county = await loopCounty(app)

test('the head sees figures by source and time, the leader sums only, and a sealed report is in neither', async () => {
  for (let count = 0; count < 6; count += 1) await takeOne(county.duty)
  const id = await triaged(county)
  const leader = await app.as({ role: 'leader' })
  expect(await leader(getReportSums)).toMatchObject({ total: 7, suppressedBelow: BELOW })
  const figures = await county.head(getReportFigures)
  expect(figures.bySource).toContainEqual({ source: 'telephone', count: 7 })
  expect(figures.times[0]).toMatchObject({ measure: 'seen', count: 7, median: 0 })
  expect(figures.times[1]).toMatchObject({ measure: 'decided', count: 0, median: null })
  await app.setUp((db) => db.updateTable('report').set({ label: 'sealed' }).where('id', '=', id).execute())
  expect(await leader(getReportSums)).toMatchObject({ total: 6 })
  for (const who of [county.duty, county.director])
    await expect(who(getReportSums)).rejects.toMatchObject({ status: 403 })
  await expect(leader(getReportFigures)).rejects.toMatchObject({ status: 403 })
})

test('a period that ends before it begins is told at its field, and too few reports show no number', async () => {
  const wrong = county.head(getReportFigures, { from: '2026-03-02', to: '2026-03-01' })
  await expect(wrong).rejects.toMatchObject({ status: 422, fields: [{ field: 'from' }] })
  const long = await county.head(getReportSums, { from: '2020-01-01', to: '2020-12-31' })
  expect(long).toMatchObject({ total: 0 })
})

test('the policies give figures to the head and the leader alone', async () => {
  const { rows } = await app.owner.query<{ count: string }>(
    `select count(*) from county_449821.report_figures('-infinity', 'infinity')`,
  )
  expect(rows).toEqual([{ count: '0' }])
})
