import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import type { RowDecision } from '../contract.ts'
import type { StoredProblem } from '../matching/verdict.ts'

/** A row that is to be written, still sealed. */
export type RowToWrite = {
  rowNumber: number
  childId: string | null
  personId: string | null
  numberIndex: Buffer | null
  recordSealed: Buffer | null
  problems: StoredProblem[]
  decision: RowDecision | null
  decidedDivisionCode: string | null
}

/** Rows that make a new file, or rows that change one: settled by the preview or by a person. */
export type RowKind = 'new' | 'changed'

const toWrite = (db: Db, rosterId: string, kind: RowKind) =>
  db
    .selectFrom('rosterRow')
    .where('rosterId', '=', rosterId)
    .where(({ and, or, eb }) =>
      or([
        eb('verdict', '=', kind),
        and([
          eb('verdict', '=', 'doubtful'),
          eb('decision', '=', kind === 'new' ? 'new-child' : 'same-child'),
        ]),
      ]),
    )

const columns = [
  'rowNumber',
  'childId',
  'personId',
  'numberIndex',
  'recordSealed',
  'problems',
  'decision',
  'decidedDivisionCode',
] as const

type Selected = {
  [K in Exclude<keyof RowToWrite, 'problems' | 'decision'>]: RowToWrite[K]
} & { problems: unknown; decision: string | null }

export const asRowToWrite = (row: Selected): RowToWrite => ({
  ...row,
  // Columns that this module alone writes.
  problems: row.problems as StoredProblem[],
  decision: row.decision as RowDecision | null,
})

/** The next rows in their order, for reading on in pieces. */
export const listRowsToWrite = async (
  db: Db,
  rosterId: string,
  kind: RowKind,
  { after, limit }: { after: number; limit: number },
): Promise<RowToWrite[]> => {
  const rows = await toWrite(db, rosterId, kind)
    .where('rowNumber', '>', after)
    .select(columns)
    .orderBy('rowNumber')
    .limit(limit)
    .execute()
  return rows.map(asRowToWrite)
}

export const countRowsToWrite = async (db: Db, rosterId: string): Promise<number> => {
  let total = 0
  for (const kind of ['new', 'changed'] as const) {
    const { count } = await toWrite(db, rosterId, kind)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    total += count
  }
  return total
}

/** Which file a row went into, where that was not settled before. */
export const linkRow = async (
  db: Db,
  rosterId: string,
  rowNumber: number,
  childId: string,
): Promise<void> => {
  await db
    .updateTable('rosterRow')
    .set({ childId })
    .where('rosterId', '=', rosterId)
    .where('rowNumber', '=', rowNumber)
    .execute()
}

/** One roster at a time is applied or undone in a county: two could make the same child twice. */
export const takeTurn = async (db: Db, county: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext(${`roster-apply:${county}`}))`.execute(db)
}
