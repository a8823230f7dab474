import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { visibleChildren } from '#modules/children/queries.ts'
import type { RowDecision } from '../contract.ts'
import type { StoredProblem } from '../matching/verdict.ts'
import { isRowSeen } from '../queries.ts'
import { keyOfRoster } from '../works/queries.ts'
import type { RosterRow, RowFilter } from './contract.ts'
import { openRow } from './staging.ts'

/** Rows of rosters with what their list shows; narrowed to the caller's territory. */
export const rowsSeen = (db: Db, scope: Scope) =>
  db
    .selectFrom('rosterRow')
    .innerJoin('roster', 'roster.id', 'rosterRow.rosterId')
    .where(() => isRowSeen(scope))

const withColumns = (query: ReturnType<typeof rowsSeen>) =>
  query
    .leftJoin('division', 'division.code', 'rosterRow.divisionCode')
    .leftJoin('account', 'account.id', 'rosterRow.decidedBy')
    .select([
      'rosterRow.rosterId',
      'rosterRow.rowNumber',
      'rosterRow.verdict',
      'rosterRow.recordSealed',
      'rosterRow.problems',
      'rosterRow.changes',
      'rosterRow.childId',
      'rosterRow.candidates',
      'rosterRow.decision',
      'rosterRow.decidedAt',
      'rosterRow.writtenAt',
      'rosterRow.divisionCode',
      'roster.keySealed',
      'roster.department',
      'roster.asOfDay',
      'roster.fileName',
      'division.name as divisionName',
      'account.displayName as decidedBy',
    ])
type Selected = Awaited<ReturnType<ReturnType<typeof withColumns>['execute']>>[number]

/** Of these files, those that are there and that the caller may see. */
const visibleIds = async (db: Db, scope: Scope, ids: readonly string[]): Promise<Set<string>> => {
  if (!ids.length) return new Set()
  const rows = await visibleChildren(db, scope)
    .where(sql<boolean>`child.id = any (${ids}::uuid[])`)
    .select('child.id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

const toRow = (keys: CountyKeys, row: Selected, visible: ReadonlySet<string>): RosterRow => {
  const key = row.keySealed && keyOfRoster(keys, { id: row.rosterId, keySealed: row.keySealed })
  const { record } = key ? openRow(keys, key, row.recordSealed) : { record: {} as Record<string, never> }
  return {
    rosterId: row.rosterId,
    rowNumber: row.rowNumber,
    verdict: row.verdict,
    name: record.name ?? record.personName ?? null,
    birthDay: record.birthDay ?? record.personBirthDay ?? null,
    divisionName: row.divisionName,
    // Columns that this module alone writes.
    problems: row.problems as StoredProblem[],
    decision: row.decision as RowDecision | null,
    changes: row.changes,
    childId: row.childId && visible.has(row.childId) ? row.childId : null,
    candidates: row.candidates.length,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
  }
}

export const toRows = async (db: Db, scope: Scope, keys: CountyKeys, rows: readonly Selected[]) => {
  const ids = rows.flatMap(({ childId }) => childId ?? [])
  const visible = await visibleIds(db, scope, ids)
  return rows.map((row) => toRow(keys, row, visible))
}

const narrowed = (query: ReturnType<typeof rowsSeen>, filter: RowFilter & { id: string }) => {
  let result = query.where('rosterRow.rosterId', '=', filter.id)
  if (filter.verdict) result = result.where('rosterRow.verdict', '=', filter.verdict)
  if (filter.decision)
    result = result
      .where('rosterRow.verdict', '=', 'doubtful')
      .where('rosterRow.decision', filter.decision === 'open' ? 'is' : 'is not', null)
  if (filter.problem) {
    const { problem } = filter
    result = result.where(sql<boolean>`roster_row.problems @> ${JSON.stringify([{ code: problem }])}::jsonb`)
  }
  if (filter.rule)
    result = result.where(sql<boolean>`roster_row.rules @> ${JSON.stringify([filter.rule])}::jsonb`)
  return result
}

export const listRows = async (
  db: Db,
  scope: Scope,
  keys: CountyKeys,
  filter: RowFilter & { id: string },
) => {
  const rows = await withColumns(narrowed(rowsSeen(db, scope), filter))
    .orderBy('rosterRow.rowNumber')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await narrowed(rowsSeen(db, scope), filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items: await toRows(db, scope, keys, rows), total }
}

/** Doubtful rows that wait for a decision, of rosters that are not undone or discarded. */
export const listOpen = async (
  db: Db,
  scope: Scope,
  keys: CountyKeys,
  { rosterId, page, pageSize }: { rosterId?: string | undefined; page: number; pageSize: number },
) => {
  let query = rowsSeen(db, scope)
    .where('rosterRow.verdict', '=', 'doubtful')
    .where('rosterRow.decision', 'is', null)
    .where('roster.state', 'in', ['previewed', 'applied'])
  if (rosterId) query = query.where('rosterRow.rosterId', '=', rosterId)
  const rows = await withColumns(query)
    .orderBy('roster.uploadedAt')
    .orderBy('rosterRow.rosterId')
    .orderBy('rosterRow.rowNumber')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const items = await toRows(db, scope, keys, rows)
  return {
    total,
    items: items.map((item, at) => ({
      ...item,
      department: rows[at]?.department ?? '',
      asOfDay: rows[at]?.asOfDay ?? '',
      fileName: rows[at]?.fileName ?? '',
    })),
  }
}

/** One row with all that is needed to decide it; `isLocked` keeps a second decision out. */
export const findRow = async (
  db: Db,
  scope: Scope,
  { id, rowNumber }: { id: string; rowNumber: number },
  isLocked = false,
) => {
  const query = withColumns(rowsSeen(db, scope))
    .where('rosterRow.rosterId', '=', id)
    .where('rosterRow.rowNumber', '=', rowNumber)
    .select([
      'roster.state',
      'roster.mapping',
      'roster.version',
      'rosterRow.personId',
      'rosterRow.numberIndex',
      'rosterRow.decidedDivisionCode',
    ])
  return (isLocked ? query.forUpdate('rosterRow') : query).executeTakeFirst()
}
export type FoundRow = NonNullable<Awaited<ReturnType<typeof findRow>>>

export const getForExport = (db: Db, id: string) =>
  db.selectFrom('roster').where('id', '=', id).select(['header', 'keySealed']).executeTakeFirstOrThrow()

/** The wrong rows as they stood, for the workbook that goes back; read piece by piece. */
export async function* readBadRows(db: Db, keys: CountyKeys, roster: { id: string; key: Buffer }) {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('rosterRow')
      .where('rosterId', '=', roster.id)
      .where('verdict', '=', 'wrong')
      .where('rowNumber', '>', after)
      .select(['rowNumber', 'recordSealed', 'problems'])
      .orderBy('rowNumber')
      .limit(500)
      .execute()
    for (const { rowNumber, recordSealed, problems } of rows) {
      const { cells = [] } = openRow(keys, roster.key, recordSealed)
      yield {
        row: { rowNumber, cells: cells.map((text) => ({ text, kind: 'text' as const })) },
        messages: (problems as StoredProblem[])
          .filter(({ severity }) => severity === 'wrong')
          .map(({ message }) => message),
      }
    }
    const last = rows.at(-1)
    if (!last || rows.length < 500) return
    after = last.rowNumber
  }
}
