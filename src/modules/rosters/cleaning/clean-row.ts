import { EMPTY, type Cell, type RosterRow } from '../reading/cells.ts'
import { cleanValue, type CleaningContext } from './clean-value.ts'
import type { CleaningRule } from './cleaned.ts'
import type { Mapping } from './columns.ts'
import { fieldShape, type FieldName } from './fields.ts'
import { checkRecord } from './check-record.ts'
import { knownPrefix } from './numbers.ts'
import { cleanAddress } from './villages.ts'
import type { CleanedRow, RosterRecord } from './record.ts'

/** Fields by which the row's own person is found; what is wrong elsewhere need not keep the whole row back. */
const OWN: ReadonlySet<FieldName> = new Set([
  'name',
  'idNumber',
  'birthDay',
  'hukouAddress',
  'residenceAddress',
  'village',
  'disabilityCardNo',
  'personName',
  'personIdNumber',
])

type Draft = CleanedRow & { values: Record<string, unknown> }

const ruleForMerged = (cell: Cell): CleaningRule[] =>
  cell.merged ? [{ code: 'merged', label: '合并单元格，取上面一格的内容', from: '', to: cell.text }] : []

const cleanField = (draft: Draft, field: FieldName, cell: Cell, context: CleaningContext) => {
  const { value, rules, problem } = cleanValue(fieldShape(field).kind, cell, context)
  if (value !== undefined) draft.values[field] = value
  for (const rule of [...ruleForMerged(cell), ...rules]) draft.rules.push({ field, ...rule })
  if (!problem) return
  draft.problems.push({ field, ...problem, severity: OWN.has(field) ? problem.severity : 'doubtful' })
  if (field !== 'idNumber' || value !== undefined) return
  const prefix = problem.code === 'id-precision-lost' ? knownPrefix(cell) : undefined
  if (prefix) draft.values.idNumberPrefix = prefix
  else draft.values.idNumberAsWritten = cell.text.trim().slice(0, 40)
}

/** Town and village in two columns are one address. */
const joinVillage = (draft: Draft, cells: Map<FieldName, Cell>, context: CleaningContext) => {
  const parts = (['town', 'village'] as const).map((field) => cells.get(field)?.text.trim() ?? '')
  if (cells.has('residenceAddress') || parts.every((part) => part === '')) return
  const { value, rules, problem } = cleanAddress({ text: parts.join(''), kind: 'text' }, context.villages)
  if (value) draft.values.residenceAddress = value
  for (const rule of rules) draft.rules.push({ field: 'village', ...rule })
  if (problem) draft.problems.push({ field: 'village', ...problem })
}

/** Cells by field. Only the merged-down content of a cell, never its emptiness, comes from above. */
const cellsByField = ({ cells }: RosterRow, { columns }: Mapping): Map<FieldName, Cell> =>
  new Map(
    columns.flatMap(({ index, field }) =>
      field === 'ignore' ? [] : [[field, cells[index] ?? EMPTY] as const],
    ),
  )

/**
 * Cleans one row: each value by its kind, then what only the row shows (age, number against birth day and sex, card against
 * class and grade, a missing name). Never throws and keeps nothing between rows; duplicates are `findDuplicates`' work.
 */
export const cleanRow = (row: RosterRow, mapping: Mapping, context: CleaningContext): CleanedRow => {
  // The values are of the types that `ValueOf` says, for each was made by the cleaner of its field's kind.
  const values: Record<string, unknown> = {}
  const draft: Draft = {
    rowNumber: row.rowNumber,
    record: values as RosterRecord,
    values,
    rules: [],
    problems: [],
  }
  const cells = cellsByField(row, mapping)
  for (const [field, cell] of cells) if (cell.kind !== 'empty') cleanField(draft, field, cell, context)
  joinVillage(draft, cells, context)
  const { record, rules, problems } = draft
  checkRecord({ record, rules, problems }, mapping, context)
  return { rowNumber: row.rowNumber, record, rules, problems }
}
