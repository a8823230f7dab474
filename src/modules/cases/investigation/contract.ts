import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Reason, Version } from '#kernel/fields.ts'

/** 社会背景调查: drafted, signed by its investigator, signed by a second person, then it stands. */
export const InvestigationState = z.enum(['draft', 'written', 'signed'])
export type InvestigationState = z.infer<typeof InvestigationState>

const Text = (most: number) => z.string().trim().max(most, `最多 ${most} 字`)

/** One part of the report. The title stands with it, so that an old report shows the words of its time. */
export const Section = z.object({
  id: z.string().max(40),
  title: z.string().trim().min(1).max(40),
  text: Text(4000),
  /** 不清楚: asked, and nobody could say. It is a finding that stands, never an empty line. */
  isUnknown: z.boolean(),
})
export type Section = z.infer<typeof Section>

/** What one side says of the event, side by side with the others. */
export const Account = z.object({
  who: Text(60).min(1, '请写明谁说的'),
  said: Text(2000).min(1, '请写明怎么说'),
})

export const SpokenHow = z.enum(['home', 'school', 'office', 'telephone', 'video', 'other'], '请选择怎么谈的')
export type SpokenHow = z.infer<typeof SpokenHow>

/** Somebody spoken to. */
export const Source = z.object({
  who: Text(60).min(1, '请写明和谁谈的'),
  relation: Text(40).min(1, '请写明和孩子的关系'),
  on: Day,
  how: SpokenHow,
})

/** Kept sealed as a whole under the case's key. */
export const InvestigationContent = z.object({
  sections: z.array(Section).min(1).max(20),
  accounts: z.array(Account).max(20, '最多 20 条'),
  sources: z.array(Source).max(40, '最多 40 人'),
  /** What is still to be found out, beyond the sections that are 不清楚. */
  gaps: Text(2000),
  conclusion: Text(4000),
})
export type InvestigationContent = z.infer<typeof InvestigationContent>

const Signature = z.object({ by: z.string(), at: z.string() })

export const InvestigationRecord = z.object({
  id: z.string(),
  state: InvestigationState,
  version: z.number().int(),
  content: InvestigationContent,
  begunAt: z.string(),
  saved: Signature,
  written: Signature.nullable(),
  signed: Signature.nullable(),
  /** Why the second person gave it back last. */
  returnNote: z.string().nullable(),
  /** The reader signed it as its investigator, so somebody else signs as second. */
  isMine: z.boolean(),
  /** What keeps the investigator from signing, in words. */
  faults: z.array(z.string()),
})
export type InvestigationRecord = z.infer<typeof InvestigationRecord>

/** The newest first; at most one that is not signed. */
export const listInvestigations = endpoint({
  method: 'GET',
  path: '/cases/:id/investigations',
  summary: '个案的社会背景调查',
  can: 'cases.read',
  audit: 'investigation.read',
  input: z.object({ id: Id }),
  output: z.object({
    number: z.string(),
    isNeeded: z.boolean(),
    /** Needed, and none was signed since the case was opened or taken up again. */
    isMissing: z.boolean(),
    items: z.array(InvestigationRecord),
  }),
})

/** Version 0 begins one. A draft may be kept while it is incomplete. */
export const saveInvestigation = endpoint({
  method: 'PUT',
  path: '/cases/:id/investigations',
  summary: '起草或修改社会背景调查',
  can: 'cases.work',
  audit: 'investigation.saved',
  input: z.object({
    id: Id,
    /** Made by the browser, so that sending twice begins one. */
    investigationId: Id,
    version: z.coerce.number().int().min(0),
    content: InvestigationContent,
  }),
  output: z.object({ version: z.number().int(), faults: z.array(z.string()) }),
})

export const signInvestigation = endpoint({
  method: 'POST',
  path: '/investigations/:id/signature',
  summary: '调查人在社会背景调查上签字',
  can: 'cases.work',
  audit: 'investigation.written',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

/** By somebody other than the investigator; after it nothing is changed any more. */
export const countersignInvestigation = endpoint({
  method: 'POST',
  path: '/investigations/:id/countersignature',
  summary: '另一人复核社会背景调查并签字',
  can: 'cases.work',
  audit: 'investigation.signed',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

/** By a second person with the reason, or by the investigator to go on writing. */
export const returnInvestigation = endpoint({
  method: 'POST',
  path: '/investigations/:id/return',
  summary: '退回社会背景调查',
  can: 'cases.work',
  audit: 'investigation.returned',
  input: z.object({ id: Id, version: Version, note: Reason }),
  output: Done,
})

export const printInvestigation = endpoint({
  method: 'POST',
  path: '/investigations/:id/print',
  summary: '打印社会背景调查（写明事由，带水印）',
  can: 'cases.work',
  audit: 'investigation.printed',
  reauth: true,
  input: z.object({ id: Id, reason: Reason }),
  output: InvestigationRecord.extend({
    case: z.object({ id: z.string(), number: z.string() }),
    watermark: z.string(),
    reason: z.string(),
  }),
})
