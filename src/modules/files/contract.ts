import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Id, Reason } from '#kernel/fields.ts'

/** 附件: a photo, a recording, a film or a document that came with a record. It is seen by whoever may see the record. */
export const RecordKind = z.enum(['report'], '附件属于哪种记录不明')
export type RecordKind = z.infer<typeof RecordKind>

/** As found in the content, never by the name. */
export const FileKind = z.enum(['image', 'audio', 'video', 'document'])
export type FileKind = z.infer<typeof FileKind>

export const FileState = z.enum(['uploading', 'checking', 'ready', 'refused'])
export type FileState = z.infer<typeof FileState>

/** Why a file was not taken; the words stand in `labels.ts`. */
export const Refusal = z.enum([
  'file-type',
  'file-heic',
  'file-mislabelled',
  'file-truncated',
  'file-broken',
  'file-too-large',
  'file-too-many-pixels',
  'file-infected',
])
export type Refusal = z.infer<typeof Refusal>

/** 256 random bits that the browser makes, as base64url; whoever knows them may go on with the upload and bind it. */
export const UploadSecret = z.string().regex(/^[\w-]{43}$/, '附件的凭据格式不对，请重新选择文件')

/** What a form sends of each file that was uploaded beside it. */
export const UploadedFile = z.object({ id: Id, secret: UploadSecret })
export type UploadedFile = z.infer<typeof UploadedFile>

/** How the content is shown: a re-encoded picture, the page's player, or only as the original by itself. */
export const OpensAs = z.enum(['picture', 'player', 'original'])
export type OpensAs = z.infer<typeof OpensAs>

/** Nothing of the content, no name, no place. */
export const FileRow = z.object({
  id: z.string(),
  state: FileState,
  kind: FileKind.nullable(),
  /** Bytes as received. */
  size: z.number().int(),
  refusal: Refusal.nullable(),
  isEvidence: z.boolean(),
  isScanned: z.boolean(),
  /** SHA-256 of the original, hexadecimal; of evidence only. */
  sha256: z.string().nullable(),
  opensAs: OpensAs.nullable(),
  arrivedAt: z.string().nullable(),
  openedCount: z.number().int(),
  lastOpenedAt: z.string().nullable(),
})
export type FileRow = z.infer<typeof FileRow>

export const listFiles = endpoint({
  method: 'GET',
  path: '/files',
  summary: '一条记录的附件',
  can: 'files.read',
  input: z.object({ recordKind: RecordKind, recordId: Id }),
  output: z.object({ items: z.array(FileRow) }),
})

/** With a reason, and for a short while: the content is answered to whoever opened it, by `readFile`. */
export const openFile = endpoint({
  method: 'POST',
  path: '/files/:id/openings',
  summary: '打开附件（写明事由）',
  can: 'files.read',
  audit: 'file.opened',
  input: z.object({ id: Id, reason: Reason }),
  output: z.object({
    openingId: z.string(),
    opensAs: OpensAs,
    mediaType: z.string(),
    endsAt: z.string(),
  }),
})

/** The content as shown, whole or a part of it: pictures re-encoded, recordings and films without place and device. */
export const readFile = endpoint({
  method: 'GET',
  path: '/files/:id/content',
  summary: '附件内容：图片或播放（支持分段）',
  can: 'files.read',
  file: 'download',
  input: z.object({
    id: Id,
    openingId: Id,
    /** The Range header of HTTP (RFC 9110 §14.2). */
    range: z.string().max(100).optional(),
  }),
  output: z.unknown(),
})

/** The untouched bytes of evidence, e.g. for the police; only after a malware scan. */
export const takeOriginal = endpoint({
  method: 'POST',
  path: '/files/:id/original',
  summary: '取出证据原件（写明事由）',
  can: 'files.take-original',
  audit: 'file.original-taken',
  reauth: true,
  file: 'download',
  input: z.object({ id: Id, reason: Reason }),
  output: z.unknown(),
})
