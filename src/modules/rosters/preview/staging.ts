import { bulkInsert } from '#server/bulk.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { RosterRecord, RowRule } from '../cleaning/record.ts'
import type { RowVerdict } from '../contract.ts'
import type { StoredProblem } from '../matching/verdict.ts'

/** What is sealed of a row: its clean values, what cleaning did, and of a row that goes back to its department the cells as they stood. */
export type SealedRow = { record: RosterRecord; rules: RowRule[]; cells?: string[] }

/** A row as it is kept between preview and undo. */
export type StagedRow = {
  rowNumber: number
  verdict: RowVerdict
  divisionCode: string | null
  childId: string | null
  personId: string | null
  candidates: string[]
  numberIndex: Buffer | null
  changes: string[]
  problems: StoredProblem[]
  content: SealedRow | null
}

export const sealRow = (keys: CountyKeys, key: Buffer, content: SealedRow): Buffer =>
  keys.seal(key, 'roster-row', JSON.stringify(content))

export const openRow = (keys: CountyKeys, key: Buffer, sealed: Buffer | null): SealedRow =>
  // Only sealRow writes this column.
  sealed ? (JSON.parse(keys.open(key, 'roster-row', sealed)) as SealedRow) : { record: {}, rules: [] }

const COLUMNS = [
  'roster_id',
  'row_number',
  'verdict',
  'division_code',
  'record_sealed',
  'problems',
  'rules',
  'child_id',
  'person_id',
  'candidates',
  'number_index',
  'changes',
] as const

/** Writes many rows of one roster; values go in sealed, in clear only verdict, village, codes and messages. */
export const insertRows = (
  db: Db,
  { id, keys, key }: { id: string; keys: CountyKeys; key: Buffer },
  rows: readonly StagedRow[],
): Promise<number> =>
  bulkInsert(
    db,
    'roster_row',
    COLUMNS,
    rows.map((row) => ({
      roster_id: id,
      row_number: row.rowNumber,
      verdict: row.verdict,
      division_code: row.divisionCode,
      record_sealed: row.content && sealRow(keys, key, row.content),
      problems: JSON.stringify(row.problems),
      rules: JSON.stringify([...new Set(row.content?.rules.map(({ code }) => code))]),
      child_id: row.childId,
      person_id: row.personId,
      candidates: row.candidates,
      number_index: row.numberIndex,
      changes: row.changes,
    })),
  )
