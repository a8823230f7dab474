import type {
  CategoryKind,
  ChildState,
  FamilyRelation,
  HealthDetail,
  IdNumberState,
  ParentStateKind,
  Proof,
  ResidenceKind,
  SchoolingStatus,
  Sex,
  Source,
} from '../contract.ts'

/**
 * Many children at once, as a roster's import and the demonstration hand them over (`bulkRegister` in ./queries.ts).
 * Values are already cleaned (`kernel/id-number`, `kernel/phone`): identity numbers of eighteen characters with X upper case, phones
 * without spaces, days `YYYY-MM-DD`, division codes of twelve digits. Absent means not known; nothing is ever the empty text.
 * A `source` that is absent is the record's own.
 */
export type NewChildRecord = {
  /** Made when absent; hand it in where the caller must know it afterwards. */
  id?: string
  /** 'active' when absent. */
  state?: ChildState
  name: string
  sex: Sex
  ethnicity?: string
  birthDay: string
  /** Unique in the county. */
  idNumber?: string
  /** Needed only for a number whose check fails and that is kept as written; else 'valid' with a number, 'none' without. */
  idNumberState?: IdNumberState
  /** The child's own. */
  phone?: string
  /** The village (居) that is responsible: where the child lives, else the hukou's. */
  divisionCode: string
  /** Village of the hukou, where it lies in this county. */
  hukouDivisionCode?: string
  /** Exact address of the hukou; C3. */
  hukouAddress?: string
  /** 'unknown' when absent. */
  residence?: ResidenceKind
  /** City or county outside, for `residence: 'outside'`; C2. */
  residencePlace?: string
  /** Exact address of the residence; C3. */
  residenceAddress?: string
  /** Of every field that has no own one. */
  source: Source
  /** Own source of single fields, by field name, e.g. `{ phone: … }`. */
  fieldSources?: Record<string, Source>
  family: NewMemberRecord[]
  categories: NewCategoryRecord[]
  schooling?: NewSchoolingRecord
  health: NewHealthRecord[]
  care?: NewCareRecord
}

/** One adult of the family. */
export type NewMemberRecord = {
  person: NewPersonRecord
  relation: FamilyRelation
  isGuardian?: boolean
  /** Lives in the same household. */
  isHousehold?: boolean
  from?: string
  source?: Source
}

/**
 * An adult. Who has an identity number is found again by it, also when already on file: a parent of two children is one person.
 * Who has none is found again by `key` within one call; without both, each mention is a person of its own.
 */
export type NewPersonRecord = {
  key?: string
  name: string
  sex?: Sex
  birthDay?: string
  idNumber?: string
  idNumberState?: IdNumberState
  phone?: string
  /** Where the person works or stays, in words: 广东省东莞市; C2. */
  whereabouts?: string
  states?: NewParentStateRecord[]
  source?: Source
}

export type NewParentStateRecord = {
  kind: ParentStateKind
  from?: string
  /** Last day where one is known, e.g. of a sentence. */
  to?: string
  /** out-of-contact: the day on which the police accepted the report; the six months count from it. */
  acceptedOn?: string
  proof?: Proof
  /** Illness or disability of the parent; C3. */
  detail?: HealthDetail
  source?: Source
}

export type NewCategoryRecord = {
  kind: CategoryKind
  /** The finer word of the ledger: 低保家庭, 父母双方外出务工 … */
  detail?: string
  from: string
  to?: string
  endReason?: string
  proof?: Proof
  source?: Source
}

export type NewSchoolingRecord = {
  /** 'enrolled' needs a school. */
  status: SchoolingStatus
  schoolName?: string
  grade?: string
  className?: string
  isBoarding?: boolean
  from?: string
  source?: Source
}

export type NewHealthRecord = { detail: HealthDetail; from?: string; to?: string; source?: Source }

/** 委托照护 (《未成年人保护法》第二十二、二十三条). */
export type NewCareRecord = {
  /** Which of `family` is the carer. */
  carer: number
  reason: string
  from: string
  to?: string
  agreementNo?: string
  /** Days on which the parents told village and school in writing. */
  villageToldOn?: string
  schoolToldOn?: string
  source?: Source
}

/** What was written, e.g. for a roster's record of its effects. Persons already on file are not among it. */
export type BulkEffect = {
  kind:
    | 'child'
    | 'person'
    | 'child-person'
    | 'category'
    | 'parent-state'
    | 'delegated-care'
    | 'schooling'
    | 'health'
  id: string
  childId: string
}

export type BulkCounts = Record<BulkEffect['kind'], number>
