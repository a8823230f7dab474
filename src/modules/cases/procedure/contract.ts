import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Version } from '#kernel/fields.ts'
import type { DangerLevel } from '../assessments/scoring/danger.ts'
import { ProcedureContent } from './content.ts'

export const ProcedureState = z.enum(['draft', 'published', 'retired'])
export type ProcedureState = z.infer<typeof ProcedureState>

/** One version of 办案规程, without what it says. */
export const ProcedureVersion = z.object({
  id: z.string(),
  number: z.number().int(),
  state: ProcedureState,
  /** Came with the product. */
  isShipped: z.boolean(),
  changedAt: z.string(),
  changedBy: z.string().nullable(),
  publishedAt: z.string().nullable(),
  publishedBy: z.string().nullable(),
  /** The reader changed it last, so somebody else publishes it. */
  isMine: z.boolean(),
  version: z.number().int(),
})
export type ProcedureVersion = z.infer<typeof ProcedureVersion>

const Named = z.object({ code: z.string(), name: z.string() })

/** What stands behind the codes of a procedure: the instruments in use and the units that are members. */
export const ProcedureNames = z.object({ instruments: z.array(Named), units: z.array(Named) })
export type ProcedureNames = z.infer<typeof ProcedureNames>

const Read = ProcedureVersion.extend({
  content: ProcedureContent,
  names: ProcedureNames,
  /** What keeps it from being published, in words. */
  faults: z.array(z.string()),
})
export type ProcedureRead = z.infer<typeof Read>

export const getProcedure = endpoint({
  method: 'GET',
  path: '/procedure',
  summary: '现行办案规程',
  can: 'procedure.read',
  input: z.object({}),
  output: Read,
})

/** Drafts are shown to whoever edits them. */
export const listProcedureVersions = endpoint({
  method: 'GET',
  path: '/procedure-versions',
  summary: '办案规程的各版',
  can: 'procedure.read',
  input: z.object({}),
  output: z.object({ items: z.array(ProcedureVersion) }),
})

export const getProcedureVersion = endpoint({
  method: 'GET',
  path: '/procedure-versions/:id',
  summary: '办案规程的一版',
  can: 'procedure.read',
  input: z.object({ id: Id }),
  output: Read,
})

export const exportProcedure = endpoint({
  method: 'GET',
  path: '/procedure-versions/:id/file',
  summary: '导出办案规程文件，供别的县参考',
  can: 'procedure.read',
  audit: 'procedure.exported',
  file: 'download',
  input: z.object({ id: Id }),
  output: z.unknown(),
})

/** What an exported file holds; what is brought in must be the same. */
export const ProcedureFile = z.object({
  format: z.literal('shouwang-procedure', '这不是守望的办案规程文件'),
  formatVersion: z.literal(1, '文件的格式版本不认识'),
  county: z.string().max(12),
  number: z.number().int(),
  content: ProcedureContent,
})
export type ProcedureFile = z.infer<typeof ProcedureFile>

/** From an earlier version, or with the content of another county's file. */
export const draftProcedure = endpoint({
  method: 'POST',
  path: '/procedure-versions',
  summary: '起草新版办案规程',
  can: 'procedure.edit',
  audit: 'procedure.drafted',
  input: z.object({ id: Id, fromId: Id, content: ProcedureContent.optional() }),
  output: Done,
})

export const saveProcedure = endpoint({
  method: 'PUT',
  path: '/procedure-versions/:id',
  summary: '修改办案规程草稿',
  can: 'procedure.edit',
  audit: 'procedure.changed',
  input: z.object({ id: Id, version: Version, content: ProcedureContent }),
  output: z.object({ version: z.number().int(), faults: z.array(z.string()) }),
})

export const discardProcedure = endpoint({
  method: 'DELETE',
  path: '/procedure-versions/:id',
  summary: '丢弃办案规程草稿',
  can: 'procedure.edit',
  audit: 'procedure.discarded',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

export const publishProcedure = endpoint({
  method: 'POST',
  path: '/procedure-versions/:id/publication',
  summary: '发布办案规程新版（须由修改人以外的管理员）',
  can: 'procedure.edit',
  audit: 'procedure.published',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

/** A count of cases, or null: too few to be told. */
const Count = z.number().int().nullable()
const ByLevel = z.object({
  immediate: Count,
  high: Count,
  medium: Count,
  low: Count,
} satisfies Record<DangerLevel, unknown>)

/** How the running cases would stand if they went over to it. Counts alone: administrators see no case. */
export const tryProcedure = endpoint({
  method: 'POST',
  path: '/procedure-versions/:id/trial',
  summary: '用在办个案试算办案规程草稿（只出数目）',
  can: 'procedure.edit',
  audit: 'procedure.tried',
  input: z.object({ id: Id }),
  output: z.object({
    /** Counts below this are not told. */
    below: z.number().int(),
    lines: z.array(
      z.object({
        /** `cases`: how many there are; else what they would lack or newly need. */
        what: z.string(),
        text: z.string(),
        county: Count,
        levels: ByLevel,
      }),
    ),
  }),
})
