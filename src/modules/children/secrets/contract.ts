import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id, Reason } from '#kernel/fields.ts'

/** Numbers and addresses, of the child or of a person in its family; numbers of papers. */
export const revealChildField = endpoint({
  method: 'POST',
  path: '/children/:id/reveal',
  summary: '查看证件号、电话、详址或证明编号',
  can: 'children.reveal',
  audit: 'child.revealed',
  reauth: true,
  input: z.object({
    id: Id,
    subject: z.enum(['child', 'person', 'category', 'parent-state']),
    subjectId: Id,
    field: z.enum(['idNumber', 'phone', 'hukouAddress', 'residenceAddress', 'proofNo']),
    reason: Reason,
  }),
  output: z.object({ value: z.string().nullable() }),
})

/** Illness and disability of the child or a parent: in full only for the county centre (一人一档的健康信息按需知悉). */
export const revealHealth = endpoint({
  method: 'POST',
  path: '/children/:id/reveal-health',
  summary: '查看健康与残疾的详情',
  can: 'children.reveal-health',
  audit: 'child.health-revealed',
  reauth: true,
  input: z.object({ id: Id, subject: z.enum(['health', 'parent-state']), subjectId: Id, reason: Reason }),
  output: z.object({ value: z.string().nullable() }),
})
