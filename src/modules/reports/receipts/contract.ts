import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { DivisionCode, Id, Instant, optionalText, Page, pageOf } from '#kernel/fields.ts'
import { isPhone, normalisePhone } from '#kernel/phone.ts'
import { UploadedFile } from '#modules/files/contract.ts'
import { CoarseState, DangerAnswer } from '../contract.ts'
import { DUTY_KIND_NAMES } from '../duty-kinds/labels.ts'

const Kind = z.enum(DUTY_KIND_NAMES, '没有这一类情形，请刷新页面后重选')

/** How receipts are signed: Ed25519, or SM2 where the installation uses the SM suite. */
export const Suite = z.enum(['ed25519', 'sm2'])
export type Suite = z.infer<typeof Suite>

/** What the check of a receipt comes to. */
export const Verdict = z.enum([
  'valid',
  'changed',
  'unknown-key',
  'wrong-suite',
  'truncated',
  'not-a-receipt',
  'future',
])
export type Verdict = z.infer<typeof Verdict>

const Phone = z
  .string()
  .transform(normalisePhone)
  .refine((text) => text === '' || isPhone(text), '电话应为 11 位手机号，或带区号的固定电话，如 0763-4280000')
  .transform((text) => text || undefined)
  .optional()

/** A report by a unit's person, whose duty it is (未成年人保护法第十一条). Sent twice, it is taken once. */
export const NewDutyReport = z.object({
  id: Id,
  /** Sixteen bytes of the sender's own making, in hexadecimal; the server forgets them. */
  nonce: z.string().regex(/^[0-9a-f]{32}$/, '证明码格式不对，请刷新页面后重试'),
  kinds: z.array(Kind).max(9).default([]),
  /** Left out: just now. */
  knownAt: Instant.optional(),
  narrative: z.string('请写下发生了什么').trim().min(2, '请写下发生了什么').max(4000, '最多 4000 字'),
  childName: optionalText(50),
  childAbout: optionalText(500),
  divisionCode: DivisionCode.optional(),
  isInDanger: DangerAnswer.default('unknown'),
  /** When 110 was called or the police were told otherwise. */
  policeToldAt: Instant.optional(),
  firstSteps: optionalText(1000),
  /** Somebody else of the unit who knows of it. */
  witness: optionalText(50),
  phone: Phone,
  files: z.array(UploadedFile).max(10, '最多 10 个文件').default([]),
  /** Whoever the report is about works in the reporter's own unit: its people are kept from it. */
  isAboutOwnUnit: z.boolean().default(false),
  /** The reporter wishes the own name on the receipt. */
  isNamed: z.boolean().default(false),
})
export type NewDutyReport = z.output<typeof NewDutyReport>

/** 责任回执. Holds no child's name, nothing of what was reported, and no reporter's name but on the own wish. */
export const Receipt = z.object({
  id: z.string(),
  number: z.string(),
  unit: z.string(),
  knownAt: z.string(),
  reportedAt: z.string(),
  /** How far the report has come. */
  state: CoarseState,
  suite: Suite,
  keyId: z.string(),
  /** The canonical text, then the line of its signature. */
  text: z.string(),
  /** The same for a QR code. */
  code: z.string(),
})
export type Receipt = z.infer<typeof Receipt>

export const sendDutyReport = endpoint({
  method: 'POST',
  path: '/duty-reports',
  summary: '强制报告：责任单位的人报告',
  can: 'duty-reports.send',
  audit: 'duty-report.sent',
  input: NewDutyReport,
  output: z.object({
    receipt: Receipt,
    /** Of the report, to name it on the telephone. */
    reportNumber: z.string(),
    isEmergency: z.boolean(),
    /** Until when the county's desk looks at it. */
    seenBy: z.string(),
    /** Files that had not arrived whole. */
    missingFiles: z.array(z.string()),
  }),
})

export const listMyReceipts = endpoint({
  method: 'GET',
  path: '/duty-reports/receipts',
  summary: '我的责任回执',
  can: 'duty-reports.send',
  input: Page,
  output: pageOf(Receipt.pick({ id: true, number: true, knownAt: true, reportedAt: true, state: true })),
})

export const getReceipt = endpoint({
  method: 'GET',
  path: '/duty-reports/receipts/:id',
  summary: '责任回执',
  can: 'duty-reports.send',
  input: z.object({ id: Id }),
  output: Receipt,
})

export const printReceipt = endpoint({
  method: 'GET',
  path: '/duty-reports/receipts/:id/pdf',
  summary: '责任回执（PDF）',
  can: 'duty-reports.send',
  audit: 'receipt.printed',
  file: 'download',
  input: z.object({ id: Id }),
  output: z.object({ fileName: z.string() }),
})

/** Proof of duty for the head of a unit: that and when, never who or what. */
export const listUnitReceipts = endpoint({
  method: 'GET',
  path: '/duty-reports/unit',
  summary: '本单位的履责清单',
  can: 'duty-reports.prove',
  input: Page,
  output: pageOf(Receipt.pick({ number: true, knownAt: true, reportedAt: true })).extend({
    unit: z.string(),
  }),
})

const CountyCode = z.string().regex(/^\d{6}$/, '县代码应为 6 位数字')

/** Public keys of a county, all generations, one a line; to be published and kept. */
export const listReceiptKeys = endpoint({
  method: 'GET',
  path: '/receipt-keys',
  summary: '核验责任回执用的公钥',
  can: 'anyone',
  input: z.object({ county: CountyCode.optional() }),
  output: z.object({ text: z.string() }),
})

/** One HTML file that needs no network, with the county's public keys in it. */
export const getCheckPage = endpoint({
  method: 'GET',
  path: '/receipt-check',
  summary: '下载离线核验页（一个文件，断网可用）',
  can: 'anyone',
  file: 'download',
  input: z.object({ county: CountyCode.optional() }),
  output: z.object({ fileName: z.string() }),
})
