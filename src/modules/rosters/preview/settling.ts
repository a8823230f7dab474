import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { openFiles, type FileNow } from '#modules/children/updates/files/queries.ts'
import type { CleanedRow, RosterRecord } from '../cleaning/record.ts'
import type { RosterRow } from '../reading/cells.ts'
import { matchChildren, type IndexedRecord } from '../matching/children.ts'
import { matchParents, settleParent } from '../matching/parents.ts'
import { settleChild, type StoredProblem, type Verdict } from '../matching/verdict.ts'
import { partsFor, villageOf } from '../proposing/child.ts'
import type { Telling } from '../proposing/telling.ts'
import type { StoredMapping } from '../queries.ts'
import type { StagedRow } from './staging.ts'

/** A row of the file beside what cleaning made of it. */
export type ReadRow = { raw: RosterRow; cleaned: CleanedRow }

const indexed = (keys: CountyKeys, rows: readonly ReadRow[]): (ReadRow & IndexedRecord)[] =>
  rows.map((row) => {
    const { record } = row.cleaned
    const number = record.idNumber ?? record.personIdNumber
    return { ...row, record, numberIndex: number ? keys.index('id-number', number) : null }
  })

export type Settling = {
  db: Db
  scope: Scope
  keys: CountyKeys
  rosterId: string
  department: string
  asOfDay: string
  mapping: StoredMapping
  now: Date
}

export const tellingOf = (
  { keys, rosterId, department, asOfDay, mapping }: Omit<Settling, 'db' | 'scope' | 'now'>,
  row: number,
): Telling => ({
  source: { kind: 'roster', department, day: asOfDay, rosterId, row },
  purpose: mapping.purpose,
  indexOf: (field, value) => keys.index(field, value),
})

export const partsOf = ({ columns }: StoredMapping) => partsFor(new Set(columns.map(({ field }) => field)))

/** The village of a row; where its words leave several of one town open, the town, so that its supervisor can decide. */
const divisionOf = (record: RosterRecord): string | null => {
  const village = villageOf(record)
  if (village) return village
  const towns = new Set(
    [record.residenceAddress, record.hukouAddress].flatMap(
      (address) => address?.candidates?.map((code) => `${code.slice(0, 9)}000`) ?? [],
    ),
  )
  const [town] = towns
  return town && towns.size === 1 ? town : null
}

const staged = (
  { raw, cleaned, numberIndex }: ReadRow & IndexedRecord,
  verdict: Verdict & { personId?: string | null },
  divisionCode: string | null,
): StagedRow => {
  const { record, rules } = cleaned
  const isKept = verdict.verdict !== 'skipped'
  return {
    rowNumber: cleaned.rowNumber,
    verdict: verdict.verdict,
    divisionCode,
    childId: verdict.childId,
    personId: verdict.personId ?? null,
    candidates: verdict.candidates,
    numberIndex: isKept ? numberIndex : null,
    changes: verdict.changes,
    problems: verdict.problems,
    content: isKept
      ? {
          record,
          rules,
          ...(verdict.verdict === 'wrong' && { cells: raw.cells.map(({ text }) => text) }),
        }
      : null,
  }
}

/** Two rows for one child would be written one over the other: the second is for a person. */
const taken = (firstRows: Map<string, number>, verdict: Verdict, rowNumber: number): Verdict => {
  const { childId } = verdict
  if (!childId || (verdict.verdict !== 'changed' && verdict.verdict !== 'same')) return verdict
  const first = firstRows.get(childId)
  if (first === undefined) {
    firstRows.set(childId, rowNumber)
    return verdict
  }
  const problem: StoredProblem = {
    field: 'name',
    code: 'same-child-twice',
    message: `与第 ${first} 行认定为同一名儿童，请对照后决定`,
    severity: 'doubtful',
  }
  return {
    verdict: 'doubtful',
    childId: null,
    candidates: [childId],
    changes: [],
    problems: [...verdict.problems, problem],
  }
}

const settleChildren = async (
  on: Settling,
  given: readonly ReadRow[],
  firstRows: Map<string, number>,
): Promise<StagedRow[]> => {
  const rows = indexed(on.keys, given)
  const matches = await matchChildren(on, rows)
  const ids = matches.flatMap((match) => ('childId' in match ? [match.childId] : []))
  const files = await openFiles(on, ids, partsOf(on.mapping))
  return rows.map((row, at) => {
    const match = matches[at] ?? { kind: 'none' }
    const file: FileNow | undefined = 'childId' in match ? files.get(match.childId) : undefined
    const { cleaned } = row
    const verdict = settleChild(cleaned, match, file, tellingOf(on, cleaned.rowNumber), () =>
      uuidv7(on.now.getTime()),
    )
    const place = file?.divisionCode ?? divisionOf(cleaned.record)
    return staged(row, taken(firstRows, verdict, cleaned.rowNumber), place)
  })
}

const settleParents = async (on: Settling, given: readonly ReadRow[]): Promise<StagedRow[]> => {
  const { state } = on.mapping
  if (!state) throw new Error('a roster of grown-ups without a state')
  const rows = indexed(on.keys, given)
  const parents = await matchParents(on, rows)
  return rows.map((row, at) => {
    const parent = parents[at]
    const verdict = settleParent(row.cleaned, parent, state)
    return staged(row, verdict, parent?.children[0]?.divisionCode ?? null)
  })
}

/** Settles many rows at once; `firstRows` remembers over the whole roster which row stands for which child. */
export const settleRows = (
  on: Settling,
  rows: readonly ReadRow[],
  firstRows: Map<string, number>,
): Promise<StagedRow[]> =>
  on.mapping.subject === 'child' ? settleChildren(on, rows, firstRows) : settleParents(on, rows)
