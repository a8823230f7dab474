import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { ParentStateKind } from '#modules/children/contract.ts'
import { findParents, type ParentNow } from '#modules/children/updates/finding/queries.ts'
import type { CleanedRow } from '../cleaning/record.ts'
import { proposeState } from '../proposing/parent-state.ts'
import type { IndexedRecord } from './children.ts'
import { isNearName } from './names.ts'
import type { StoredProblem, Verdict } from './verdict.ts'

/** The adult of a row, where it is a parent or carer of children on file; by identity number alone. */
export const matchParents = async (
  on: { db: Db; scope: Scope; keys: CountyKeys },
  rows: readonly IndexedRecord[],
): Promise<(ParentNow | undefined)[]> => {
  const parents = await findParents(
    on,
    rows.flatMap(({ numberIndex }) => numberIndex ?? []),
  )
  return rows.map(({ numberIndex: index }) => (index ? parents.get(index.toString('base64')) : undefined))
}

const NOBODY = {
  field: 'personIdNumber',
  code: 'no-parent',
  message: '不是在册儿童的父母或照护人，不登记，内容不保存',
  severity: 'note',
} as const satisfies StoredProblem

/** Settles one row about a grown-up. Who is nobody's parent is none of the register's business. */
export const settleParent = (
  { record, problems }: Pick<CleanedRow, 'record' | 'problems'>,
  parent: ParentNow | undefined,
  kind: ParentStateKind,
): Verdict & { personId: string | null } => {
  const base = { childId: null, personId: null, candidates: [], changes: [] }
  if (problems.some(({ severity }) => severity === 'wrong')) return { ...base, verdict: 'wrong', problems }
  if (!parent) return { ...base, verdict: 'skipped', problems: [NOBODY] }
  const found = { ...base, personId: parent.id, childId: parent.children[0]?.id ?? null }
  const differs: StoredProblem[] =
    record.personName && !isNearName(record.personName, parent.name)
      ? [
          {
            field: 'personName',
            code: 'name-differs',
            message: '身份证号对得上的家长姓名完全不同，请对照后决定',
            severity: 'doubtful',
          },
        ]
      : []
  const all = [...problems, ...differs]
  if (differs.length || problems.some(({ code }) => code === 'duplicate'))
    return { ...found, verdict: 'doubtful', problems: all }
  const { state, notes } = proposeState(kind, record, parent)
  const told = [...all, ...notes].map((problem) => ({ ...problem, severity: 'note' as const }))
  return {
    ...found,
    verdict: state ? 'changed' : 'same',
    changes: state ? ['parentState'] : [],
    problems: told,
  }
}
