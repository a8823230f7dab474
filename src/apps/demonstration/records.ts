import type {
  NewChildRecord,
  NewMemberRecord,
  NewParentStateRecord,
  NewPersonRecord,
} from '#modules/children/bulk/contract.ts'
import type {
  CategoryKind,
  FamilyRelation,
  HealthDetail,
  Proof as FiledProof,
  Source,
} from '#modules/children/contract.ts'
import type { Category, Child, Family, Guardian, ParentState, Person, Proof, Relation } from './shapes.ts'

/** What the county filed first: the police's household roster of this day. */
const firstSource = (day: string): Source => ({ kind: 'roster', department: '公安', day })

const KIND = {
  orphan: 'orphan',
  'de-facto-unattended': 'de-facto-unattended',
  'poor-family': 'poor-family',
  'severe-illness-disability': 'severely-disabled-or-ill',
  'improper-guardianship': 'improper-guardianship',
  other: 'other-difficulty',
  'left-behind': 'left-behind',
} as const satisfies Record<Category['kind'], CategoryKind>

const relationOf = (relation: Relation): FamilyRelation =>
  relation === 'uncle' || relation === 'aunt' ? 'other-relative' : relation

const proofOf = ({ name, number, issuedBy, issuedOn }: Proof): FiledProof => ({
  kind: name,
  number,
  issuer: issuedBy,
  day: issuedOn,
})

const healthOf = ({
  illness,
  disability,
}: {
  illness?: string
  disability?: ParentState['disability']
}): HealthDetail | undefined => {
  if (disability)
    return {
      kind: 'disability',
      disabilityClass: disability.classCode,
      disabilityGrade: disability.grade,
      cardNumber: disability.cardNumber,
    }
  return illness ? { kind: 'severe-illness', illness } : undefined
}

/** "Whereabouts unknown" is no state in the sense of the law as long as nobody told the police: it stays in words. */
const statesOf = (person: Person): NewParentStateRecord[] =>
  person.states.flatMap((state) => {
    if (state.kind === 'whereabouts-unknown') return []
    const detail = healthOf(state)
    return [
      {
        kind: state.kind,
        from: state.from,
        proof: proofOf(state.proof),
        ...(state.to && { to: state.to }),
        ...(state.acceptedOn && { acceptedOn: state.acceptedOn }),
        ...(detail && { detail }),
      },
    ]
  })

const whereaboutsOf = ({ awayAt, states }: Person) =>
  awayAt?.place ??
  (states.some(({ kind }) => kind === 'whereabouts-unknown') ? '下落不明，尚未报案' : undefined)

const personOf = (person: Person): NewPersonRecord => {
  const whereabouts = whereaboutsOf(person)
  return {
    key: String(person.key),
    name: person.name,
    sex: person.sex,
    birthDay: person.bornOn,
    idNumber: person.idNumber,
    states: statesOf(person),
    ...(person.phone && { phone: person.phone }),
    ...(whereabouts && { whereabouts }),
  }
}

const memberOf = (
  person: Person,
  guardian: Guardian | undefined,
  relation: FamilyRelation,
): NewMemberRecord => ({
  person: personOf(person),
  relation,
  isGuardian: guardian?.isPrimary ?? false,
  isHousehold: !person.awayAt && !person.states.some(({ kind }) => kind === 'deceased'),
})

const membersOf = (family: Family, child: Child): { members: NewMemberRecord[]; keys: number[] } => {
  const guardianBy = new Map(child.guardians.map((guardian) => [guardian.personKey, guardian]))
  const people: [Person, FamilyRelation][] = []
  if (family.father) people.push([family.father, 'father'])
  if (family.mother) people.push([family.mother, 'mother'])
  for (const other of family.others) {
    const relation =
      guardianBy.get(other.key)?.relation ??
      (child.delegatedCare?.carerKey === other.key ? child.delegatedCare.relation : undefined)
    if (relation) people.push([other, relationOf(relation)])
  }
  return {
    members: people.map(([person, relation]) => memberOf(person, guardianBy.get(person.key), relation)),
    keys: people.map(([{ key }]) => key),
  }
}

/** The city is C2; from the town or street on an address is exact, and sealed. */
const outsideOf = (address: string) => {
  const city = /^.*?[市州县区](?=.)/u.exec(address)?.[0] ?? address
  return { residencePlace: city, ...(city !== address && { residenceAddress: address }) }
}

const residenceOf = ({ residence, hukou }: Child): Partial<NewChildRecord> & { divisionCode: string } => {
  if (residence.kind === 'village')
    return { residence: 'in-county', divisionCode: residence.villageCode, residenceAddress: residence.detail }
  if (residence.kind === 'outside')
    return { residence: 'outside', divisionCode: hukou.villageCode, ...outsideOf(residence.address) }
  return { residence: 'same-as-hukou', divisionCode: hukou.villageCode }
}

const careOf = ({ delegatedCare }: Child, keys: number[]): Pick<NewChildRecord, 'care'> => {
  const carer = delegatedCare ? keys.indexOf(delegatedCare.carerKey) : -1
  if (!delegatedCare || carer < 0) return {}
  const { reason, since, agreement } = delegatedCare
  return { care: { carer, reason, from: since, ...(agreement && { agreementNo: agreement.number }) } }
}

const schoolingOf = ({ schooling }: Child): NonNullable<NewChildRecord['schooling']> => ({
  status: schooling.status === 'enrolled' && !schooling.schoolName ? 'left-school' : schooling.status,
  ...(schooling.schoolName && { schoolName: schooling.schoolName }),
  ...(schooling.grade && { grade: schooling.grade }),
  ...(schooling.className && { className: schooling.className }),
  ...(schooling.isBoarding !== undefined && { isBoarding: schooling.isBoarding }),
})

/** One invented child with its family, in the words of the register. */
export const recordOf = (family: Family, child: Child, day: string): NewChildRecord => {
  const { members, keys } = membersOf(family, child)
  const detail = healthOf(child.health)
  return {
    name: child.name,
    sex: child.sex,
    ethnicity: child.ethnicity,
    birthDay: child.bornOn,
    idNumber: child.idNumber,
    hukouDivisionCode: child.hukou.villageCode,
    hukouAddress: child.hukou.detail,
    ...residenceOf(child),
    source: firstSource(day),
    family: members,
    categories: child.categories.map((category) => ({
      kind: KIND[category.kind],
      detail: category.detail,
      from: category.since,
      proof: proofOf(category.proof),
      source: { kind: 'roster', department: category.source, day: category.sourceOn },
    })),
    schooling: schoolingOf(child),
    health: detail ? [{ detail }] : [],
    ...careOf(child, keys),
  }
}
