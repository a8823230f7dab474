import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, Instant, Reason, Version } from '#kernel/fields.ts'
import { DelegatedCare } from '../care/contract.ts'
import { Category } from '../categories/contract.ts'
import { ChildState, IdNumberState, ResidenceKind, Sex, Sources } from '../contract.ts'
import { FamilyMember } from '../family/contract.ts'
import { Health } from '../health/contract.ts'
import { Schooling } from '../schooling/contract.ts'

/** 一人一档. Secrets (C3) show only whether they are known; revealing one is a command of its own. */
export const ChildFile = z.object({
  id: Id,
  version: Version,
  label: z.enum(['normal', 'sealed']),
  state: ChildState,
  stateReason: z.string().nullable(),
  stateDay: Day.nullable(),
  name: z.string(),
  sex: Sex,
  ethnicity: z.string().nullable(),
  birthDay: Day,
  age: z.number().int(),
  idNumberState: IdNumberState,
  hasPhone: z.boolean(),
  divisionCode: z.string(),
  divisionName: z.string().nullable(),
  townName: z.string().nullable(),
  hukouDivisionCode: z.string().nullable(),
  hukouDivisionName: z.string().nullable(),
  hasHukouAddress: z.boolean(),
  residence: ResidenceKind,
  residencePlace: z.string().nullable(),
  hasResidenceAddress: z.boolean(),
  sources: Sources,
  createdAt: Instant,
  createdBy: z.string().nullable(),
  updatedAt: Instant,
  updatedBy: z.string().nullable(),
  /** The caller reads by a grant or by the hukou alone and may not write, or may. */
  isEditable: z.boolean(),
  categories: z.array(Category),
  family: z.array(FamilyMember),
  care: z.array(DelegatedCare),
  schooling: z.array(Schooling),
  health: z.array(Health),
})
export type ChildFile = z.infer<typeof ChildFile>

export const getChild = endpoint({
  method: 'GET',
  path: '/children/:id',
  summary: '一名儿童的档案',
  can: 'children.read',
  audit: 'child.opened',
  input: z.object({ id: Id }),
  output: ChildFile,
})

/** For a meeting: the file as it stands, with who printed it, when and why on every sheet. */
export const printChild = endpoint({
  method: 'POST',
  path: '/children/:id/print',
  summary: '打印儿童档案',
  can: 'children.print',
  audit: 'child.printed',
  reauth: true,
  input: z.object({ id: Id, reason: Reason }),
  output: z.object({
    file: ChildFile,
    printedAt: Instant,
    printedBy: z.string(),
    /** Leads from the sheet to the audit entry. */
    number: z.string(),
    watermark: z.string(),
    reason: z.string(),
  }),
})
