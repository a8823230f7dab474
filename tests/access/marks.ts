import { checkDigit } from '#kernel/id-number.ts'

/**
 * How a set of records stands to the callers of this test, whose own village is 449821100001, own town 449821100000, own county 449821.
 * `hukou`: the child lives in the other town, its hukou is in the own village. `granted`, `expired`: in the other town, with a running or
 * an ended grant to every caller and to the caller's unit. `sealed`: in the own village, for named readers, of whom no caller is one;
 * `named`: the same, and every caller is one.
 */
export const RELATIONS = [
  'own',
  'village',
  'town',
  'hukou',
  'granted',
  'expired',
  'sealed',
  'named',
  'county',
] as const
export type Relation = (typeof RELATIONS)[number]

/** Where the sets lie; `village` is the other one of the same town, `county` the neighbouring county. */
export const PLACE = {
  own: '449821100001',
  village: '449821100002',
  town: '449821101001',
  hukou: '449821101001',
  granted: '449821101001',
  expired: '449821101001',
  sealed: '449821100001',
  named: '449821100001',
  county: '449822100001',
} satisfies Record<Relation, string>

/** What an answer may give away, each written into the records of a set under marks of its own. */
export const KINDS = [
  /** Name of a child. */
  'name',
  /** The rest of the file: family, school, categories, care, history. */
  'file',
  /** Numbers and addresses, of child and family (C3). */
  'secret',
  /** What a health record or a parent's illness says. */
  'health',
  /** That a child is affected by HIV. */
  'hiv',
  /** What was reported. */
  'report',
  /** What was reported of the desk itself, for those above it alone; its number too. */
  'above',
  /** Who reported. */
  'reporter',
  /** Assessment, plan, closing and look-back of a case. */
  'case',
  /** Title and result of an item of the plan. */
  'item',
  /** Task and answer of a referral. */
  'referral',
  /** Content of a file that came with a report. */
  'attachment',
  /** Number of a duty receipt. */
  'receipt',
  /** Number of a report, case or referral; also in the title of a task. */
  'number',
  /** Telephone of a colleague, sealed but open to the county's network. */
  'colleague',
  /** Reason that stands in an audit entry. */
  'audit',
  /** Rows of a roster. */
  'roster',
] as const
export type Kind = (typeof KINDS)[number]

const SIGN = {
  own: '甲',
  village: '乙',
  town: '丙',
  hukou: '丁',
  granted: '戊',
  expired: '己',
  sealed: '庚',
  named: '壬',
  county: '辛',
} satisfies Record<Relation, string>

/** A text that stands in the records of one kind of one set and nowhere else. */
export const mark = (relation: Relation, kind: Kind) =>
  kind === 'name' ? `${SIGN[relation]}童守` : `〔${SIGN[relation]}·${kind}〕`

const COUNT = '一二三四五六七八九'

/** Children are told apart by the last character of their names. */
export const nameOf = (relation: Relation, child: number) => mark(relation, 'name') + COUNT.charAt(child)

const serial = (relation: Relation, person: number) =>
  String(RELATIONS.indexOf(relation) * 20 + person).padStart(3, '0')

export const BIRTH_DAY = '2015-06-10'

/** Numbers are marks as they are: no two persons of this world have the same. */
export const idNumberOf = (relation: Relation, person: number, birthDay = BIRTH_DAY) => {
  const digits = `449821${birthDay.replaceAll('-', '')}${serial(relation, person)}`
  return digits + checkDigit(digits)
}

export const phoneOf = (relation: Relation, person: number) => `19900000${serial(relation, person)}`

/** Person 0 is the first child of a set, 4 the one with the running case, 14 the mother, 16 whoever reported; even numbers are female. */
export const RUNNING = 4
export const MOTHER = 14
export const REPORTER = 16
export const MOTHERS_BIRTH_DAY = '1986-02-03'

const SECRETS = (relation: Relation) => [
  idNumberOf(relation, 0),
  phoneOf(relation, 0),
  phoneOf(relation, RUNNING),
  idNumberOf(relation, MOTHER, MOTHERS_BIRTH_DAY),
  phoneOf(relation, MOTHER),
]

/** Everything by which something of one kind of one set gives itself away. */
export const marksOf = (relation: Relation, kind: Kind): string[] => [
  mark(relation, kind),
  ...(kind === 'secret' ? SECRETS(relation) : []),
  ...(kind === 'reporter' ? [phoneOf(relation, REPORTER)] : []),
]

/** All marks with whose they are. */
export const ALL_MARKS = RELATIONS.flatMap((relation) =>
  KINDS.flatMap((kind) => marksOf(relation, kind).map((text) => ({ relation, kind, text }))),
)
