import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Version } from '#kernel/fields.ts'
import type { DangerLevel } from '../scoring/danger.ts'
import { InstrumentContent } from '../scoring/content.ts'

export const InstrumentState = z.enum(['draft', 'published', 'retired'])
export type InstrumentState = z.infer<typeof InstrumentState>

/** One version of an instrument, without what it asks. */
export const InstrumentVersion = z.object({
  id: z.string(),
  code: z.string(),
  number: z.number().int(),
  state: InstrumentState,
  title: z.string(),
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
export type InstrumentVersion = z.infer<typeof InstrumentVersion>

const Codes = z.array(z.string().max(40)).max(20)

/** Which instruments a case needs before its assessment is concluded, by its danger level. */
export const RequiredInstruments = z.object({
  immediate: Codes,
  high: Codes,
  medium: Codes,
  low: Codes,
} satisfies Record<DangerLevel, unknown>)
export type RequiredInstruments = z.infer<typeof RequiredInstruments>

export const listInstruments = endpoint({
  method: 'GET',
  path: '/instruments',
  summary: '评估表及其各版',
  can: 'instruments.read',
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        code: z.string(),
        title: z.string(),
        purpose: z.string(),
        isUnconfirmed: z.boolean(),
        source: z.string(),
        versions: z.array(InstrumentVersion),
      }),
    ),
    required: RequiredInstruments,
    /** Of the setting; 0 when the county never set one. */
    requiredVersion: z.number().int(),
  }),
})

export const getInstrumentVersion = endpoint({
  method: 'GET',
  path: '/instrument-versions/:id',
  summary: '评估表的一版：题目、权重、等级',
  can: 'instruments.read',
  input: z.object({ id: Id }),
  output: InstrumentVersion.extend({
    content: InstrumentContent,
    /** What keeps it from being published, in words. */
    faults: z.array(z.string()),
  }),
})

export const draftInstrument = endpoint({
  method: 'POST',
  path: '/instrument-versions',
  summary: '从一版起草新版评估表',
  can: 'instruments.edit',
  audit: 'instrument.drafted',
  input: z.object({ id: Id, fromId: Id }),
  output: Done,
})

/** A draft may be kept while it is broken; it is published only when it is whole. */
export const saveInstrument = endpoint({
  method: 'PUT',
  path: '/instrument-versions/:id',
  summary: '修改评估表草稿',
  can: 'instruments.edit',
  audit: 'instrument.changed',
  input: z.object({ id: Id, version: Version, content: InstrumentContent }),
  output: z.object({ version: z.number().int(), faults: z.array(z.string()) }),
})

export const discardInstrument = endpoint({
  method: 'DELETE',
  path: '/instrument-versions/:id',
  summary: '丢弃评估表草稿',
  can: 'instruments.edit',
  audit: 'instrument.discarded',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

export const publishInstrument = endpoint({
  method: 'POST',
  path: '/instrument-versions/:id/publication',
  summary: '发布评估表新版（须由修改人以外的人）',
  can: 'instruments.edit',
  audit: 'instrument.published',
  input: z.object({ id: Id, version: Version }),
  output: Done,
})

/** Scores past answers anew. Counts only: neither a case nor a name. */
export const tryInstrument = endpoint({
  method: 'POST',
  path: '/instrument-versions/:id/trial',
  summary: '用以往的回答试算评估表草稿',
  can: 'instruments.try',
  audit: 'instrument.tried',
  input: z.object({ id: Id }),
  output: z.object({
    /** How many of the newest were tried. */
    total: z.number().int(),
    same: z.number().int(),
    worse: z.number().int(),
    safer: z.number().int(),
    /** Lack an answer to a question that is new; counted above by what they have. */
    incomplete: z.number().int(),
    moves: z.array(z.object({ from: z.string(), to: z.string(), count: z.number().int() })),
  }),
})

export const setRequiredInstruments = endpoint({
  method: 'PUT',
  path: '/settings/required-instruments',
  summary: '设定各危险等级必做的评估表',
  can: 'instruments.edit',
  audit: 'required-instruments.set',
  input: z.object({ required: RequiredInstruments, version: z.coerce.number().int().min(0) }),
  output: Done,
})
