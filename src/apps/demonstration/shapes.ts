import type { Sex } from './names.ts'

/** A paper that proves a fact; numbers begin with 演 because the papers are invented. Days are `YYYY-MM-DD`. */
export type Proof = { name: string; number: string; issuedBy: string; issuedOn: string }

/** GB/T 26341-2010; `cardNumber` has 20 characters: identity number, class, grade. */
export type Disability = {
  classCode: 1 | 2 | 3 | 4 | 5 | 6 | 7
  className: string
  grade: 1 | 2 | 3 | 4
  cardNumber: string
  issuedOn: string
}

/** 父母状况 in the sense of 民发〔2019〕62号 and 民发〔2020〕125号; `whereabouts-unknown` alone is none of theirs: nobody told the police. */
export type ParentStateKind =
  | 'deceased'
  | 'declared-missing'
  | 'severe-disability'
  | 'severe-illness'
  | 'imprisoned'
  | 'compulsory-detox'
  | 'other-restriction'
  | 'out-of-contact'
  | 'guardianship-revoked'
  | 'whereabouts-unknown'

export type ParentState = {
  kind: ParentStateKind
  from: string
  /** Last day where one is known: the end of a sentence or of detoxification. */
  to?: string
  /** Term in months: imprisoned, compulsory-detox, other-restriction. */
  months?: number
  /** out-of-contact: the police accepted the report; the six months count from here. */
  acceptedOn?: string
  illness?: string
  disability?: Disability
  proof: Proof
}

export type Person = {
  /** Counts through the whole county; a parent of two children has one. */
  key: number
  name: string
  sex: Sex
  /** 汉族, 瑶族 … */
  ethnicity: string
  idNumber: string
  bornOn: string
  phone?: string
  /** Works away from the county. */
  awayAt?: { place: string; since: string }
  states: ParentState[]
}

export type Relation =
  | 'father'
  | 'mother'
  | 'paternal-grandfather'
  | 'paternal-grandmother'
  | 'maternal-grandfather'
  | 'maternal-grandmother'
  | 'uncle'
  | 'aunt'

export type Guardian = { personKey: number; relation: Relation; isPrimary: boolean }

/** 委托照护 of a left-behind child (《未成年人保护法》第二十二、二十三条). */
export type DelegatedCare = {
  carerKey: number
  relation: Relation
  since: string
  reason: string
  /** The written agreement, where it has been signed. */
  agreement?: Proof
}

export type CategoryKind =
  | 'orphan'
  | 'de-facto-unattended'
  | 'poor-family'
  | 'severe-illness-disability'
  | 'improper-guardianship'
  | 'other'
  | 'left-behind'

export type Category = {
  kind: CategoryKind
  /** The finer word of the ledger: 低保家庭, 父母双方外出务工 … */
  detail: string
  since: string
  proof: Proof
  /** The ledger that says so, and its day. */
  source: string
  sourceOn: string
}

export type Schooling = {
  status: 'preschool' | 'enrolled' | 'suspended' | 'dropped-out' | 'left-school'
  /** Of a school of the county. */
  schoolCode?: string
  /** Also of a school elsewhere. */
  schoolName?: string
  grade?: string
  className?: string
  isBoarding?: boolean
}

export type Health = {
  status: 'healthy' | 'chronic-illness' | 'severe-illness' | 'disabled'
  illness?: string
  disability?: Disability
}

export type Residence =
  | { kind: 'same' }
  | { kind: 'village'; villageCode: string; detail: string }
  | { kind: 'outside'; address: string }

export type Child = {
  /** 0 … minors − 1, in the order of generation. */
  index: number
  name: string
  sex: Sex
  ethnicity: string
  idNumber: string
  bornOn: string
  hukou: { villageCode: string; detail: string }
  residence: Residence
  guardians: Guardian[]
  delegatedCare?: DelegatedCare
  schooling: Schooling
  health: Health
  /** Empty for most. `left-behind` is no kind of difficulty; a child can have both. */
  categories: Category[]
}

/** One household with all its minors: brothers and sisters share `father` and `mother`. */
export type Family = {
  /** Absent where the father is not known. */
  father?: Person
  mother: Person
  /** Grandparents, uncles and aunts who are guardian or carer of a child below. */
  others: Person[]
  children: Child[]
}
