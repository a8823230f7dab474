import { sql } from 'kysely'
import { wall, within, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { ParentStateKind } from '#modules/children/contract.ts'
import type { Subject } from './cleaning/fields.ts'
import type { Header } from './reading/header.ts'
import type { Column, Counts, Progress, Purpose, Roster, RosterFilter } from './contract.ts'
import { isSilent, liveState } from './works/queries.ts'

/** Column `header`: what was read above the rows; nothing of a person. */
export type StoredHeader = Pick<Header, 'rows' | 'labels' | 'title' | 'fingerprint'> & {
  skippedAbove: number
  sheets: string[]
}

/** Column `mapping`: what the columns were taken for; samples are masked. */
export type StoredMapping = {
  subject: Subject
  state?: ParentStateKind
  purpose: Purpose
  isRemembered: boolean
  columns: Column[]
}

const COUNTY_DESK = ['duty-officer', 'caseworker', 'centre-head', 'installer', 'worker']
export const isCountyDesk = (scope: Scope) => COUNTY_DESK.includes(scope.role)

/** Rows of the caller's territory; those without a village are the county's. */
export const isRowSeen = (scope: Scope) =>
  wall(
    scope,
    isCountyDesk(scope) ? sql<boolean>`true` : within(scope, sql.ref<string>('roster_row.division_code')),
  )

const rosters = (db: Db, scope: Scope) =>
  db
    .selectFrom('roster')
    .leftJoin('account as uploader', 'uploader.id', 'roster.uploadedBy')
    .leftJoin('account as applier', 'applier.id', 'roster.appliedBy')
    .leftJoin('account as undoer', 'undoer.id', 'roster.undoneBy')
    .selectAll('roster')
    .select(({ selectFrom }) => [
      isSilent.as('isSilent'),
      'uploader.displayName as uploader',
      'applier.displayName as applier',
      'undoer.displayName as undoer',
      selectFrom('rosterRow')
        .whereRef('rosterRow.rosterId', '=', 'roster.id')
        .where('verdict', '=', 'doubtful')
        .where('decision', 'is', null)
        .where(() => isRowSeen(scope))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('toReview'),
    ])

type Row = Awaited<ReturnType<ReturnType<typeof rosters>['executeTakeFirstOrThrow']>>

const WORKING = ['reading', 'applying', 'undoing']

const toRoster = (row: Row): Roster => {
  const { state, failure } = liveState(row)
  // Columns of jsonb are written by this module only.
  const header = row.header as StoredHeader | null
  const mapping = row.mapping as StoredMapping | null
  const counts = row.counts as Counts | Record<string, never>
  return {
    id: row.id,
    version: row.version,
    state,
    department: row.department,
    fileName: row.fileName,
    fileSize: row.fileSize,
    format: row.format,
    sheetName: row.sheetName,
    sheets: header?.sheets ?? [],
    title: header?.title ?? '',
    asOfDay: row.asOfDay,
    subject: mapping?.subject ?? null,
    parentState: mapping?.state ?? null,
    purpose: mapping?.purpose ?? null,
    counts: 'rows' in counts ? (counts as Counts) : null,
    progress: WORKING.includes(state) ? (row.progress as Progress) : null,
    failure,
    toReview: row.state === 'previewed' || row.state === 'applied' ? (row.toReview ?? 0) : 0,
    uploadedBy: row.uploader,
    uploadedAt: row.uploadedAt.toISOString(),
    appliedBy: row.applier,
    appliedAt: row.appliedAt?.toISOString() ?? null,
    undoneBy: row.undoer,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoReason: row.undoReason,
  }
}

/** Rosters are no secret within the county centre and the stations; their rows are. */
export const findRoster = async (db: Db, scope: Scope, id: string): Promise<Roster | undefined> => {
  const row = await rosters(db, scope).where('roster.id', '=', id).executeTakeFirst()
  return row && toRoster(row)
}

export const listRosters = async (
  db: Db,
  scope: Scope,
  { state, department, page, pageSize }: RosterFilter,
) => {
  const narrowed = <Q extends ReturnType<typeof rosters>>(query: Q) => {
    let result = query as ReturnType<typeof rosters>
    if (state) result = result.where('roster.state', '=', state)
    if (department) result = result.where('roster.department', '=', department)
    return result
  }
  const rows = await narrowed(rosters(db, scope))
    .orderBy('roster.uploadedAt', 'desc')
    .orderBy('roster.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  let counting = db.selectFrom('roster')
  if (state) counting = counting.where('state', '=', state)
  if (department) counting = counting.where('department', '=', department)
  const { total } = await counting
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items: rows.map(toRoster), total }
}

/** Rows, file and key go; what remains says who handed in what. */
export const discard = async (db: Db, id: string): Promise<void> => {
  await db.deleteFrom('rosterRow').where('rosterId', '=', id).execute()
  await db
    .updateTable('roster')
    .set(({ eb }) => ({ state: 'discarded', keySealed: null, failure: null, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Rosters of which the file may still be needed. */
export const listWithFile = async (db: Db): Promise<Set<string>> => {
  const rows = await db
    .selectFrom('roster')
    .where('state', 'in', ['received', 'reading', 'previewed', 'applying', 'failed'])
    .select('id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}
