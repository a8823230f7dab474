import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, optionalText } from '#kernel/fields.ts'

const Words = (what: string) => z.string(what).trim().min(4, `${what}，至少 4 个字`).max(2000, '最多 2000 字')

/** 督导记录: dated advice on a case by the supervisor or the head, answered by the worker. Never edited. */
export const SupervisionNote = z.object({
  id: z.string(),
  by: z.object({ name: z.string(), isMe: z.boolean() }),
  at: z.string(),
  advice: z.string(),
  /** What is to be done, by when; null when the note asks for nothing. */
  todo: z.string().nullable(),
  dueDay: z.string().nullable(),
  answer: z.object({ by: z.string(), at: z.string(), text: z.string() }).nullable(),
})
export type SupervisionNote = z.infer<typeof SupervisionNote>

export const listSupervisionNotes = endpoint({
  method: 'GET',
  path: '/cases/:caseId/supervision-notes',
  summary: '督导记录',
  can: 'cases.read',
  audit: 'supervision-notes.read',
  input: z.object({ caseId: Id }),
  output: z.object({
    items: z.array(SupervisionNote),
    /** The reader owns the case, and so answers. */
    isOwner: z.boolean(),
  }),
})

export const writeSupervisionNote = endpoint({
  method: 'POST',
  path: '/cases/:caseId/supervision-notes',
  summary: '写督导记录',
  can: 'cases.supervise',
  audit: 'supervision-note.written',
  input: z
    .object({
      caseId: Id,
      noteId: Id,
      advice: Words('请填写督导意见'),
      todo: optionalText(500),
      dueDay: Day.optional(),
    })
    .refine(({ todo, dueDay }) => !todo || dueDay, { path: ['dueDay'], message: '请填写何时前落实' })
    .refine(({ todo, dueDay }) => !dueDay || todo, { path: ['todo'], message: '请填写要落实什么' }),
  output: Done,
})

export const answerSupervisionNote = endpoint({
  method: 'POST',
  path: '/cases/:caseId/supervision-notes/:noteId/answer',
  summary: '答复督导记录',
  can: 'cases.work',
  audit: 'supervision-note.answered',
  input: z.object({ caseId: Id, noteId: Id, answer: Words('请填写怎样落实的') }),
  output: Done,
})
