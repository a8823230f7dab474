import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, DivisionCode, Done, Id, Reason } from '#kernel/fields.ts'
import { FamilyRelation, PersonName, Sex } from '#modules/children/contract.ts'

/** 人物关系: who is what to whom in a case, from when to when, by whose word. Ended, never deleted. */
export const RelationKind = z.enum(
  [
    'parent',
    'grandparent',
    'sibling',
    'spouse',
    'relative',
    'guardian',
    'cares-for',
    'suspected-offender',
    'witness',
    'teacher',
    'classmate',
    'neighbour',
    'other',
  ],
  '请选择关系',
)
export type RelationKind = z.infer<typeof RelationKind>

export const RelationSource = z.enum(
  ['register', 'child', 'family', 'visit', 'report', 'unit', 'other'],
  '请选择从何得知',
)
export type RelationSource = z.infer<typeof RelationSource>

/** Somebody of a case: of the register, or named in the case only. Without a name for whom that file is sealed. */
export const CasePerson = z.object({
  id: z.string(),
  name: z.string().nullable(),
  sex: Sex,
  /** The child whom the case is about. */
  isChild: z.boolean(),
  /** The child's own file, where the reader may be led to it. */
  childId: z.string().nullable(),
  place: z.string().nullable(),
})
export type CasePerson = z.infer<typeof CasePerson>

export const Relation = z.object({
  id: z.string(),
  whoId: z.string(),
  whomId: z.string(),
  kind: RelationKind,
  source: RelationSource,
  fromDay: z.string().nullable(),
  toDay: z.string().nullable(),
  recordedBy: z.string(),
  recordedAt: z.string(),
  endedBy: z.string().nullable(),
  endReason: z.string().nullable(),
})
export type Relation = z.infer<typeof Relation>

export const listRelations = endpoint({
  method: 'GET',
  path: '/cases/:caseId/relations',
  summary: '案中的人和他们的关系',
  can: 'cases.read',
  audit: 'relations.read',
  input: z.object({ caseId: Id }),
  output: z.object({
    people: z.array(CasePerson),
    relations: z.array(Relation),
    /** The child's family in the register that the case does not name yet; empty for whoever only reads the case. */
    family: z.array(
      z.object({
        as: z.enum(['child', 'person']),
        id: z.string(),
        name: z.string(),
        is: z.union([FamilyRelation, z.literal('sibling')]),
      }),
    ),
  }),
})

/** Somebody whom the case names already, somebody of the register, or somebody new whom only this case names. */
export const Whom = z.discriminatedUnion('as', [
  z.object({ as: z.literal('known'), id: Id }),
  z.object({ as: z.literal('child'), id: Id }),
  z.object({ as: z.literal('person'), id: Id }),
  z.object({
    as: z.literal('named'),
    id: Id,
    name: PersonName,
    sex: Sex.default('unknown'),
    /** Where they work, when that is a body of the network. */
    unitId: Id.optional(),
    /** The village where they live or hold an office. */
    divisionCode: DivisionCode.optional(),
  }),
])
export type Whom = z.infer<typeof Whom>

export const recordRelation = endpoint({
  method: 'POST',
  path: '/cases/:caseId/relations',
  summary: '记录一层人物关系',
  can: 'cases.work',
  audit: 'relation.recorded',
  input: z.object({
    caseId: Id,
    relationId: Id,
    who: Whom,
    kind: RelationKind,
    whom: Whom,
    source: RelationSource,
    fromDay: Day.optional(),
  }),
  output: Done,
})

export const endRelation = endpoint({
  method: 'POST',
  path: '/case-relations/:id/end',
  summary: '终止一层人物关系',
  can: 'cases.work',
  audit: 'relation.ended',
  input: z.object({ id: Id, toDay: Day, reason: Reason }),
  output: Done,
})
