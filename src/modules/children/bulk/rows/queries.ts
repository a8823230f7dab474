import type { CountyKeys } from '#server/crypto/keys.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Proof, Source } from '../../contract.ts'
import { childTokens } from '../../search/rules.ts'
import { idNumberColumns, phoneColumns, seal, sealDetail } from '../../secrets/queries.ts'
import type { NewChildRecord, NewMemberRecord, NewParentStateRecord, NewPersonRecord } from '../contract.ts'

type Row = Record<string, unknown>

/** Rows of one batch by table, in the order in which the tables are filled. Columns as in SQL. */
export type Rows = {
  child: Row[]
  person: Row[]
  childPerson: (Row & { person_id: string })[]
  parentState: (Row & { person_id: string })[]
  childCategory: Row[]
  delegatedCare: (Row & { carer_id: string })[]
  schooling: Row[]
  healthRecord: Row[]
  childSearch: Row[]
}

export const noRows = (): Rows => ({
  child: [],
  person: [],
  childPerson: [],
  parentState: [],
  childCategory: [],
  delegatedCare: [],
  schooling: [],
  healthRecord: [],
  childSearch: [],
})

/** What the rows of one call share. */
export type Making = {
  keys: CountyKeys
  actorId: string | null
  now: Date
  /** Ids of people of this call, by identity number or by the caller's key. */
  people: Map<string, string>
}

const columnsOfNumbers = (
  keys: CountyKeys,
  key: Buffer,
  { idNumber, idNumberState, phone }: Pick<NewPersonRecord, 'idNumber' | 'idNumberState' | 'phone'>,
) => {
  const number = idNumberColumns(keys, key, idNumber, idNumberState ?? 'valid')
  const telephone = phoneColumns(keys, key, phone)
  return {
    id_number_sealed: number.idNumberSealed,
    id_number_index: number.idNumberIndex,
    id_number_state: number.idNumberState,
    phone_sealed: telephone.phoneSealed,
    phone_index: telephone.phoneIndex,
  }
}

const proofColumns = (keys: CountyKeys, key: Buffer, proof: Proof | undefined) => ({
  proof_kind: proof?.kind ?? null,
  proof_issuer: proof?.issuer ?? null,
  proof_day: proof?.day ?? null,
  proof_no_sealed: seal(keys, key, 'proof-no', proof?.number),
})

/** Most rows of a record share one source: it is written out once. */
const written = new WeakMap<Source, string>()
const sourcesOf = (source: Source): string => {
  const known = written.get(source)
  if (known) return known
  const text = JSON.stringify({ '*': source })
  written.set(source, text)
  return text
}

const addState = (
  rows: Rows,
  { keys, actorId, now }: Making,
  personId: string,
  key: Buffer,
  state: NewParentStateRecord,
  source: Source,
) => {
  rows.parentState.push({
    id: uuidv7(now.getTime()),
    person_id: personId,
    kind: state.kind,
    from_day: state.from ?? null,
    to_day: state.to ?? null,
    accepted_day: state.acceptedOn ?? null,
    ...proofColumns(keys, key, state.proof),
    detail_sealed: state.detail ? sealDetail(keys, key, state.detail) : null,
    sources: sourcesOf(state.source ?? source),
    recorded_by: actorId,
    recorded_at: now,
  })
}

/** The person's id; adds the row the first time that the person is met in this call. */
const addPerson = (rows: Rows, making: Making, person: NewPersonRecord, recordSource: Source): string => {
  const { keys, people, now, actorId } = making
  const known = person.idNumber ? `n${person.idNumber}` : person.key && `k${person.key}`
  const before = known ? people.get(known) : undefined
  if (before) return before
  const id = uuidv7(now.getTime())
  if (known) people.set(known, id)
  const { key, wrapped } = keys.newKey(id)
  const source = person.source ?? recordSource
  rows.person.push({
    id,
    name: person.name,
    sex: person.sex ?? 'unknown',
    birth_day: person.birthDay ?? null,
    key_sealed: wrapped,
    ...columnsOfNumbers(keys, key, person),
    whereabouts: person.whereabouts ?? null,
    sources: sourcesOf(source),
    created_by: actorId,
    updated_at: now,
    updated_by: actorId,
  })
  for (const state of person.states ?? []) addState(rows, making, id, key, state, source)
  return id
}

