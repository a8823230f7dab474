import type { FileNow } from '#modules/children/updates/files/queries.ts'
import type { CleanedRow, RosterRecord } from '../cleaning/record.ts'
import type { RowVerdict } from '../contract.ts'
import { proposeUpdate, villageOf } from '../proposing/child.ts'
import type { Telling } from '../proposing/telling.ts'
import { isNearName } from './names.ts'
import type { Match } from './children.ts'

/** What is not right with a row, as it is stored; a 'note' only tells. */
export type StoredProblem = {
  field: string
  code: string
  message: string
  severity: 'wrong' | 'doubtful' | 'note'
}

/** What a row means for the register, and why. */
export type Verdict = {
  verdict: RowVerdict
  childId: string | null
  candidates: string[]
  /** Words for what it would write. */
  changes: string[]
  problems: StoredProblem[]
}

const PLACES: ReadonlySet<string> = new Set(['hukouAddress', 'residenceAddress', 'town', 'village'])

/** A found child needs neither the number nor the place of the row; what is wrong there is told and not written. */
const isExcused = (match: Match, { field, code }: StoredProblem) => {
  if (match.kind === 'none' || match.kind === 'several' || code === 'duplicate') return false
  return (
    PLACES.has(field) || (match.kind !== 'number' && (field === 'idNumber' || field === 'disabilityCardNo'))
  )
}

/** The row without values that are in doubt. */
const withoutDoubts = (record: RosterRecord, problems: readonly StoredProblem[]): RosterRecord => {
  const doubted = new Set(problems.map(({ field }) => field))
  return Object.fromEntries(Object.entries(record).filter(([field]) => !doubted.has(field)))
}

const outcome = (verdict: RowVerdict, problems: StoredProblem[], more: Partial<Verdict> = {}): Verdict => ({
  verdict,
  problems,
  childId: null,
  candidates: [],
  changes: [],
  ...more,
})

const asNotes = (problems: readonly StoredProblem[]): StoredProblem[] =>
  problems.map((problem) => ({ ...problem, severity: 'note' }))

const ofFound = (
  record: RosterRecord,
  problems: StoredProblem[],
  childId: string,
  file: FileNow | undefined,
  telling: Telling,
): Verdict => {
  // A sealed file is on file and nothing more is said of it.
  if (!file) return outcome('same', asNotes(problems))
  const duplicate = problems.find(({ code }) => code === 'duplicate')
  if (duplicate) return outcome('doubtful', problems, { candidates: [childId] })
  if (record.name && !isNearName(record.name, file.name)) {
    const message = '身份证号对得上的档案姓名完全不同，请对照后决定'
    const differs: StoredProblem = { field: 'name', code: 'name-differs', message, severity: 'doubtful' }
    return outcome('doubtful', [...problems, differs], { candidates: [childId] })
  }
  const { touched, notes } = proposeUpdate(withoutDoubts(record, problems), file, telling)
  const all = [...asNotes(problems), ...notes.map((note) => ({ ...note, severity: 'note' as const }))]
  return outcome(touched.length ? 'changed' : 'same', all, { childId, changes: touched })
}

const SEVERAL = {
  alike: '档案里有相像的儿童，但不能认定就是同一人，请对照后决定',
  'other-number': '档案里有姓名、出生日期、村（居）都相同而身份证号不同的儿童，请对照后决定',
}

/** Doubts about who the child is or where it belongs keep it from being registered unseen. */
const DECISIVE: ReadonlySet<string> = new Set([
  'name',
  'idNumber',
  'birthDay',
  'sex',
  'hukouAddress',
  'residenceAddress',
  'village',
  'disabilityCardNo',
])

const ofUnknown = (record: RosterRecord, problems: StoredProblem[], newId: string): Verdict => {
  const doubts = problems.filter(({ field, severity }) => severity === 'doubtful' && DECISIVE.has(field))
  if (doubts.length) return outcome('doubtful', problems)
  if (!record.idNumber || !record.birthDay || !villageOf(record)) {
    const message = '没有写明本县的村（居），建档前请选定由哪个村（居）负责'
    const noVillage: StoredProblem = { field: 'village', code: 'no-village', message, severity: 'doubtful' }
    return outcome('doubtful', [...problems, noVillage])
  }
  return outcome('new', asNotes(problems), { childId: newId, changes: ['child'] })
}

/** Settles one row about a child. `file` is that of a found child, absent where the caller may not see it. */
export const settleChild = (
  { record, problems: given }: Pick<CleanedRow, 'record' | 'problems'>,
  match: Match,
  file: FileNow | undefined,
  telling: Telling,
  newId: () => string,
): Verdict => {
  const problems: StoredProblem[] = given.map((problem) =>
    problem.severity === 'wrong' && isExcused(match, problem) ? { ...problem, severity: 'note' } : problem,
  )
  if (problems.some(({ severity }) => severity === 'wrong')) return outcome('wrong', problems)
  if (match.kind === 'several') {
    const several: StoredProblem = {
      field: 'name',
      code: `several-${match.why}`,
      message: SEVERAL[match.why],
      severity: 'doubtful',
    }
    return outcome('doubtful', [...problems, several], { candidates: match.candidates })
  }
  if (match.kind === 'none') return ofUnknown(record, problems, newId())
  return ofFound(record, problems, match.childId, file, telling)
}

/** The row as it may be written into a file: without what is in doubt. */
export const writableRecord = (record: RosterRecord, problems: readonly StoredProblem[]) =>
  withoutDoubts(
    record,
    problems.filter(({ code }) => !code.startsWith('kept-')),
  )
