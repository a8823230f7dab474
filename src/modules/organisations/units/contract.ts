import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, DivisionCode, Id, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { PersonName, PersonPhone } from '../posts/contract.ts'

/** 单位: a member unit of the leading group, a school, a hospital. */
export const Unit = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  kind: z.enum(['member-unit', 'school', 'hospital', 'protection-centre', 'social-organisation', 'other']),
  divisionCode: z.string().nullable(),
  divisionName: z.string().nullable(),
  joinedOn: Day,
  leftOn: Day.nullable(),
  version: z.number().int(),
})
export type Unit = z.infer<typeof Unit>

/** 联络员: whom a unit named, its head in charge or an officer. */
export const Liaison = z.object({
  id: Id,
  name: z.string(),
  title: z.string().nullable(),
  isHead: z.boolean(),
  accountId: z.string().nullable(),
  hasPhone: z.boolean(),
  fromDay: Day,
  toDay: Day.nullable(),
  version: z.number().int(),
})
export type Liaison = z.infer<typeof Liaison>

export const UnitFilter = Page.extend({
  /** Part of a unit's name; no person's. */
  words: z.string().trim().max(40).optional(),
  kind: Unit.shape.kind.optional(),
  isWithoutLiaison: z.stringbool().or(z.boolean()).optional(),
})

export const UnitInList = Unit.extend({ liaisons: z.number().int(), headName: z.string().nullable() })
export type UnitInList = z.infer<typeof UnitInList>

export const listUnits = endpoint({
  method: 'GET',
  path: '/units',
  summary: '单位列表',
  can: 'organisations.read',
  input: UnitFilter,
  output: pageOf(UnitInList),
})

/** A unit with everyone it named, the present ones first. */
export const getUnit = endpoint({
  method: 'GET',
  path: '/units/:id',
  summary: '单位',
  can: 'organisations.read',
  input: z.object({ id: Id }),
  output: Unit.extend({ liaisons: z.array(Liaison) }),
})

const UnitFacts = z.object({
  name: z.string('请填写单位全称').trim().min(2, '请填写单位全称').max(60, '全称最多 60 字'),
  shortName: z.string('请填写简称').trim().min(1, '请填写简称').max(20, '简称最多 20 字'),
  divisionCode: DivisionCode.nullish().transform((code) => code ?? null),
})

export const addUnit = endpoint({
  method: 'POST',
  path: '/units',
  summary: '登记单位',
  can: 'organisations.edit',
  audit: 'unit.added',
  input: UnitFacts.extend({
    id: Id,
    code: z
      .string('请填写代号')
      .trim()
      .regex(/^[a-z0-9][a-z0-9-]{1,39}$/, '代号为 2–40 个小写字母、数字或短横线'),
    kind: Unit.shape.kind,
    joinedOn: Day,
  }),
  output: Unit,
})

export const editUnit = endpoint({
  method: 'PATCH',
  path: '/units/:id',
  summary: '修改单位名称与所在地',
  can: 'organisations.edit',
  audit: 'unit.edited',
  input: UnitFacts.extend({ id: Id, version: Version }),
  output: Unit,
})

export const leaveUnit = endpoint({
  method: 'POST',
  path: '/units/:id/leave',
  summary: '单位退出',
  can: 'organisations.edit',
  audit: 'unit.left',
  input: z.object({ id: Id, version: Version, leftOn: Day, reason: Reason }),
  output: Unit,
})

/** Accounts of the unit, to tie a liaison officer to. */
export const listUnitAccounts = endpoint({
  method: 'GET',
  path: '/units/:id/accounts',
  summary: '单位的账号',
  can: 'units.edit',
  input: z.object({ id: Id }),
  output: z.object({ items: z.array(z.object({ id: Id, displayName: z.string() })) }),
})

/** By the county centre, or by an officer of the unit itself. */
export const appointLiaison = endpoint({
  method: 'POST',
  path: '/units/:id/liaisons',
  summary: '指定联络员',
  can: 'units.edit',
  audit: 'liaison.appointed',
  input: z.object({
    /** Of the unit. */
    id: Id,
    liaisonId: Id,
    name: PersonName,
    title: z
      .string()
      .trim()
      .max(40, '职务最多 40 字')
      .nullish()
      .transform((text) => text || null),
    isHead: z.boolean().default(false),
    phone: PersonPhone,
    accountId: Id.nullish().transform((id) => id ?? null),
    fromDay: Day,
  }),
  output: Liaison,
})

export const endLiaison = endpoint({
  method: 'POST',
  path: '/liaisons/:id/end',
  summary: '更换联络员',
  can: 'units.edit',
  audit: 'liaison.ended',
  input: z.object({ id: Id, version: Version, toDay: Day, reason: Reason }),
  output: Liaison,
})

export const showLiaisonPhone = endpoint({
  method: 'POST',
  path: '/liaisons/:id/phone',
  summary: '查看联络员电话',
  can: 'organisations.call',
  audit: 'liaison.phone-shown',
  input: z.object({ id: Id }),
  output: z.object({ phone: z.string().nullable() }),
})
