import { cleanDay } from './days.ts'
import { cleanName } from './names.ts'
import {
  cleanCode,
  cleanDisabilityCard,
  cleanIdNumber,
  cleanMonths,
  cleanPhones,
  type DisabilityCard,
} from './numbers.ts'
import { cleanAddress, type Address, type VillageIndex } from './villages.ts'
import {
  cleanCategories,
  cleanDisabilityClass,
  cleanDisabilityGrade,
  cleanEthnicity,
  cleanGrade,
  cleanLeftBehind,
  cleanRelation,
  cleanSchooling,
  cleanSex,
  cleanText,
  cleanYesNo,
  type CategoryClaim,
  type KnownSex,
  type RelationClaim,
} from './words.ts'
import type { SchoolingStatus } from '#modules/children/contract.ts'
import type { Cell } from '../reading/cells.ts'
import type { Cleaned } from './cleaned.ts'
import type { FIELDS, FieldName, ValueKind } from './fields.ts'

/** What cleaning needs to know of the world: the day of the import (YYYY-MM-DD) and the county's villages. */
export type CleaningContext = { today: string; villages: VillageIndex }

/** What each kind of value is once it is clean. */
export type ValueTypes = {
  name: string
  text: string
  code: string
  sex: KnownSex
  ethnicity: string
  'id-number': string
  /** YYYY-MM-DD */
  day: string
  address: Address
  /** Digits only, landlines with area code; at least one. */
  phone: string[]
  'yes-no': boolean
  categories: CategoryClaim[]
  'left-behind': CategoryClaim
  relation: RelationClaim
  schooling: SchoolingStatus
  /** 1–12, or the words of a kindergarten or vocational class. */
  grade: string
  'disability-card': DisabilityCard
  /** 1 视力 … 7 多重 (GB/T 26341-2010). */
  'disability-class': number
  /** 1 一级 … 4 四级. */
  'disability-grade': number
  months: number
}

/** The clean value of a field. */
export type ValueOf<F extends FieldName> = ValueTypes[(typeof FIELDS)[F]['kind']]

const CLEANERS: { [K in ValueKind]: (cell: Cell, context: CleaningContext) => Cleaned<ValueTypes[K]> } = {
  name: cleanName,
  text: cleanText,
  code: cleanCode,
  sex: cleanSex,
  ethnicity: cleanEthnicity,
  'id-number': (cell, { today }) => cleanIdNumber(cell, today),
  day: (cell, { today }) => cleanDay(cell, today),
  address: (cell, { villages }) => cleanAddress(cell, villages),
  phone: cleanPhones,
  'yes-no': cleanYesNo,
  categories: cleanCategories,
  'left-behind': cleanLeftBehind,
  relation: cleanRelation,
  schooling: cleanSchooling,
  grade: cleanGrade,
  'disability-card': (cell, { today }) => cleanDisabilityCard(cell, today),
  'disability-class': cleanDisabilityClass,
  'disability-grade': cleanDisabilityGrade,
  months: cleanMonths,
}

/** Cleans one cell as a value of that kind. Never throws: what cannot be read is a problem of the value. */
export const cleanValue = <K extends ValueKind>(
  kind: K,
  cell: Cell,
  context: CleaningContext,
): Cleaned<ValueTypes[K]> => CLEANERS[kind](cell, context)
