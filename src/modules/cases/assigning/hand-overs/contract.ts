import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Reason } from '#kernel/fields.ts'
import { DangerLevel } from '../../assessments/scoring/danger.ts'
import { CaseState } from '../../contract.ts'
import { Despite } from '../conflicts/contract.ts'

const Person = z.object({ id: z.string(), name: z.string() })

/** A case as it stands on a list that may be printed: no child's full name. */
const HandedCase = z.object({
  id: z.string(),
  number: z.string(),
  child: z.string(),
  place: z.string().nullable(),
  dangerLevel: DangerLevel,
  state: CaseState,
})

const Owned = z.object({
  cases: z.number().int(),
  /** Items of other people's cases. */
  items: z.number().int(),
  tasks: z.number().int(),
  /** Half-filled assessments: nobody else can go on with them. */
  drafts: z.number().int(),
})

/** 移交清单: all that somebody owns. One's own; the head sees that of others. */
export const previewHandOver = endpoint({
  method: 'GET',
  path: '/hand-overs/preview',
  summary: '移交前：一个人名下的全部工作',
  can: 'hand-overs.work',
  input: z.object({ giverId: Id }),
  output: z.object({
    giver: Person.extend({ isMe: z.boolean(), isGone: z.boolean() }),
    cases: z.array(HandedCase),
    owned: Owned,
    /** Answers of units that wait to be looked at. */
    reviews: z.number().int(),
    /** Who may take over; only `ownsCases` may take a case. */
    people: z.array(Person.extend({ role: z.string(), ownsCases: z.boolean() })),
  }),
})

export const PartState = z.enum(['awaiting', 'taken', 'declined'])
export type PartState = z.infer<typeof PartState>

const Part = z.object({
  id: z.string(),
  receiver: Person.extend({ isMe: z.boolean() }),
  takesRest: z.boolean(),
  state: PartState,
  signedAt: z.string().nullable(),
  words: z.string().nullable(),
  lines: z.array(HandedCase.extend({ note: z.string() })),
  /** Cases of the part that the reader may not see. */
  hidden: z.number().int(),
})

export const HandOver = z.object({
  id: z.string(),
  giver: Person,
  isGiverGone: z.boolean(),
  drawnUpBy: z.string(),
  drawnUpAt: z.string(),
  endedAt: z.string().nullable(),
  parts: z.array(Part),
})
export type HandOver = z.infer<typeof HandOver>

/** Those that one gave, drew up or receives; the head sees all, and who is gone and still owns something. */
export const listHandOvers = endpoint({
  method: 'GET',
  path: '/hand-overs',
  summary: '工作移交',
  can: 'hand-overs.work',
  input: z.object({}),
  output: z.object({
    items: z.array(
      HandOver.omit({ parts: true }).extend({
        parts: z.array(z.object({ receiver: z.string(), state: PartState, cases: z.number().int() })),
      }),
    ),
    leavers: z.array(Person.extend(Owned.shape)),
  }),
})

/** By the id of the hand-over or of one of its parts, which a receiver's task names. */
export const getHandOver = endpoint({
  method: 'GET',
  path: '/hand-overs/:id',
  summary: '一次工作移交',
  can: 'hand-overs.work',
  audit: 'hand-over.read',
  input: z.object({ id: Id }),
  output: HandOver,
})

export const drawUpHandOver = endpoint({
  method: 'POST',
  path: '/hand-overs',
  summary: '提出工作移交',
  can: 'hand-overs.work',
  audit: 'hand-over.drawn-up',
  input: z.object({
    id: Id,
    giverId: Id,
    parts: z
      .array(
        z.object({
          receiverId: Id,
          /** Also takes the items and tasks that hang on none of the cases. */
          takesRest: z.boolean().default(false),
          lines: z
            .array(
              z.object({
                caseId: Id,
                note: z.string('请写一句嘱咐').trim().min(2, '请写一句嘱咐').max(500, '最多 500 字'),
                despite: Despite,
              }),
            )
            .max(500),
        }),
      )
      .min(1, '请指定接收人')
      .max(20, '一次最多移交给 20 人'),
  }),
  output: Done,
})

export const signHandOver = endpoint({
  method: 'POST',
  path: '/hand-overs/:id/signature',
  summary: '签收移交给我的工作',
  can: 'hand-overs.work',
  audit: 'hand-over.signed',
  input: z.object({ id: Id }),
  output: z.object({ cases: z.number().int(), rest: z.number().int() }),
})

export const declineHandOver = endpoint({
  method: 'POST',
  path: '/hand-overs/:id/decline',
  summary: '退回移交给我的工作',
  can: 'hand-overs.work',
  audit: 'hand-over.declined',
  input: z.object({ id: Id, reason: Reason }),
  output: Done,
})
