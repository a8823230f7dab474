import type { NewChildRecord } from '#modules/children/bulk/contract.ts'
import type { FileUpdate } from '#modules/children/updates/contract.ts'
import type { FileNow, WantedParts } from '#modules/children/updates/files/queries.ts'
import type { FieldName } from '../cleaning/fields.ts'
import type { RosterRecord } from '../cleaning/record.ts'
import { proposeBase, residenceOf } from './base.ts'
import {
  newCategoriesOf,
  newHealthOf,
  newSchoolingOf,
  proposeCategories,
  proposeHealth,
  proposeSchooling,
} from './facts.ts'
import { newFamilyOf, proposeFamily } from './family.ts'
import type { Gathered, Note, Telling } from './telling.ts'

/** What a row would do to a file that is there: the changes, their words for the list, and what is left as it is with why. */
export type Proposal = { update: FileUpdate; touched: string[]; notes: Note[] }

/** What one row of a roster changes in the child's file. Pure: the same row on the same file gives the same answer. */
export const proposeUpdate = (record: RosterRecord, file: FileNow, telling: Telling): Proposal => {
  const gathered: Gathered = { touched: new Set(), notes: [] }
  const update: FileUpdate = {
    childId: file.id,
    source: telling.source,
    fields: proposeBase(record, file, telling, gathered),
    ...proposeFamily(record, file, telling, gathered),
    ...proposeCategories(record, file, telling, gathered),
    ...proposeSchooling(record, file, telling, gathered),
    ...proposeHealth(record, file, gathered),
  }
  return { update, touched: [...gathered.touched], notes: gathered.notes }
}

/** The village that is responsible: where the child lives, else the hukou's. */
export const villageOf = ({ residenceAddress, hukouAddress }: RosterRecord): string | undefined =>
  residenceAddress?.villageCode ?? hukouAddress?.villageCode

/**
 * A row as a new file, or undefined when name, birth day or village is missing. A register puts the child onto the register; from a
 * supplement it waits for confirmation. `divisionCode` is a person's choice where the row does not decide.
 */
export const newChildOf = (
  record: RosterRecord,
  telling: Telling,
  divisionCode = villageOf(record),
): NewChildRecord | undefined => {
  const { name, birthDay, hukouAddress: hukou } = record
  if (!name || !birthDay || !divisionCode) return undefined
  const hukouDivisionCode = hukou?.villageCode
  const residence = residenceOf(record.residenceAddress, hukouDivisionCode)
  const schooling = newSchoolingOf(record, telling)
  const [phone] = record.phone ?? []
  return {
    state: telling.purpose === 'register' ? 'active' : 'candidate',
    name,
    sex: record.sex ?? 'unknown',
    birthDay,
    divisionCode,
    source: telling.source,
    ...(record.ethnicity && { ethnicity: record.ethnicity }),
    ...(record.idNumber && { idNumber: record.idNumber }),
    ...(phone && { phone }),
    ...(hukouDivisionCode && { hukouDivisionCode }),
    ...(hukou && !hukou.isOutside && { hukouAddress: hukou.text }),
    ...(residence && {
      residence: residence.residence,
      ...(residence.residencePlace && { residencePlace: residence.residencePlace }),
      ...(residence.residenceAddress && { residenceAddress: residence.residenceAddress }),
    }),
    family: newFamilyOf(record),
    categories: newCategoriesOf(record, telling),
    ...(schooling && { schooling }),
    health: newHealthOf(record),
  }
}

const NEEDS: [part: keyof WantedParts, fields: FieldName[]][] = [
  [
    'family',
    ['fatherName', 'fatherIdNumber', 'motherName', 'motherIdNumber', 'guardianName', 'guardianIdNumber'],
  ],
  ['categories', ['categories', 'leftBehind', 'disabilityCardNo', 'disabilityGrade']],
  ['schooling', ['schoolingStatus', 'school']],
  ['health', ['disabilityCardNo', 'disabilityClass', 'disabilityGrade', 'illness']],
]

/** The parts of a file that a roster with these columns speaks of. */
export const partsFor = (fields: ReadonlySet<string>): WantedParts =>
  Object.fromEntries(NEEDS.map(([part, those]) => [part, those.some((field) => fields.has(field))]))
