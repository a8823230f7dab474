import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, optionalText, Reason, Version } from '#kernel/fields.ts'
import { BestInterests } from '../best-interests/contract.ts'
import { Aloneness, ContactWay, NO_WORDS, NOT_ALONE } from '../follow-ups/contract.ts'

/** 结案申请与审批, as the case page needs it. */
export const ClosingRecord = z.object({
  requestedBy: z.string(),
  requestedAt: z.string(),
  summary: z.string(),
  decision: z.enum(['agreed', 'sent-back']).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  decisionNote: z.string().nullable(),
})

export const GoalsReached = z.enum(['all', 'some', 'none'])
export type GoalsReached = z.infer<typeof GoalsReached>

/** 回访: is the child better off? */
export const LookBackRecord = z.object({
  id: z.string(),
  dueAt: z.string(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  isBetter: z.boolean().nullable(),
  finding: z.string().nullable(),
})

/** "说出来有用吗", as the child answers. */
export const Usefulness = z.enum(['yes', 'some', 'no', 'unsaid', 'not-asked'])
export type Usefulness = z.infer<typeof Usefulness>

/** Whom the outcome was told; `nobody` with the reason. */
export const ToldWhom = z.enum(['child', 'guardian', 'both', 'nobody'])
export type ToldWhom = z.infer<typeof ToldWhom>

/** What was said on either side; kept sealed as a whole. */
export const TellingContent = z.object({
  words: z.string().optional(),
  said: z.string().optional(),
  reason: z.string().optional(),
})
export type TellingContent = z.infer<typeof TellingContent>

export const TellingRecord = TellingContent.extend({
  id: z.string(),
  onDay: Day,
  toldWhom: ToldWhom,
  way: ContactWay.nullable(),
  toldAt: z.string(),
  toldBy: z.string(),
})

/** What the child said at a look-back, or why it did not; kept sealed as a whole. */
export const LookBackWords = z.object({
  notAloneReason: z.string().optional(),
  childWords: z.string().optional(),
  noChildWordsReason: z.string().optional(),
  notAskedReason: z.string().optional(),
})
export type LookBackWords = z.infer<typeof LookBackWords>

const FullLookBack = LookBackRecord.extend({
  closingId: z.string().nullable(),
  ordinal: z.number().int(),
  isCancelled: z.boolean(),
  way: ContactWay.nullable(),
  seen: Aloneness.nullable(),
  useful: Usefulness.nullable(),
  /** The finding went to another running case of the child. */
  isJoined: z.boolean(),
  words: LookBackWords,
})

const FullClosing = ClosingRecord.extend({
  id: z.string(),
  goals: GoalsReached.nullable(),
  bestInterests: BestInterests.nullable(),
  tellingId: z.string().nullable(),
})

/** One thing that the archive must hold, and whether it is there. */
export const BookCheck = z.object({ label: z.string(), isThere: z.boolean() })
export type BookCheck = z.infer<typeof BookCheck>

/** Everything about the end of a case: of this round and of earlier ones, the newest first. */
export const getClosing = endpoint({
  method: 'GET',
  path: '/cases/:id/closing',
  summary: '个案的结果告知、结案与回访',
  can: 'cases.read',
  audit: 'closing.read',
  input: z.object({ id: Id }),
  output: z.object({
    tellings: z.array(TellingRecord),
    closings: z.array(FullClosing),
    lookBacks: z.array(FullLookBack),
    /** From the county's procedure: words to tell the outcome with. */
    outcomeTexts: z.array(z.object({ title: z.string(), text: z.string() })),
    /** How the child is asked, by its age. */
    question: z.string(),
    lookBackDays: z.array(z.number().int()),
    /** The list before a closed case is put away; empty as long as it is not closed. */
    checks: z.array(BookCheck),
  }),
})

const TOLD_HOW = '请选择怎样告知的'
const TOLD_WORDS = '请写下对孩子或监护人说的话'
const TOLD_SAID = '请写下他们怎么说；没有说什么也请写明'
const NOT_TOLD = '请写明为什么不能告知'

/** The outcome in words that a child or guardian understands. */
export const tellOutcome = endpoint({
  method: 'POST',
  path: '/cases/:id/outcome-tellings',
  summary: '记录把结果告诉孩子或监护人',
  can: 'cases.work',
  audit: 'outcome.told',
  input: z
    .object({
      id: Id,
      version: Version,
      /** Made by the browser, so that sending twice records once. */
      tellingId: Id,
      onDay: Day,
      toldWhom: ToldWhom,
      way: ContactWay.optional(),
      words: optionalText(2000),
      said: optionalText(2000),
      reason: optionalText(500),
    })
    .refine(({ toldWhom, way }) => toldWhom === 'nobody' || way, { path: ['way'], message: TOLD_HOW })
    .refine(({ toldWhom, words }) => toldWhom === 'nobody' || words, {
      path: ['words'],
      message: TOLD_WORDS,
    })
    .refine(({ toldWhom, said }) => toldWhom === 'nobody' || said, { path: ['said'], message: TOLD_SAID })
    .refine(({ toldWhom, reason }) => toldWhom !== 'nobody' || reason, {
      path: ['reason'],
      message: NOT_TOLD,
    }),
  output: Done,
})

export const requestClosing = endpoint({
  method: 'POST',
  path: '/cases/:id/closing',
  summary: '申请结案',
  can: 'cases.work',
  audit: 'closing.requested',
  input: z.object({
    id: Id,
    version: Version,
    summary: z
      .string('请填写结案小结')
      .trim()
      .min(4, '请填写结案小结：目标是否达到、孩子现在怎样')
      .max(2000, '最多 2000 字'),
    goals: z.enum(GoalsReached.options, '请选择目标达到没有'),
    bestInterests: BestInterests,
  }),
  output: Done,
})

/** The version is the one that the approver has seen: a case that changed since is approved by nobody. */
export const agreeClosing = endpoint({
  method: 'POST',
  path: '/cases/:id/closing/agreement',
  summary: '批准结案',
  can: 'cases.decide',
  audit: 'closing.agreed',
  input: z.object({ id: Id, version: Version }),
  /** False while a further step of approval waits. */
  output: z.object({ isClosed: z.boolean() }),
})

export const sendBackClosing = endpoint({
  method: 'POST',
  path: '/cases/:id/closing/return',
  summary: '退回结案申请',
  can: 'cases.decide',
  audit: 'closing.sent-back',
  input: z.object({ id: Id, version: Version, note: Reason }),
  output: Done,
})

const NOT_ASKED = '没有问孩子的，请写明原因'

export const recordLookBack = endpoint({
  method: 'POST',
  path: '/cases/:id/look-back',
  summary: '记录回访',
  can: 'cases.work',
  audit: 'look-back.recorded',
  input: z
    .object({
      id: Id,
      version: Version,
      way: ContactWay,
      seen: Aloneness,
      notAloneReason: optionalText(500),
      isBetter: z.boolean('请选择孩子的情况是否好转'),
      finding: z.string('请填写回访情况').trim().min(2, '请填写回访情况').max(2000, '最多 2000 字'),
      childWords: optionalText(2000),
      noChildWordsReason: optionalText(500),
      useful: z.enum(Usefulness.options, '请选择孩子的回答'),
      notAskedReason: optionalText(500),
    })
    .refine(({ seen, notAloneReason }) => seen === 'alone' || notAloneReason, {
      path: ['notAloneReason'],
      message: NOT_ALONE,
    })
    .refine(({ childWords, noChildWordsReason }) => childWords ?? noChildWordsReason, {
      path: ['childWords'],
      message: NO_WORDS,
    })
    .refine(({ useful, notAskedReason }) => useful !== 'not-asked' || notAskedReason, {
      path: ['notAskedReason'],
      message: NOT_ASKED,
    }),
  output: z.object({
    isReopened: z.boolean(),
    /** The child's other running case, where the finding went; without its number for whoever may not open it. */
    joined: z.object({ number: z.string().nullable() }).nullable(),
  }),
})
