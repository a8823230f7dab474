import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, DivisionCode, Flag, Page, pageOf, Reason, Version } from '#kernel/fields.ts'

/** 区划: county, town or village, by its 12-digit code. */
export const Division = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(['county', 'town', 'village']),
  kind: z.enum(['village', 'community']).nullable(),
  parentCode: z.string().nullable(),
  parentName: z.string().nullable(),
  /** First day on which it was no more. */
  validTo: Day.nullable(),
  /** Into which it was merged. */
  successorCode: z.string().nullable(),
})
export type Division = z.infer<typeof Division>

/** The whole county at once, for choosing from; villages that ended are still found when asked for. */
export const listDivisions = endpoint({
  method: 'GET',
  path: '/divisions',
  summary: '本县区划',
  can: 'organisations.read',
  input: z.object({ level: Division.shape.level.optional(), isEndedToo: Flag.default(false) }),
  output: z.object({ items: z.array(Division), total: z.number().int() }),
})

/** 沿革: a rename or a merger with its document. */
export const DivisionChange = z.object({
  id: z.string(),
  kind: z.enum(['rename', 'merge', 'split']),
  fromCode: z.string(),
  toCode: z.string(),
  oldName: z.string(),
  newName: z.string(),
  changedOn: Day,
  documentNo: z.string().nullable(),
  recordedBy: z.string().nullable(),
  recordedAt: z.iso.datetime(),
})
export type DivisionChange = z.infer<typeof DivisionChange>

export const listDivisionChanges = endpoint({
  method: 'GET',
  path: '/divisions/changes',
  summary: '区划沿革',
  can: 'organisations.read',
  input: Page.extend({ code: DivisionCode.optional() }),
  output: pageOf(DivisionChange),
})

/** One division, also one that ended; with the words by which rosters call it. */
export const getDivision = endpoint({
  method: 'GET',
  path: '/divisions/:code',
  summary: '一个村镇',
  can: 'organisations.read',
  input: z.object({ code: DivisionCode }),
  output: Division.extend({
    aliases: z.array(z.string()),
    source: z.string(),
    validFrom: Day,
    version: z.number().int(),
    changes: z.array(DivisionChange),
  }),
})

const Name = z.string('请填写名称').trim().min(2, '请填写名称').max(30, '名称最多 30 字')
const DocumentNo = z.string('请填写批准文号').trim().min(2, '请填写批准文号').max(60, '文号最多 60 字')

/** The old name stays as an alias, so that rosters that still use it match. */
export const renameDivision = endpoint({
  method: 'POST',
  path: '/divisions/:code/rename',
  summary: '村镇更名',
  can: 'divisions.rename',
  audit: 'division.renamed',
  input: z.object({
    code: DivisionCode,
    version: Version,
    name: Name,
    changedOn: Day,
    documentNo: DocumentNo,
  }),
  output: Division,
})

/**
 * Villages go into another one, present or new. Their codes stay findable and point to it; their points, posts and holders end; children
 * and open work follow at once; accounts are granted anew by the security administrator.
 */
export const mergeDivisions = endpoint({
  method: 'POST',
  path: '/divisions/merge',
  summary: '村（居）撤并',
  can: 'divisions.merge',
  audit: 'division.merged',
  reauth: true,
  input: z.object({
    fromCodes: z.array(DivisionCode).min(1, '请选择要撤并的村（居）').max(20, '一次最多 20 个'),
    toCode: DivisionCode,
    /** Only where the successor is new. */
    newVillage: z.object({ name: Name, kind: z.enum(['village', 'community']) }).optional(),
    changedOn: Day,
    documentNo: DocumentNo,
    reason: Reason,
  }),
  output: z.object({
    followed: z.array(z.object({ label: z.string(), count: z.number().int() })),
    accountsToGrant: z.number().int(),
  }),
})
