import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { DivisionCode, Id, optionalText } from '#kernel/fields.ts'
import { DangerAnswers } from '../contract.ts'

const CountyCode = z.string().regex(/^\d{6}$/, '县代码应为 6 位数字')

/** Bytes as base64 without padding marks lost: `bytes(16)` takes exactly 16 bytes. */
const bytes = (count: number) =>
  z
    .base64('格式不对，请刷新页面后重试')
    .refine((text) => atob(text).length === count, '格式不对，请刷新页面后重试')

export const EmergencyNumber = z.object({
  number: z.string(),
  label: z.string(),
  about: z.string(),
})
export type EmergencyNumber = z.infer<typeof EmergencyNumber>

/** What the pages for everybody need to know of a county: numbers to call, places, units. Nothing of any person. */
export const getPortal = endpoint({
  method: 'GET',
  path: '/portal',
  summary: '对外页面：紧急电话、村镇和单位名单',
  can: 'anyone',
  input: z.object({ county: CountyCode.optional() }),
  output: z.object({
    county: z.object({ code: z.string(), name: z.string() }),
    isDemonstration: z.boolean(),
    numbers: z.array(EmergencyNumber),
    places: z.array(z.object({ code: z.string(), name: z.string(), town: z.string().nullable() })),
    /** Places of work that a report can be about; the county's own centre is one of them. */
    workplaces: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
    /** Salt of every return code of this county, base64 of 16 bytes. */
    codeSalt: z.string(),
    now: z.string(),
  }),
})

/** A task for the sender's machine; how hard it is grows with the load (design: no cap that shuts out a true report). */
export const Challenge = z.object({
  /** Signed by the server, good for ten minutes and one use. */
  challenge: z.string(),
  /** Leading zero bits of SHA-256(challenge + ':' + nonce). */
  bits: z.number().int(),
})
export type Challenge = z.infer<typeof Challenge>

export const askChallenge = endpoint({
  method: 'GET',
  path: '/portal/challenge',
  summary: '提交前的计算题',
  can: 'anyone',
  input: z.object({ county: CountyCode.optional() }),
  output: Challenge,
})

/** What is too late or was used is answered 409 'work-again': the page asks for a new one and sends the same thing again. */
export const Work = z.object({ challenge: z.string().max(400), nonce: z.string().max(40) })
export type Work = z.infer<typeof Work>

/** What the browser derives from a return code; none of it can be turned back into the code. */
export const CodeKeys = z.object({
  lookup: bytes(16),
  proof: bytes(32),
  /** X25519. */
  publicKey: bytes(32),
  /** Derived by the server for a browser that could not. */
  isLowered: z.boolean().default(false),
})
export type CodeKeys = z.infer<typeof CodeKeys>

/** Where somebody named in the report works: those people are kept from it, and it goes upward when that is the desk itself. */
export const NamedWorkplace = z.object({
  kind: z.enum(['unit', 'division', 'centre', 'other']),
  /** Unit id or division code; empty for the centre and others. */
  id: z.string().max(40).default(''),
  /** As the reporter wrote it, when it is not on the list. */
  text: optionalText(100),
})

export const NewPortalReport = z.object({
  id: Id,
  county: CountyCode.optional(),
  door: z.enum(['anonymous', 'confidential']),
  /** The reporter is the child it is about. */
  isOwn: z.boolean().default(false),
  narrative: z.string('请写下发生了什么').trim().min(2, '请写下发生了什么').max(4000, '最多 4000 字'),
  childName: optionalText(50),
  childAbout: optionalText(500),
  divisionCode: DivisionCode.optional(),
  danger: DangerAnswers.default({}),
  /** Of the nine kinds, from the guide. */
  dutyKinds: z.array(z.string().max(40)).max(9).default([]),
  reporterName: optionalText(50),
  reporterPhone: optionalText(30),
  reporterRelation: optionalText(50),
  /** When and how it is safe to get in touch. */
  safeContact: optionalText(200),
  accusedName: optionalText(50),
  accusedWorkplaces: z.array(NamedWorkplace).max(5).default([]),
  files: z
    .array(z.object({ id: Id, secret: z.string().max(100) }))
    .max(10)
    .default([]),
  code: CodeKeys,
  work: Work,
})
export type NewPortalReport = z.output<typeof NewPortalReport>

/** Sent twice, it is taken once and answered alike. Nothing but the code opens what becomes of it. */
export const sendReport = endpoint({
  method: 'POST',
  path: '/portal/reports',
  summary: '提交报告或求助',
  can: 'anyone',
  audit: 'report.sent',
  input: NewPortalReport,
  output: z.object({
    isTaken: z.literal(true),
    /** Until when it is looked at, at the latest. */
    seenBy: z.string(),
    /** Files that had not arrived whole; they can be sent again with a message. */
    missingFiles: z.array(z.string()),
  }),
})

/** How far a report has come, for whoever holds its code; nothing of what was done. */
export const CodeState = z.enum(['received', 'being-checked', 'passed-on', 'closed'])
export type CodeState = z.infer<typeof CodeState>

/** What the sealed answer of `openReturn` holds once its key opens it. */
export const ReturnContent = z.object({
  state: CodeState,
  sentAt: z.string(),
  messages: z.array(
    z.object({ id: z.string(), isFromReporter: z.boolean(), at: z.string(), text: z.string() }),
  ),
  /** Older messages that no longer fit in. */
  isCut: z.boolean(),
})
export type ReturnContent = z.infer<typeof ReturnContent>

/** Always 200 with 16 KiB that only the right key opens, whether the code is known, closed or made up. */
export const openReturn = endpoint({
  method: 'POST',
  path: '/portal/returns',
  summary: '凭回访码查看进度和消息',
  can: 'anyone',
  audit: 'report.code-tried',
  input: z.object({ county: CountyCode.optional(), lookup: bytes(16), proof: bytes(32) }),
  output: z.object({ sealed: z.string() }),
})

/** Answers alike whether there is such a code or not. */
export const sendMessage = endpoint({
  method: 'POST',
  path: '/portal/messages',
  summary: '凭回访码补充情况',
  can: 'anyone',
  audit: 'report.message-sent',
  input: z.object({
    county: CountyCode.optional(),
    lookup: bytes(16),
    proof: bytes(32),
    id: Id,
    text: z.string('请写下要说的话').trim().min(1, '请写下要说的话').max(2000, '最多 2000 字'),
    files: z
      .array(z.object({ id: Id, secret: z.string().max(100) }))
      .max(10)
      .default([]),
    work: Work,
  }),
  output: z.object({ isTaken: z.literal(true) }),
})
