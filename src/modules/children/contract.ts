import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, DivisionCode, Id, Page, Version, pageOf } from '#kernel/fields.ts'
import { idNumberProblem, parseIdNumber } from '#kernel/id-number.ts'
import { isPhone, normalisePhone } from '#kernel/phone.ts'
import { AGE_BANDS } from './rules.ts'

/** 性别 (GB/T 2261.1). */
export const Sex = z.enum(['male', 'female', 'unknown'], '请选择性别')
export type Sex = z.infer<typeof Sex>

/** What is known of the citizen's number: right, kept as written although its check fails, or none. */
export const IdNumberState = z.enum(['valid', 'invalid', 'none'])
export type IdNumberState = z.infer<typeof IdNumberState>

/** 在册状态. A candidate stands on a roster and nobody has confirmed the child yet. */
export const ChildState = z.enum(['candidate', 'active', 'suspended', 'exited', 'archived'])
export type ChildState = z.infer<typeof ChildState>

/** Where the child lives: hukou and residence are two facts. */
export const ResidenceKind = z.enum(['same-as-hukou', 'in-county', 'outside', 'unknown'], '请选择居住情况')
export type ResidenceKind = z.infer<typeof ResidenceKind>

/** 儿童类别: the kinds of difficulty (国发〔2016〕36号、民发〔2019〕62号), and left-behind and migrant children beside them. */
export const CategoryKind = z.enum(
  [
    'orphan',
    'de-facto-unattended',
    'hiv-affected',
    'poor-family',
    'severely-disabled-or-ill',
    'improper-guardianship',
    'other-difficulty',
    'left-behind',
    'migrant',
  ],
  '请选择类别',
)
export type CategoryKind = z.infer<typeof CategoryKind>

/** 父母状况 (民发〔2019〕62号、民发〔2020〕125号). */
export const ParentStateKind = z.enum(
  [
    'deceased',
    'declared-missing',
    'severe-disability',
    'severe-illness',
    'imprisoned',
    'compulsory-detox',
    'other-restriction',
    'out-of-contact',
    'guardianship-revoked',
    'deported',
  ],
  '请选择父母状况',
)
export type ParentStateKind = z.infer<typeof ParentStateKind>

/** 与儿童的关系. */
export const FamilyRelation = z.enum(
  [
    'father',
    'mother',
    'paternal-grandfather',
    'paternal-grandmother',
    'maternal-grandfather',
    'maternal-grandmother',
    'brother',
    'sister',
    'step-parent',
    'other-relative',
    'other',
  ],
  '请选择与儿童的关系',
)
export type FamilyRelation = z.infer<typeof FamilyRelation>

export const SchoolingStatus = z.enum(
  ['preschool', 'enrolled', 'suspended', 'dropped-out', 'left-school'],
  '请选择就学状况',
)
export type SchoolingStatus = z.infer<typeof SchoolingStatus>

/** Where a value came from: somebody entered it, or it stood in a department's roster of a day. */
export const Source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entry'), by: z.string(), day: Day }),
  z.object({
    kind: z.literal('roster'),
    department: z.string(),
    day: Day,
    rosterId: Id.optional(),
    row: z.number().int().optional(),
  }),
])
export type Source = z.infer<typeof Source>

/** Column `sources`: `*` holds for every field that has no own entry. */
export const Sources = z.record(z.string(), Source)
export type Sources = z.infer<typeof Sources>

/** 健康与残疾 in detail; C3, so it is stored sealed as a whole. Classes and grades by GB/T 26341-2010. */
export const HealthDetail = z.object({
  kind: z.enum(['disability', 'severe-illness', 'chronic-illness', 'other'], '请选择健康状况'),
  /** 视力、听力、言语、肢体、智力、精神、多重 as 1 to 7. */
  disabilityClass: z.number().int().min(1).max(7).optional(),
  disabilityGrade: z.number().int().min(1).max(4).optional(),
  /** 残疾人证号: the identity number, class and grade; 20 characters, after reissue with B1 and on. */
  cardNumber: z.string().trim().max(24).optional(),
  illness: z.string().trim().max(50).optional(),
  note: z.string().trim().max(200).optional(),
})
export type HealthDetail = z.infer<typeof HealthDetail>

/** What proves a fact. The number is C3: a disability card's repeats the identity number. */
export const Proof = z.object({
  kind: z.string().trim().min(1, '请填写证明材料的名称').max(60),
  number: z.string().trim().max(60).optional(),
  issuer: z.string().trim().max(60).optional(),
  day: Day.optional(),
})
export type Proof = z.infer<typeof Proof>

/** A citizen's number as somebody types it; kept as eighteen characters with X upper case. */
export const IdNumber = z.string().transform((text, context) => {
  const parsed = parseIdNumber(text)
  if (parsed.ok) return parsed.value
  context.addIssue({ code: 'custom', message: idNumberProblem(parsed.reason) })
  return z.NEVER
})

export const PersonName = z.string('请填写姓名').trim().min(1, '请填写姓名').max(50, '姓名最多 50 字')

export const Phone = z
  .string()
  .transform(normalisePhone)
  .refine(isPhone, '电话应为 11 位手机号，或带区号的固定电话，如 0763-4280000')

/** What every command answers: the record and the version that now stands. */
export const Written = z.object({ id: Id, version: Version })

/** 一名儿童 as lists and search show it. */
export const ChildRow = z.object({
  id: Id,
  name: z.string(),
  sex: Sex,
  birthDay: Day,
  age: z.number().int(),
  state: ChildState,
  idNumberState: IdNumberState,
  divisionCode: z.string(),
  divisionName: z.string().nullable(),
  townName: z.string().nullable(),
  residence: ResidenceKind,
  categories: z.array(CategoryKind),
})
export type ChildRow = z.infer<typeof ChildRow>

/** Lists leave out who is no longer on the register unless asked. A name is searched by POST, never here. */
export const ChildFilter = Page.extend({
  divisionCode: DivisionCode.optional(),
  /** Those the place is responsible for, or those whose hukou is here while they live elsewhere. */
  relation: z.enum(['responsible', 'hukou-only']).default('responsible'),
  /** One kind; 'any-difficulty' for all kinds but left-behind and migrant; 'none' for children without a category. */
  category: z.enum([...CategoryKind.options, 'any-difficulty', 'none']).optional(),
  age: z.enum(AGE_BANDS).optional(),
  state: ChildState.default('active'),
  idNumberState: IdNumberState.optional(),
  order: z.enum(['place', 'youngest', 'oldest']).default('place'),
})
export type ChildFilter = z.output<typeof ChildFilter>

/** Counting stops here: nobody pages that far, and the figure on a report comes from the statistics. */
export const COUNTED_TO = 10_000

export const listChildren = endpoint({
  method: 'GET',
  path: '/children',
  summary: '儿童名单',
  can: 'children.read',
  audit: 'child.listed',
  input: ChildFilter,
  output: pageOf(ChildRow).extend({ isMore: z.boolean() }),
})
