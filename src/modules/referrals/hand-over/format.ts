import { z } from 'zod'

/**
 * The head of a hand-over file (ADR 0034): a title, then these lines in this order, each `label：value` and ended by LF. The county's
 * signature covers exactly these bytes in UTF-8; all but the last line are bound into the encryption too.
 */
const TITLE = '守望离线交接文件 v1'
const LINES = {
  id: '编号',
  county: '发出县',
  office: '发出单位',
  recipient: '交给',
  madeAt: '制作',
  endsOn: '截止',
  salt: '盐',
  rounds: '推导次数',
  answerKey: '回件公钥',
  keyId: '密钥',
  contentHash: '密文摘要',
} as const
type Line = keyof typeof LINES
// Object.entries of a literal record gives its keys; TypeScript only says string.
const ORDER = Object.entries(LINES) as [Line, string][]

export type Head = Record<Line, string>

/** One line each: what stands in a head cannot add a line of its own. */
const plain = (value: string) => value.replace(/\s+/g, ' ').trim()

const textOf = (head: Partial<Head>, lines: readonly [Line, string][]) =>
  `${TITLE}\n${lines.map(([line, label]) => `${label}：${plain(head[line] ?? '')}\n`).join('')}`

export const headText = (head: Head): string => textOf(head, ORDER)

/** What the encryption is bound to: the head without the hash of what is encrypted. */
export const boundText = (head: Omit<Head, 'contentHash'>): string => textOf(head, ORDER.slice(0, -1))

/** Undefined when a line is missing, out of order or unknown. */
export const readHead = (text: string): Head | undefined => {
  const [title, ...rest] = text.split('\n')
  if (title !== TITLE || rest.pop() !== '' || rest.length !== ORDER.length) return undefined
  const head: Partial<Head> = {}
  for (const [at, [line, label]] of ORDER.entries()) {
    const given = rest[at]
    if (!given?.startsWith(`${label}：`)) return undefined
    head[line] = given.slice(label.length + 1)
  }
  // Every line was found above.
  return head as Head
}

/** What stands in the page: the head with its signature in hexadecimal, and iv ‖ ciphertext ‖ tag in base64. */
export const Parcel = z.object({
  head: z.string().max(4_000),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
  content: z
    .string()
    .max(400_000)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/),
})
export type Parcel = z.infer<typeof Parcel>

/** What is encrypted: no more of the child than was granted, for this reason. */
export const Content = z.object({
  number: z.string(),
  subject: z.string(),
  request: z.string(),
  reason: z.string(),
  sender: z.string(),
  dueAt: z.string().nullable(),
  child: z.array(z.object({ label: z.string(), value: z.string().nullable() })),
  /** Whoever writes it back has opened the file. */
  token: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Content = z.infer<typeof Content>

/** The file that comes back: a box for the file's own key (server/crypto/boxes.ts) in base64. */
export const AnswerFile = z.object({
  format: z.literal('shouwang-hand-over-answer'),
  formatVersion: z.literal(1),
  id: z.uuid(),
  box: z
    .string()
    .max(40_000)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/),
})
export type AnswerFile = z.infer<typeof AnswerFile>

/** What is in the box. */
export const AnswerContent = z.object({
  id: z.uuid(),
  token: z.string().regex(/^[0-9a-f]{64}$/),
  writtenAt: z.iso.datetime({ offset: true }),
  name: z.string('请填写姓名').trim().min(1, '请填写姓名').max(40, '最多 40 字'),
  office: z.string('请填写单位和职务').trim().min(2, '请填写单位和职务').max(80, '最多 80 字'),
  phone: z.string().trim().max(30, '最多 30 个字符'),
  isDone: z.boolean(),
  answer: z.string('请填写办理情况').trim().min(2, '请填写办理情况').max(4_000, '最多 4000 字'),
})
export type AnswerContent = z.infer<typeof AnswerContent>

/** Bytes of an answer file; 4,000 signs of Chinese in base64 are 16,000. */
export const LARGEST_ANSWER = 48_000

/** A box is bound to its file. */
export const boxPurpose = (id: string) => `hand-over ${id}`
