import { setTimeout } from 'node:timers/promises'
import { Problem, type ProblemBody } from '#kernel/problem.ts'
import { clientOf } from '#server/database.ts'
import { applyRoster } from '#modules/rosters/applying/contract.ts'
import { getRoster, type Roster } from '#modules/rosters/contract.ts'
import { receiveRoster } from '#modules/rosters/intake/contract.ts'
import { startPreview } from '#modules/rosters/preview/contract.ts'
import type { Caller, testApp } from './app.ts'
import { idNumberOf } from './children.ts'

type App = Awaited<ReturnType<typeof testApp>>

/** A text file as a department saves it. */
export const csvOf = (header: string, rows: readonly (readonly string[])[]) =>
  Buffer.from([header, ...rows.map((row) => row.join(','))].join('\r\n'))

export const HOUSEHOLD =
  '序号,姓名,性别,民族,公民身份号码,出生日期,户籍地址,父亲姓名,父亲公民身份号码,母亲姓名,母亲公民身份号码,联系电话'

/** A brother and a sister of one father, and a boy of another town. */
export const PEOPLE = {
  father: idNumberOf('1985-03-04', 'male'),
  mother: idNumberOf('1990-01-01', 'female'),
  first: idNumberOf('2015-06-01', 'male'),
  second: idNumberOf('2017-02-03', 'female'),
  third: idNumberOf('2018-05-05', 'male'),
} as const

/** Their household roster, written as clerks write. */
export const household = () => {
  const { father, mother, first, second, third } = PEOPLE
  return csvOf(HOUSEHOLD, [
    [
      '1',
      '张伟',
      '男',
      '汉族',
      first,
      '20150601',
      '示范县石角镇围镇村委会4组',
      '张大山',
      father,
      '',
      '',
      '19900000001',
    ],
    ['2', '张小芳', '女', '汉', second, '2017/2/3', '示范县石角镇围镇村4组', '张大山', father, '', '', ''],
    ['3', '李 明', '男', '汉族', third, '2018年5月5日', '龙山镇龙塘村', '', '', '王秀', mother, ''],
  ])
}

export type Uploaded = Roster & { sameFile: { id: string; state: string } | null }

/** Hands a file in as the browser does; a refusal is thrown as a Problem. */
export const handIn = async (
  app: App,
  by: Caller,
  content: Buffer,
  more: { fileName?: string; department?: string; asOfDay?: string } = {},
): Promise<Uploaded> => {
  const input = { fileName: '名册.csv', department: '公安局', asOfDay: '2026-11-01', ...more }
  const response = await app.send(receiveRoster, input, by.token, content)
  if (response.statusCode >= 400) throw new Problem(response.json<ProblemBody>())
  return response.json<Uploaded>()
}

const WORKING = ['reading', 'applying', 'undoing']

/** Asks until the work in the background has ended. */
export const settled = async (by: Caller, id: string): Promise<Roster> => {
  for (let tries = 0; tries < 3_000; tries += 1) {
    const roster = await by(getRoster, { id })
    if (!WORKING.includes(roster.state)) return roster
    await setTimeout(20)
  }
  throw new Error('the work does not end')
}

export const previewed = async (by: Caller, { id, version }: Pick<Roster, 'id' | 'version'>) => {
  await by(startPreview, { id, version })
  return settled(by, id)
}

export const applied = async (by: Caller, { id, version }: Pick<Roster, 'id' | 'version'>) => {
  await by(applyRoster, { id, version })
  return settled(by, id)
}

/** From the file to the register. */
export const imported = async (...given: Parameters<typeof handIn>) => {
  const [, by] = given
  return applied(by, await previewed(by, await handIn(...given)))
}

const FACTS = [
  'child',
  'person',
  'child_person',
  'child_category',
  'parent_state',
  'delegated_care',
  'schooling',
  'health_record',
  'child_search',
]

/**
 * All facts about children, row by row, without what only says when and by whom a row was last touched: versions go on after an
 * undoing, or a screen that was left open could save over it.
 */
export const factsOf = (app: App): Promise<Record<string, unknown[]>> =>
  app.setUp(async (db) => {
    const client = clientOf(db)
    const facts: Record<string, unknown[]> = {}
    for (const table of FACTS) {
      const { rows } = await client.query<{ fact: unknown }>(
        `select to_jsonb(t) - 'version' - 'updated_at' - 'updated_by' as fact from ${table} t order by 1`,
      )
      facts[table] = rows.map(({ fact }) => fact)
    }
    return facts
  })
