import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Id, Version } from '#kernel/fields.ts'
import { ParentStateKind } from '#modules/children/contract.ts'
import { Column, FieldOrIgnore, Purpose, Roster, RosterState } from '../contract.ts'

export const Department = z
  .string('请填写是哪个部门的名册')
  .trim()
  .min(1, '请填写是哪个部门的名册')
  .max(30, '部门名称最多 30 字')

/** A roster's file as the raw body. `asOfDay` is the day for which the roster holds; absent: what the file says, else today. */
export const receiveRoster = endpoint({
  method: 'POST',
  path: '/rosters',
  summary: '交来一份名册',
  can: 'rosters.import',
  audit: 'roster.received',
  file: 'upload',
  input: z.object({
    fileName: z.string('缺少文件名').trim().min(1, '缺少文件名').max(200, '文件名最多 200 字'),
    department: Department,
    asOfDay: Day.optional(),
  }),
  output: Roster.extend({
    /** The same bytes were handed in before. */
    sameFile: z.object({ id: Id, state: RosterState, uploadedAt: z.string() }).nullable(),
  }),
})

export const chooseSheet = endpoint({
  method: 'POST',
  path: '/rosters/:id/sheet',
  summary: '选定名册所在的工作表',
  can: 'rosters.import',
  audit: 'roster.sheet-chosen',
  input: z.object({ id: Id, version: Version, sheetName: z.string().min(1, '请选择工作表').max(31) }),
  output: Roster,
})

export const Mapping = z.object({
  purpose: Purpose,
  subject: z.enum(['child', 'person']),
  /** For rosters of grown-ups: what the roster says of everybody in it. */
  parentState: ParentStateKind.nullable(),
  columns: z.array(Column),
})
export type Mapping = z.infer<typeof Mapping>

/** What the columns were taken for, with masked samples, to be looked over before anything is read. */
export const getMapping = endpoint({
  method: 'GET',
  path: '/rosters/:id/mapping',
  summary: '名册各列的对应关系',
  can: 'rosters.import',
  audit: 'roster.mapping-opened',
  input: z.object({ id: Id }),
  output: Mapping.extend({
    id: Id,
    version: Version,
    department: z.string(),
    asOfDay: Day,
    title: z.string(),
    headerRows: z.array(z.number().int()),
    /** Rows above the header that are no records. */
    skippedAbove: z.number().int(),
    /** The department handed in this layout before: its mapping was taken over. */
    isRemembered: z.boolean(),
  }),
})

/** The looked-over mapping; it is remembered for this department and layout. */
export const saveMapping = endpoint({
  method: 'POST',
  path: '/rosters/:id/mapping',
  summary: '确认名册各列的对应关系',
  can: 'rosters.import',
  audit: 'roster.mapped',
  input: z.object({
    id: Id,
    version: Version,
    department: Department,
    asOfDay: Day,
    purpose: Purpose,
    subject: z.enum(['child', 'person'], '请选择名册里是儿童还是成年人'),
    parentState: ParentStateKind.nullable(),
    /** One for each column, in order. */
    fields: z.array(FieldOrIgnore).min(1, '没有列').max(200),
  }),
  output: Roster,
})
