import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, optionalText, Reason, Version } from '#kernel/fields.ts'
import { FamilyRelation, Source, Written } from '../contract.ts'

/**
 * What the carer declares (《未成年人保护法》第二十二条): full capacity to care, and none of the three kinds of conduct, nor
 * another reason, that exclude someone from being a carer.
 */
export const Declared = z.enum(['capable', 'no-harm', 'no-habit', 'no-neglect', 'no-other'])
export type Declared = z.infer<typeof Declared>

/** 委托照护: parents who cannot care for a time have somebody else do it (《未成年人保护法》第二十二、二十三条). */
export const DelegatedCare = z.object({
  id: Id,
  version: Version,
  carerId: Id,
  carerName: z.string(),
  relation: FamilyRelation,
  reason: z.string(),
  fromDay: Day,
  toDay: Day.nullable(),
  endReason: z.string().nullable(),
  agreementNo: z.string().nullable(),
  villageToldOn: Day.nullable(),
  schoolToldOn: Day.nullable(),
  declared: z.array(Declared),
  declaredOn: Day.nullable(),
  isChildHeard: z.boolean(),
  source: Source.nullable(),
})
export type DelegatedCare = z.infer<typeof DelegatedCare>

/** Yes, no, or not yet asked. */
const Answer = z.enum(['yes', 'no']).optional()

export const recordDelegatedCare = endpoint({
  method: 'POST',
  path: '/children/:id/care',
  summary: '登记委托照护',
  can: 'children.edit',
  audit: 'child.care-delegated',
  input: z.object({
    id: Id,
    careId: Id,
    /** Somebody of the child's family list; add the person there first. */
    carerId: Id,
    relation: FamilyRelation,
    reason: z.string().trim().min(2, '请写明委托的原因，如父母外出务工').max(100, '最多 100 字'),
    from: Day,
    agreementNo: optionalText(60),
    villageToldOn: Day.optional(),
    schoolToldOn: Day.optional(),
    isCapable: Answer,
    hasHarmed: Answer,
    hasBadHabit: Answer,
    hasNeglected: Answer,
    isOtherwiseUnfit: Answer,
    isChildHeard: z.boolean().default(false),
  }),
  output: Written,
})

/** What is told or declared later. */
export const completeDelegatedCare = endpoint({
  method: 'POST',
  path: '/children/:id/care/:careId/complete',
  summary: '补登委托照护的告知与声明',
  can: 'children.edit',
  audit: 'child.care-completed',
  input: z.object({
    id: Id,
    careId: Id,
    version: Version,
    agreementNo: optionalText(60),
    villageToldOn: Day.optional(),
    schoolToldOn: Day.optional(),
    isCapable: Answer,
    hasHarmed: Answer,
    hasBadHabit: Answer,
    hasNeglected: Answer,
    isOtherwiseUnfit: Answer,
    isChildHeard: z.boolean().optional(),
  }),
  output: Written,
})

export const endDelegatedCare = endpoint({
  method: 'POST',
  path: '/children/:id/care/:careId/end',
  summary: '结束委托照护',
  can: 'children.edit',
  audit: 'child.care-ended',
  input: z.object({ id: Id, careId: Id, version: Version, to: Day, reason: Reason }),
  output: Written,
})
