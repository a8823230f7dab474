import type { ResidenceKind } from '#modules/children/contract.ts'
import type { FieldChange } from '#modules/children/updates/contract.ts'
import type { FileNow } from '#modules/children/updates/files/queries.ts'
import type { Address } from '../cleaning/villages.ts'
import type { RosterRecord } from '../cleaning/record.ts'
import { settleOffer, sourceOf, type Gathered, type Telling } from './telling.ts'

const AS_FAR_AS_COUNTY = /^(?:.{2,8}?(?:省|自治区))?(?:.{2,8}?(?:市|州|盟))?(?:.{1,8}?(?:县|区|旗|市))?/

/** City and county of an address elsewhere: enough to know where the child is, too little to find the door. */
export const placeOutside = (text: string) =>
  (AS_FAR_AS_COUNTY.exec(text)?.[0] || text.slice(0, 6)).slice(0, 60)

export type Residence = {
  residence: ResidenceKind
  residencePlace: string | null
  /** Only where it says more than the village. */
  residenceAddress: string | null
}

/** Where the child lives, by what the roster says and where the hukou is. */
export const residenceOf = (
  address: Address | undefined,
  hukouDivisionCode: string | null | undefined,
): Residence | undefined => {
  if (!address) return undefined
  if (address.isOutside)
    return {
      residence: 'outside',
      residencePlace: placeOutside(address.text),
      residenceAddress: address.text,
    }
  if (!address.villageCode) return undefined
  const residenceAddress = address.detail ? address.text : null
  if (!hukouDivisionCode) return { residence: 'unknown', residencePlace: null, residenceAddress }
  const isSame = address.villageCode === hukouDivisionCode
  return { residence: isSame ? 'same-as-hukou' : 'in-county', residencePlace: null, residenceAddress }
}

const isSameNumber = (telling: Telling, field: 'id-number' | 'phone', value: string, index: Buffer | null) =>
  index !== null && index.equals(telling.indexOf(field, value))

/** Name, sex, people, birth day, hukou: who the child is. A supplement only fills what is blank. */
const identityChanges = (record: RosterRecord, file: FileNow, telling: Telling, gathered: Gathered) => {
  const { hukouAddress: hukou } = record
  const hukouText = hukou && !hukou.isOutside ? hukou.text : undefined
  const offered: [field: string, to: string | undefined, from: () => string | null][] = [
    ['name', record.name, () => file.name],
    ['sex', record.sex, () => file.sex],
    ['ethnicity', record.ethnicity, () => file.ethnicity],
    ['birthDay', record.birthDay, () => file.birthDay],
    ['hukouDivisionCode', hukou?.villageCode, () => file.hukouDivisionCode],
    ['hukouAddress', hukouText, file.hukouAddress],
  ]
  return offered.flatMap(([field, to, open]): FieldChange[] => {
    if (to === undefined) return []
    const from = open()
    if (from === to) return []
    const now = sourceOf(file.sources, field)
    const change = settleOffer(telling, gathered, { field, from, to, now, policy: 'fill' })
    return change ? [change] : []
  })
}

const numberChange = (record: RosterRecord, file: FileNow, telling: Telling): FieldChange[] => {
  // Who was found by name, birth day and village and has no good number yet gets it.
  if (!record.idNumber || file.idNumberState === 'valid') return []
  if (isSameNumber(telling, 'id-number', record.idNumber, file.idNumber.index)) return []
  return [{ field: 'idNumber', from: file.idNumber.open(), to: record.idNumber }]
}

const phoneChange = (
  record: RosterRecord,
  file: FileNow,
  telling: Telling,
  gathered: Gathered,
): FieldChange[] => {
  const [to] = record.phone ?? []
  if (!to || isSameNumber(telling, 'phone', to, file.phone.index)) return []
  const from = file.phone.open()
  const now = sourceOf(file.sources, 'phone')
  const change = settleOffer(telling, gathered, { field: 'phone', from, to, now, policy: 'replace' })
  return change ? [change] : []
}

const residenceChanges = (
  record: RosterRecord,
  file: FileNow,
  telling: Telling,
  gathered: Gathered,
  hukouDivisionCode: string | null,
): FieldChange[] => {
  const given = residenceOf(record.residenceAddress, hukouDivisionCode)
  if (!given || given.residence === 'unknown') return []
  const isSame =
    given.residence === file.residence &&
    given.residencePlace === file.residencePlace &&
    (given.residenceAddress === null || given.residenceAddress === file.residenceAddress())
  if (isSame) return []
  const now = sourceOf(file.sources, 'residence')
  const first = settleOffer(telling, gathered, {
    field: 'residence',
    from: file.residence,
    to: given.residence,
    now,
    policy: 'replace',
  })
  if (!first) return []
  const rest: FieldChange[] = [
    { field: 'residencePlace', from: file.residencePlace, to: given.residencePlace },
    ...(given.residenceAddress === null && given.residence === file.residence
      ? []
      : [{ field: 'residenceAddress', from: file.residenceAddress(), to: given.residenceAddress }]),
  ]
  return [first, ...rest].filter(({ from, to }) => from !== to)
}

/** The responsible village follows a new hukou only where the child is taken to live there; moving it is a command of its own. */
const divisionChange = (file: FileNow, changes: readonly FieldChange[]): FieldChange[] => {
  const hukou = changes.find(({ field }) => field === 'hukouDivisionCode')
  const follows =
    hukou &&
    file.hukouDivisionCode === file.divisionCode &&
    (file.residence === 'unknown' || file.residence === 'same-as-hukou')
  return follows ? [{ field: 'divisionCode', from: file.divisionCode, to: hukou.to }] : []
}

/** What the row changes in the child's own data. */
export const proposeBase = (
  record: RosterRecord,
  file: FileNow,
  telling: Telling,
  gathered: Gathered,
): FieldChange[] => {
  const identity = identityChanges(record, file, telling, gathered)
  const hukou = identity.find(({ field }) => field === 'hukouDivisionCode')?.to ?? file.hukouDivisionCode
  const changes = [
    ...identity,
    ...divisionChange(file, identity),
    ...numberChange(record, file, telling),
    ...phoneChange(record, file, telling, gathered),
    ...residenceChanges(record, file, telling, gathered, typeof hukou === 'string' ? hukou : null),
  ]
  for (const { field } of changes) gathered.touched.add(field)
  return changes
}
