import type { CountyKeys } from '#server/crypto/keys.ts'
import { uuidv7 } from '#server/ids.ts'
import type {
  NewCategoryRecord,
  NewHealthRecord,
  NewMemberRecord,
  NewParentStateRecord,
  NewPersonRecord,
  NewSchoolingRecord,
} from '../../bulk/contract.ts'
import type { Proof, Source } from '../../contract.ts'
import { idNumberColumns, phoneColumns, seal, sealDetail } from '../../secrets/queries.ts'

/** A row by its columns, as in SQL. */
export type Row = Record<string, unknown> & { id: string }

/** What all rows of one call share. */
export type Writing = { keys: CountyKeys; actorId: string | null; now: Date }

const sourcesOf = (source: Source) => ({ '*': source })

const proofColumns = (keys: CountyKeys, key: Buffer, proof: Proof | undefined) => ({
  proof_kind: proof?.kind ?? null,
  proof_issuer: proof?.issuer ?? null,
  proof_day: proof?.day ?? null,
  proof_no_sealed: seal(keys, key, 'proof-no', proof?.number),
})

/** Columns of numbers, under the key of their record. */
export const numberColumns = (
  keys: CountyKeys,
  key: Buffer,
  given: { idNumber?: string | undefined; phone?: string | undefined },
) => {
  const number = idNumberColumns(keys, key, given.idNumber)
  const telephone = phoneColumns(keys, key, given.phone)
  return {
    id_number_sealed: number.idNumberSealed,
    id_number_index: number.idNumberIndex,
    id_number_state: number.idNumberState,
    phone_sealed: telephone.phoneSealed,
    phone_index: telephone.phoneIndex,
  }
}

export const personRow = (
  { keys, actorId, now }: Writing,
  id: string,
  person: NewPersonRecord,
  source: Source,
): Row => {
  const { key, wrapped } = keys.newKey(id)
  return {
    id,
    name: person.name,
    sex: person.sex ?? 'unknown',
    birth_day: person.birthDay ?? null,
    key_sealed: wrapped,
    ...numberColumns(keys, key, person),
    whereabouts: person.whereabouts ?? null,
    sources: sourcesOf(source),
    created_by: actorId,
    updated_at: now,
    updated_by: actorId,
  }
}

export const linkRow = (
  { now }: Writing,
  childId: string,
  personId: string,
  member: NewMemberRecord,
  source: Source,
): Row => ({
  id: uuidv7(now.getTime()),
  child_id: childId,
  person_id: personId,
  relation: member.relation,
  is_guardian: member.isGuardian ?? false,
  is_household: member.isHousehold ?? false,
  from_day: member.from ?? null,
  sources: sourcesOf(source),
})

export const categoryRow = (
  { keys, actorId, now }: Writing,
  childId: string,
  key: Buffer,
  category: NewCategoryRecord,
  source: Source,
): Row => ({
  id: uuidv7(now.getTime()),
  child_id: childId,
  kind: category.kind,
  detail: category.detail ?? null,
  from_day: category.from,
  ...proofColumns(keys, key, category.proof),
  sources: sourcesOf(source),
  recorded_by: actorId,
  recorded_at: now,
})

export const schoolingRow = (
  { now }: Writing,
  childId: string,
  schooling: NewSchoolingRecord,
  source: Source,
): Row => ({
  id: uuidv7(now.getTime()),
  child_id: childId,
  status: schooling.status,
  school_name: schooling.schoolName ?? null,
  grade: schooling.grade ?? null,
  class_name: schooling.className ?? null,
  is_boarding: schooling.isBoarding ?? null,
  from_day: schooling.from ?? null,
  sources: sourcesOf(source),
})

export const healthRow = (
  { keys, actorId, now }: Writing,
  childId: string,
  key: Buffer,
  health: NewHealthRecord,
  source: Source,
): Row => ({
  id: uuidv7(now.getTime()),
  child_id: childId,
  detail_sealed: sealDetail(keys, key, health.detail),
  from_day: health.from ?? null,
  sources: sourcesOf(source),
  recorded_by: actorId,
  recorded_at: now,
})

export const stateRow = (
  { keys, actorId, now }: Writing,
  personId: string,
  key: Buffer,
  state: NewParentStateRecord,
  source: Source,
): Row => ({
  id: uuidv7(now.getTime()),
  person_id: personId,
  kind: state.kind,
  from_day: state.from ?? null,
  to_day: state.to ?? null,
  accepted_day: state.acceptedOn ?? null,
  ...proofColumns(keys, key, state.proof),
  detail_sealed: state.detail ? sealDetail(keys, key, state.detail) : null,
  sources: sourcesOf(source),
  recorded_by: actorId,
  recorded_at: now,
})

/** 变更历史: what was changed in one record of a child's file; values sealed under the child's key. */
export const changeRow = (
  { keys, actorId, now }: Writing,
  change: {
    childId: string
    key: Buffer
    recordKind: string
    recordId: string
    before?: Record<string, unknown>
    after: Record<string, unknown>
    reason: string
  },
): Row => ({
  id: uuidv7(now.getTime()),
  child_id: change.childId,
  record_kind: change.recordKind,
  record_id: change.recordId,
  fields: Object.keys(change.after),
  before_sealed: change.before ? keys.seal(change.key, 'change-before', JSON.stringify(change.before)) : null,
  after_sealed: keys.seal(change.key, 'change-after', JSON.stringify(change.after)),
  reason: change.reason,
  changed_by: actorId,
  changed_at: now,
})

export const timelineRow = (
  { actorId, now }: Writing,
  entry: { childId: string; kind: string; title: string; subjectKind?: string; subjectId?: string },
): Row => ({
  id: uuidv7(now.getTime()),
  child_id: entry.childId,
  at: now,
  kind: entry.kind,
  title: entry.title,
  subject_kind: entry.subjectKind ?? null,
  subject_id: entry.subjectId ?? null,
  recorded_by: actorId,
})
