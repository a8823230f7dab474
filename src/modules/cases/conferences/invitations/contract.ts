import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, optionalText, Version } from '#kernel/fields.ts'

/** 会商通知: all that somebody invited may see of a case, until the conference begins. */
export const Invitation = z.object({
  id: z.string(),
  number: z.string(),
  startsAt: z.string(),
  place: z.string(),
  isComing: z.boolean().nullable(),
  isRead: z.boolean(),
})
export type Invitation = z.infer<typeof Invitation>

export const listInvitations = endpoint({
  method: 'GET',
  path: '/invitations',
  summary: '我和本单位收到的会商通知',
  can: 'conferences.attend',
  input: z.object({}),
  output: z.object({ items: z.array(Invitation) }),
})

export const Coming = z.object({
  name: z.string('请填写姓名').trim().min(1, '请填写姓名').max(40, '最多 40 字'),
  post: optionalText(40),
})

export const getInvitation = endpoint({
  method: 'GET',
  path: '/invitations/:id',
  summary: '会商通知；首次打开即记为已读',
  can: 'conferences.attend',
  audit: 'invitation.read',
  input: z.object({ id: Id }),
  output: Invitation.extend({
    agenda: z.array(z.string()),
    shown: z.string().nullable(),
    childName: z.string().nullable(),
    calledBy: z.string(),
    chair: z.string(),
    isForUnit: z.boolean(),
    people: z.array(Coming),
    reason: z.string().nullable(),
    answeredAt: z.string().nullable(),
    version: z.number().int(),
  }),
})

export const answerInvitation = endpoint({
  method: 'POST',
  path: '/invitations/:id/answer',
  summary: '回复会商通知：谁来，或为什么不来',
  can: 'conferences.attend',
  audit: 'invitation.answered',
  input: z
    .object({
      id: Id,
      version: Version,
      isComing: z.boolean('请选择能否参加'),
      people: z.array(Coming).max(5, '一个单位最多 5 人').default([]),
      reason: optionalText(200),
    })
    .refine(({ isComing, people }) => !isComing || people.length > 0, {
      path: ['people'],
      message: '请写明谁来参加',
    })
    .refine(({ isComing, reason }) => isComing || reason, {
      path: ['reason'],
      message: '不能参加的请写明原因',
    }),
  output: Done,
})
