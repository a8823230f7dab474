import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openTable } from '../reading/table.ts'
import { cleanRow } from './clean-row.ts'
import { suggestMapping } from './columns.ts'
import { findDuplicates } from './duplicates.ts'
import { buildVillageIndex, type Division } from './villages.ts'

const FOLDER = '../shared/data/rosters'
const TODAY = '2026-11-23'
const COUNTY = { province: '广东省', city: '清远市', county: '佛冈县' }

/** The household roster names every village in full; here their codes only need to differ. */
const divisionsOf = async (): Promise<Division[]> => {
  const names = new Map<string, Division>()
  const { lines } = await openTable(`${FOLDER}/公安_户籍未成年人.csv`)
  for await (const line of lines) {
    const [, town, name] =
      line.kind === 'record'
        ? (/佛冈县(.+?镇)(.+(?:村|居)委会)/.exec(line.row.cells[6]?.text ?? '') ?? [])
        : []
    if (town && name) names.set(town + name, { code: String(441821000000 + names.size), town, name })
  }
  return [...names.values()]
}

const counted = async (fileName: string, divisions: Division[]) => {
  const villages = buildVillageIndex(divisions, COUNTY)
  const table = await openTable(`${FOLDER}/${fileName}`, { fileName })
  const mapping = suggestMapping(table.header, table.samples, { fileName, today: TODAY })
  const duplicate = findDuplicates(mapping.subject)
  const counts = { records: 0, skipped: 0, wrong: 0, doubtful: 0 }
  for await (const line of table.lines) {
    if (line.kind === 'skipped') counts.skipped++
    else {
      const row = cleanRow(line.row, mapping, { today: TODAY, villages })
      const severities = [...row.problems, duplicate(row)].map((problem) => problem?.severity)
      counts.records++
      if (severities.includes('wrong')) counts.wrong++
      else if (severities.includes('doubtful')) counts.doubtful++
    }
  }
  const left = mapping.columns.filter(({ field }) => field === 'ignore').map(({ label }) => label)
  return { header: table.header.rows, about: mapping.state ?? mapping.subject, left, ...counts }
}

/** Every column but the running number is understood; what is left for people is what the faults in the files make. */
const EXPECTED: Record<string, Partial<Awaited<ReturnType<typeof counted>>>> = {
  '公安_户籍未成年人.csv': {
    header: [1],
    about: 'child',
    records: 79027,
    skipped: 0,
    wrong: 55,
    doubtful: 0,
  },
  '教育_在校学生.csv': {
    header: [1],
    about: 'child',
    left: [],
    records: 40836,
    skipped: 0,
    wrong: 8,
    doubtful: 2889,
  },
  '民政_困境儿童台账.xlsx': {
    header: [3],
    about: 'child',
    records: 1593,
    skipped: 1,
    wrong: 31,
    doubtful: 112,
  },
  '民政_农村留守儿童台账.xlsx': {
    header: [3],
    about: 'child',
    records: 111,
    skipped: 1,
    wrong: 1,
    doubtful: 7,
  },
  '残联_持证残疾儿童.xlsx': { header: [2], about: 'child', records: 694, skipped: 1, wrong: 0, doubtful: 19 },
  '残联_重度残疾人.xlsx': { about: 'severe-disability', records: 345, wrong: 0, doubtful: 0 },
  '医保_重特大疾病.xlsx': { about: 'severe-illness', records: 343, wrong: 0, doubtful: 0 },
  '司法_服刑人员.xlsx': { about: 'imprisoned', records: 332, wrong: 0, doubtful: 0 },
  '公安_强制隔离戒毒.xlsx': { about: 'compulsory-detox', records: 175, wrong: 0, doubtful: 0 },
  '公安_失联报案.xlsx': { about: 'out-of-contact', records: 332, wrong: 0, doubtful: 0 },
  '民政_死亡登记.xlsx': { about: 'deceased', records: 392, wrong: 0, doubtful: 0 },
}

describe.skipIf(!existsSync(FOLDER))('the rosters that departments would hand over', async () => {
  const divisions = existsSync(FOLDER) ? await divisionsOf() : []

  test('name all 91 villages', () => expect(divisions).toHaveLength(91))

  for (const [fileName, expected] of Object.entries(EXPECTED))
    test(`${fileName} is read, understood and cleaned`, async () => {
      expect(await counted(fileName, divisions)).toMatchObject({ left: ['序号'], ...expected })
    })
})
