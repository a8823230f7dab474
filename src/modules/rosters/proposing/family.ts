import type { FamilyRelation } from '#modules/children/contract.ts'
import type { NewMemberRecord, NewPersonRecord } from '#modules/children/bulk/contract.ts'
import type { FieldChange, FileUpdate, RecordChange } from '#modules/children/updates/contract.ts'
import type { FileNow, MemberNow } from '#modules/children/updates/files/queries.ts'
import { parseIdNumber } from '#kernel/id-number.ts'
import type { RosterRecord } from '../cleaning/record.ts'
import { isNearName, isSameName } from '../matching/names.ts'
import { settleOffer, sourceOf, type Gathered, type Telling } from './telling.ts'

/** An adult as a row names one. */
export type Named = {
  as: 'father' | 'mother' | 'guardian'
  relation: FamilyRelation | undefined
  name: string | undefined
  idNumber: string | undefined
  phone: string | undefined
  whereabouts: string | undefined
}

/** 父母双方外出务工 says where both are; else the column is the father's, who stands beside it. */
const isBothAway = (record: RosterRecord) => record.leftBehind?.detail.includes('双方') ?? false

/** The adults of a row; the guardian is left out where he is the father or mother named in the same row. */
export const namedIn = (record: RosterRecord): Named[] => {
  const parent = (as: 'father' | 'mother', whereabouts: string | undefined): Named => ({
    as,
    relation: as,
    name: record[`${as}Name`],
    idNumber: record[`${as}IdNumber`],
    phone: record[`${as}Phone`]?.[0],
    whereabouts,
  })
  const place = record.parentWorkplace?.slice(0, 60)
  const named: Named[] = [
    parent('father', place),
    parent('mother', isBothAway(record) ? place : undefined),
    {
      as: 'guardian',
      relation: record.guardianRelation?.kind,
      name: record.guardianName,
      idNumber: record.guardianIdNumber,
      phone: record.guardianPhone?.[0],
      whereabouts: undefined,
    },
  ]
  return named.filter(({ name, idNumber }) => name !== undefined || idNumber !== undefined)
}

/** The person as a new record; nobody comes onto file without a name. */
export const newMemberOf = (named: Named): NewMemberRecord | undefined => {
  const { as, name, idNumber, phone, whereabouts } = named
  if (!name) return undefined
  const parsed = idNumber ? parseIdNumber(idNumber) : undefined
  const sex = parsed?.ok ? parsed.sex : as === 'father' ? 'male' : as === 'mother' ? 'female' : undefined
  const person: NewPersonRecord = {
    name,
    ...(sex && { sex }),
    ...(parsed?.ok && { birthDay: parsed.birthDay, idNumber: parsed.value }),
    ...(phone && { phone }),
    ...(whereabouts && { whereabouts }),
  }
  // Parents are guardians by law (《民法典》第二十七条).
  return { person, relation: named.relation ?? 'other', isGuardian: true }
}

/** Family of a child who is not on file yet. */
export const newFamilyOf = (record: RosterRecord): NewMemberRecord[] => {
  const members: NewMemberRecord[] = []
  for (const named of namedIn(record)) {
    const known = members.find(
      ({ person }) =>
        (named.idNumber && person.idNumber === named.idNumber) ||
        (named.name && isSameName(person.name, named.name)),
    )
    const member = known ? undefined : newMemberOf(named)
    if (member) members.push(member)
    else if (known && named.phone) known.person.phone ??= named.phone
  }
  return members
}

const hasNumber = (member: MemberNow, { idNumber }: Named, telling: Telling) =>
  idNumber !== undefined &&
  member.idNumber.index !== null &&
  member.idNumber.index.equals(telling.indexOf('id-number', idNumber))

const hasOtherNumber = (member: MemberNow, named: Named, telling: Telling) =>
  named.idNumber !== undefined && member.idNumber.index !== null && !hasNumber(member, named, telling)

