import type { ValueOf } from './clean-value.ts'
import type { CleaningRule, Severity } from './cleaned.ts'
import type { FieldName } from './fields.ts'

/** A cleaned row by field; blanks are absent. */
export type RosterRecord = { [F in FieldName]?: ValueOf<F> } & {
  /** First fifteen digits of an identity number that Excel rounded: exact, and enough to look for the child. */
  idNumberPrefix?: string
  /** A number that is none, as it stood in the roster; also when one digit is missing or wrong. */
  idNumberAsWritten?: string
}

/** A rule that changed a field. */
export type RowRule = CleaningRule & { field: FieldName }

/** What is not right with a row, in which field, and what to do. */
export type RowProblem = { field: FieldName; code: string; message: string; severity: Severity }

/** What cleaning makes of one row. A row with a 'wrong' problem is not applied; with a 'doubtful' one a person decides. */
export type CleanedRow = { rowNumber: number; record: RosterRecord; rules: RowRule[]; problems: RowProblem[] }
