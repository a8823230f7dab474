import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, Reason, Version } from '#kernel/fields.ts'
import { HealthDetail, ParentStateKind, Proof, Source, Written } from '../contract.ts'

/** 父母状况: what keeps a parent from caring, from when to when, and what proves it. */
export const ParentState = z.object({
  id: Id,
  version: Version,
  kind: ParentStateKind,
  fromDay: Day.nullable(),
  toDay: Day.nullable(),
  /** 失联: the six months count from the day on which the police accepted the report (民发〔2019〕62号). */
  acceptedDay: Day.nullable(),
  proofKind: z.string().nullable(),
  proofIssuer: z.string().nullable(),
  proofDay: Day.nullable(),
  hasProofNo: z.boolean(),
  hasDetail: z.boolean(),
  source: Source.nullable(),
})
export type ParentState = z.infer<typeof ParentState>

export const addParentState = endpoint({
  method: 'POST',
  path: '/children/:id/family/:personId/states',
  summary: '登记父母状况',
  can: 'children.edit',
  audit: 'child.parent-state-added',
  input: z.object({
    id: Id,
    personId: Id,
    stateId: Id,
    kind: ParentStateKind,
    from: Day.optional(),
    /** Last day where it is known beforehand, e.g. of a sentence. */
    to: Day.optional(),
    acceptedOn: Day.optional(),
    proof: Proof.optional(),
    detail: HealthDetail.optional(),
  }),
  output: Written,
})

export const endParentState = endpoint({
  method: 'POST',
  path: '/children/:id/family/:personId/states/:stateId/end',
  summary: '父母状况结束',
  can: 'children.edit',
  audit: 'child.parent-state-ended',
  input: z.object({ id: Id, personId: Id, stateId: Id, version: Version, to: Day, reason: Reason }),
  output: Written,
})