/** The adult of the file whom the row names, by number, else by name. */
const findMember = (file: FileNow, named: Named, telling: Telling): MemberNow | undefined => {
  const byNumber = file.family.find((member) => hasNumber(member, named, telling))
  const { name } = named
  if (byNumber || !name) return byNumber
  const open = file.family.filter((member) => !hasOtherNumber(member, named, telling))
  return (
    open.find((member) => isSameName(member.name, name)) ??
    open.find((member) => isNearName(member.name, name))
  )
}

const personChanges = (
  named: Named,
  member: MemberNow,
  telling: Telling,
  gathered: Gathered,
): FieldChange[] => {
  const { name, idNumber, phone, whereabouts } = named
  const changes: (FieldChange | undefined)[] = []
  const offer = (field: string, from: unknown, to: unknown, policy: 'fill' | 'replace') =>
    settleOffer(telling, gathered, { field, from, to, now: sourceOf(member.sources, field), policy })
  if (name && !isSameName(name, member.name)) changes.push(offer('name', member.name, name, 'fill'))
  if (idNumber && member.idNumber.index === null)
    changes.push({ field: 'idNumber', from: null, to: idNumber })
  if (phone && !member.phone.index?.equals(telling.indexOf('phone', phone)))
    changes.push(offer('phone', member.phone.open(), phone, 'replace'))
  if (whereabouts && whereabouts !== member.whereabouts)
    changes.push(offer('whereabouts', member.whereabouts, whereabouts, 'replace'))
  return changes.filter((change) => change !== undefined)
}

const WORDS: Record<string, (named: Named) => string> = {
  phone: () => 'parentPhone',
  whereabouts: () => 'whereabouts',
}

type FamilyUpdate = Pick<FileUpdate, 'links' | 'persons' | 'newMembers'>

const touch = (gathered: Gathered, named: Named, fields: readonly FieldChange[]) => {
  for (const { field } of fields) gathered.touched.add(WORDS[field]?.(named) ?? named.as)
}

const merge = (into: RecordChange[], id: string, fields: FieldChange[]) => {
  if (!fields.length) return
  const known = into.find((change) => change.id === id)
  if (!known) return void into.push({ id, fields })
  const names = new Set(known.fields.map(({ field }) => field))
  known.fields.push(...fields.filter(({ field }) => !names.has(field)))
}

const proposeMember = (
  update: FamilyUpdate,
  named: Named,
  file: FileNow,
  telling: Telling,
  gathered: Gathered,
) => {
  const member = findMember(file, named, telling)
  if (member) {
    const fields = personChanges(named, member, telling, gathered)
    touch(gathered, named, fields)
    merge(update.persons, member.personId, fields)
    if (member.isGuardian) return
    merge(update.links, member.linkId, [{ field: 'isGuardian', from: false, to: true }])
    gathered.touched.add('guardian')
    return
  }
  const holder = named.as !== 'guardian' && file.family.find(({ relation }) => relation === named.relation)
  if (holder) {
    gathered.notes.push({
      field: `${named.as}Name`,
      code: 'kept-parent',
      message: `档案里的${named.as === 'father' ? '父亲' : '母亲'}是另一个人，这一项没有写入，请人工核对`,
    })
    return
  }
  const newMember = newMemberOf(named)
  if (!newMember) return
  const isNamedTwice = update.newMembers.some(({ person }) => isSameName(person.name, newMember.person.name))
  if (isNamedTwice) return
  update.newMembers.push(newMember)
  gathered.touched.add(named.as)
}

/** What the row changes in the family of a file. Who is not named stays. */
export const proposeFamily = (
  record: RosterRecord,
  file: FileNow,
  telling: Telling,
  gathered: Gathered,
): FamilyUpdate => {
  const update: FamilyUpdate = { links: [], persons: [], newMembers: [] }
  for (const named of namedIn(record)) proposeMember(update, named, file, telling, gathered)
  return update
}
