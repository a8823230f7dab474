import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import type { testApp } from '#tests/app.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { uuidv7 } from '#server/ids.ts'
import { dutyScope } from '#server/transaction.ts'
import { receive } from '#modules/rosters/intake/queries.ts'
import { insertRows, type StagedRow } from '#modules/rosters/preview/staging.ts'
import { writeXlsx } from '#server/workbook.ts'
import { BIRTH_DAY, idNumberOf, mark, RELATIONS, type Relation } from './marks.ts'

type App = Awaited<ReturnType<typeof testApp>>

/** A roster belongs to its county; its rows belong to villages. One at each state at which something can be done with it. */
const STATES = ['received', 'reading', 'previewed', 'applied'] as const
type State = (typeof STATES)[number]

const COLUMNS = ['儿童姓名', '身份证号', '出生日期', '村（居）'].map((label) => ({ label }))
export const ROSTER_FIELDS = ['name', 'idNumber', 'birthDay', 'village'] as const

/** A department's workbook of one row. */
export const workbook = () =>
  buffer(writeXlsx(COLUMNS, [['册中人', idNumberOf('own', 2), BIRTH_DAY, '某村']], '名单'))

/** Each set has a doubtful row with its first child as a candidate, and after it a wrong one. */
export const rowOf = (relation: Relation) => RELATIONS.indexOf(relation) * 2 + 1

type InCounty = {
  app: App
  county: string
  keys: CountyKeys
  sets: { relation: Relation; divisionCode: string; children: { main: string } }[]
}

const receiveOne = async ({ app, county, keys }: InCounty) => {
  const id = uuidv7()
  const clerk = {
    county,
    keys,
    scope: dutyScope(county, 'installer'),
    actorId: null,
    actorRole: 'installer',
    sessionId: null,
    requestId: 'test',
    dataFolder: app.running.config.dataFolder,
    now: () => new Date(),
    transaction: <T>(work: Parameters<typeof app.setUp<T>>[0]) => app.setUp(work, county),
  }
  const body = Readable.from([await workbook()])
  await app.setUp(
    (db) => receive(db, clerk, { id, fileName: '名册.xlsx', department: '民政局', body }),
    county,
  )
  return id
}

const rowsFor = ({ sets }: InCounty): StagedRow[] =>
  sets.flatMap(({ relation, divisionCode, children }) => {
    const name = `册${mark(relation, 'roster')}`
    const row = { divisionCode, childId: null, personId: null, numberIndex: null, changes: [] }
    return [
      {
        ...row,
        rowNumber: rowOf(relation),
        verdict: 'doubtful',
        candidates: [children.main],
        problems: [],
        content: { record: { name, birthDay: BIRTH_DAY }, rules: [] },
      },
      {
        ...row,
        rowNumber: rowOf(relation) + 1,
        verdict: 'wrong',
        candidates: [],
        problems: [{ field: 'idNumber', code: 'checksum', message: '校验位不符', severity: 'wrong' }],
        content: { record: { name }, rules: [], cells: [name, '1', BIRTH_DAY, '某村'] },
      },
    ]
  })

const setState = (of: InCounty, id: string, state: State) =>
  of.app.setUp(async (db) => {
    const wrong = of.sets.length
    const verdicts = { new: 0, changed: 0, same: 0, doubtful: wrong, wrong, skipped: 0 }
    const counts = { rows: wrong * 2, verdicts, changes: {}, problems: [], rules: [] }
    const row = await db
      .updateTable('roster')
      .set({
        state,
        counts: JSON.stringify(counts),
        // A work that beats on: nobody takes it for dead while the test runs.
        ...(state === 'reading' && {
          beatAt: new Date(Date.now() + 3_600_000),
          progress: JSON.stringify({ phase: 'reading', done: 0, total: null }),
        }),
      })
      .where('id', '=', id)
      .returning('keySealed')
      .executeTakeFirstOrThrow()
    if ((state !== 'previewed' && state !== 'applied') || !row.keySealed) return
    await insertRows(db, { id, keys: of.keys, key: of.keys.unwrap(row.keySealed, id) }, rowsFor(of))
    if (state === 'previewed') return
    // The file of every set's first child was changed since: what undoing must name to whoever may see the child.
    await db
      .insertInto('rosterEffect')
      .values(
        of.sets.map(({ children }) => ({
          rosterId: id,
          recordKind: 'child',
          recordId: children.main,
          childId: children.main,
          action: 'changed',
          versionAfter: 7,
        })),
      )
      .execute()
  }, of.county)

/** Ids of the county's rosters by state. */
export const addRosters = async (of: InCounty) => {
  // The literal list gives the keys.
  const ids = {} as Record<State, string>
  for (const state of STATES) {
    ids[state] = await receiveOne(of)
    await setState(of, ids[state], state)
  }
  return ids
}