const addMember = (
  rows: Rows,
  making: Making,
  childId: string,
  member: NewMemberRecord,
  recordSource: Source,
) => {
  const personId = addPerson(rows, making, member.person, recordSource)
  rows.childPerson.push({
    id: uuidv7(making.now.getTime()),
    child_id: childId,
    person_id: personId,
    relation: member.relation,
    is_guardian: member.isGuardian ?? false,
    is_household: member.isHousehold ?? false,
    from_day: member.from ?? null,
    sources: sourcesOf(member.source ?? recordSource),
  })
  return personId
}

const addFacts = (
  rows: Rows,
  { keys, actorId, now }: Making,
  childId: string,
  key: Buffer,
  record: NewChildRecord,
) => {
  const at = now.getTime()
  for (const category of record.categories)
    rows.childCategory.push({
      id: uuidv7(at),
      child_id: childId,
      kind: category.kind,
      detail: category.detail ?? null,
      from_day: category.from,
      to_day: category.to ?? null,
      end_reason: category.endReason ?? null,
      ...proofColumns(keys, key, category.proof),
      sources: sourcesOf(category.source ?? record.source),
      recorded_by: actorId,
      recorded_at: now,
    })
  for (const health of record.health)
    rows.healthRecord.push({
      id: uuidv7(at),
      child_id: childId,
      detail_sealed: sealDetail(keys, key, health.detail),
      from_day: health.from ?? null,
      to_day: health.to ?? null,
      sources: sourcesOf(health.source ?? record.source),
      recorded_by: actorId,
      recorded_at: now,
    })
  const { schooling } = record
  if (schooling)
    rows.schooling.push({
      id: uuidv7(at),
      child_id: childId,
      status: schooling.status,
      school_name: schooling.schoolName ?? null,
      grade: schooling.grade ?? null,
      class_name: schooling.className ?? null,
      is_boarding: schooling.isBoarding ?? null,
      from_day: schooling.from ?? null,
      sources: sourcesOf(schooling.source ?? record.source),
    })
}

const addCare = (
  rows: Rows,
  { actorId, now }: Making,
  childId: string,
  record: NewChildRecord,
  personIds: string[],
) => {
  const { care } = record
  const carer = care && record.family[care.carer]
  const carerId = care && personIds[care.carer]
  if (!care || !carer || !carerId) return
  rows.delegatedCare.push({
    id: uuidv7(now.getTime()),
    child_id: childId,
    carer_id: carerId,
    relation: carer.relation,
    reason: care.reason,
    from_day: care.from,
    to_day: care.to ?? null,
    agreement_no: care.agreementNo ?? null,
    village_told_on: care.villageToldOn ?? null,
    school_told_on: care.schoolToldOn ?? null,
    sources: sourcesOf(care.source ?? record.source),
    recorded_by: actorId,
    recorded_at: now,
  })
}

/** Adds all rows of one child: seals what is secret, makes blind indexes and search tokens. */
export const addRecord = (rows: Rows, making: Making, record: NewChildRecord): void => {
  const { keys, actorId, now } = making
  const id = record.id ?? uuidv7(now.getTime())
  const { key, wrapped } = keys.newKey(id)
  const divisions = {
    division_code: record.divisionCode,
    hukou_division_code: record.hukouDivisionCode ?? null,
  }
  rows.child.push({
    id,
    state: record.state ?? 'active',
    name: record.name,
    sex: record.sex,
    ethnicity: record.ethnicity ?? null,
    birth_day: record.birthDay,
    key_sealed: wrapped,
    ...columnsOfNumbers(keys, key, record),
    ...divisions,
    hukou_address_sealed: seal(keys, key, 'hukou-address', record.hukouAddress),
    residence: record.residence ?? 'unknown',
    residence_place: record.residencePlace ?? null,
    residence_address_sealed: seal(keys, key, 'residence-address', record.residenceAddress),
    sources: record.fieldSources ? { '*': record.source, ...record.fieldSources } : sourcesOf(record.source),
    created_at: now,
    created_by: actorId,
    updated_at: now,
    updated_by: actorId,
  })
  const personIds = record.family.map((member) => addMember(rows, making, id, member, record.source))
  addFacts(rows, making, id, key, record)
  addCare(rows, making, id, record, personIds)
  rows.childSearch.push({
    child_id: id,
    ...divisions,
    tokens: childTokens({ name: record.name, family: record.family.map(({ person }) => person.name) }),
  })
}
