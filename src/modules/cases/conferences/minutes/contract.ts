import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Reason, Version } from '#kernel/fields.ts'
import { Attendee, Dissent } from '../contract.ts'

/** 会议纪要 as it is signed: everything that stands on paper, so that the paper can be drawn from it at any time. */
export const Minutes = z.object({
  number: z.string(),
  /** 发文机关, and the place of the county. */
  organ: z.string(),
  caseNumber: z.string(),
  conferenceNumber: z.string(),
  heldOn: z.string(),
  place: z.string(),
  chair: z.string(),
  recorder: z.string(),
  agenda: z.array(z.string()),
  attendees: z.array(Attendee),
  discussion: z.string(),
  resolutions: z.array(
    z.object({
      ordinal: z.number().int(),
      kind: z.string(),
      text: z.string(),
      owner: z.string(),
      dueDay: z.string(),
    }),
  ),
  dissents: z.array(Dissent),
})
export type Minutes = z.infer<typeof Minutes>

const Seen = z.object({ id: Id, version: Version })

export const draftMinutes = endpoint({
  method: 'POST',
  path: '/conferences/:id/minutes',
  summary: '生成会商纪要，送签发',
  can: 'cases.work',
  audit: 'conference.minutes-drafted',
  input: Seen,
  output: z.object({ number: z.string() }),
})

/** The text is void with its signatures; the record can be mended. */
export const takeBackMinutes = endpoint({
  method: 'POST',
  path: '/conferences/:id/minutes/return',
  summary: '退回会商纪要修改',
  can: 'cases.work',
  audit: 'conference.minutes-taken-back',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})

/** By the chair and by another person, each once; the hash names the text that the signer has read. */
export const signMinutes = endpoint({
  method: 'POST',
  path: '/conferences/:id/signatures',
  summary: '签发会商纪要',
  can: 'cases.work',
  audit: 'conference.minutes-signed',
  input: Seen.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/, '纪要的校验值不对，请刷新后再签') }),
  output: z.object({ isSigned: z.boolean() }),
})

/** A Word document in the format of county documents. */
export const takeMinutes = endpoint({
  method: 'POST',
  path: '/conferences/:id/minutes/file',
  summary: '下载会商纪要（Word）',
  can: 'cases.work',
  audit: 'conference.minutes-taken',
  file: 'download',
  input: z.object({ id: Id, reason: Reason }),
  output: z.object({ fileName: z.string() }),
})
