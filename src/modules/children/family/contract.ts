import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, optionalText, Reason, Version } from '#kernel/fields.ts'
import {
  FamilyRelation,
  IdNumber,
  IdNumberState,
  PersonName,
  Phone,
  Sex,
  Source,
  Sources,
  Written,
} from '../contract.ts'
import { ParentState } from '../parents/contract.ts'

/** An adult of the family; one record however many children there are. Secrets show only whether they are known. */
export const FamilyPerson = z.object({
  id: Id,
  version: Version,
  name: z.string(),
  sex: Sex,
  birthDay: Day.nullable(),
  age: z.number().int().nullable(),
  idNumberState: IdNumberState,
  hasPhone: z.boolean(),
  whereabouts: z.string().nullable(),
  sources: Sources,
  states: z.array(ParentState),
  /** Other children of this person whom the caller may see. */
  otherChildren: z.array(z.object({ id: Id, name: z.string() })),
})
export type FamilyPerson = z.infer<typeof FamilyPerson>

/** 家庭成员: how a person stands to the child, from when to when. */
export const FamilyMember = z.object({
  id: Id,
  version: Version,
  relation: FamilyRelation,
  isGuardian: z.boolean(),
  isHousehold: z.boolean(),
  fromDay: Day.nullable(),
  toDay: Day.nullable(),
  endReason: z.string().nullable(),
  source: Source.nullable(),
  person: FamilyPerson,
})
export type FamilyMember = z.infer<typeof FamilyMember>

/** Whose identity number is on file already is linked, not entered twice; then `id` answers the person's own. */
export const addFamilyMember = endpoint({
  method: 'POST',
  path: '/children/:id/family',
  summary: '增加父母、监护人或同住人',
  can: 'children.edit',
  audit: 'child.family-member-added',
  input: z.object({
    id: Id,
    linkId: Id,
    personId: Id,
    name: PersonName,
    sex: Sex.default('unknown'),
    birthDay: Day.optional(),
    idNumber: IdNumber.optional(),
    phone: Phone.optional(),
    whereabouts: optionalText(60),
    relation: FamilyRelation,
    isGuardian: z.boolean().default(false),
    isHousehold: z.boolean().default(false),
    from: Day.optional(),
  }),
  output: Written.extend({ personId: Id }),
})

const clearable = <T extends z.ZodType>(field: T) => field.nullable().optional()

export const PersonCorrection = z.object({
  id: Id,
  personId: Id,
  version: Version,
  reason: Reason,
  name: PersonName.optional(),
  sex: Sex.optional(),
  birthDay: clearable(Day),
  idNumber: clearable(IdNumber),
  phone: clearable(Phone),
  whereabouts: clearable(z.string().trim().max(60, '最多 60 字')),
})
export type PersonCorrection = z.output<typeof PersonCorrection>

export const correctPerson = endpoint({
  method: 'POST',
  path: '/children/:id/family/:personId/correct',
  summary: '更正家庭成员的信息',
  can: 'children.edit',
  audit: 'child.person-corrected',
  input: PersonCorrection,
  output: Written,
})

export const correctRelation = endpoint({
  method: 'POST',
  path: '/children/:id/relations/:linkId/correct',
  summary: '更正与儿童的关系',
  can: 'children.edit',
  audit: 'child.relation-corrected',
  input: z.object({
    id: Id,
    linkId: Id,
    version: Version,
    reason: Reason,
    relation: FamilyRelation.optional(),
    isGuardian: z.boolean().optional(),
    isHousehold: z.boolean().optional(),
  }),
  output: Written,
})

export const endRelation = endpoint({
  method: 'POST',
  path: '/children/:id/relations/:linkId/end',
  summary: '结束与儿童的关系',
  can: 'children.edit',
  audit: 'child.relation-ended',
  input: z.object({ id: Id, linkId: Id, version: Version, to: Day, reason: Reason }),
  output: Written,
})
