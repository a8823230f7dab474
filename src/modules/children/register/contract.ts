import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, DivisionCode, Id, Reason, Version, optionalText } from '#kernel/fields.ts'
import { ChildRow, IdNumber, PersonName, Phone, ResidenceKind, Sex, Written } from '../contract.ts'

/** 建档: what is asked for a new file. The browser makes the id, so a file sent twice is registered once. */
export const NewChild = z.object({
  id: Id,
  name: PersonName,
  sex: Sex,
  ethnicity: optionalText(20),
  birthDay: Day,
  idNumber: IdNumber.optional(),
  phone: Phone.optional(),
  divisionCode: DivisionCode,
  hukouDivisionCode: DivisionCode.optional(),
  hukouAddress: optionalText(100),
  residence: ResidenceKind,
  residencePlace: optionalText(60),
  residenceAddress: optionalText(100),
})
export type NewChild = z.output<typeof NewChild>

export const registerChild = endpoint({
  method: 'POST',
  path: '/children',
  summary: '为一名儿童建档',
  can: 'children.edit',
  audit: 'child.registered',
  input: NewChild,
  output: Written,
})

const clearable = <T extends z.ZodType>(field: T) => field.nullable().optional()

/** 更正: only the fields that change; null takes a value away. */
export const Correction = z.object({
  id: Id,
  version: Version,
  reason: Reason,
  name: PersonName.optional(),
  sex: Sex.optional(),
  ethnicity: clearable(z.string().trim().max(20, '最多 20 字')),
  birthDay: Day.optional(),
  idNumber: clearable(IdNumber),
  phone: clearable(Phone),
  hukouDivisionCode: clearable(DivisionCode),
  hukouAddress: clearable(z.string().trim().max(100, '最多 100 字')),
  residence: ResidenceKind.optional(),
  residencePlace: clearable(z.string().trim().max(60, '最多 60 字')),
  residenceAddress: clearable(z.string().trim().max(100, '最多 100 字')),
})
export type Correction = z.output<typeof Correction>

export const correctChild = endpoint({
  method: 'POST',
  path: '/children/:id/correct',
  summary: '更正儿童的基本信息',
  can: 'children.edit',
  audit: 'child.corrected',
  input: Correction,
  output: Written,
})

export const moveChild = endpoint({
  method: 'POST',
  path: '/children/:id/move',
  summary: '变更负责的村（居）',
  can: 'children.move',
  audit: 'child.moved',
  input: z.object({
    id: Id,
    version: Version,
    divisionCode: DivisionCode,
    /** The hukou goes along; absent: it stays, and the hukou's village still sees the file. */
    hukouDivisionCode: DivisionCode.optional(),
    reason: Reason,
  }),
  output: Written,
})

/** Children who may be the same one; asked while a form is filled in, so that nobody is registered twice. */
export const findDuplicates = endpoint({
  method: 'POST',
  path: '/children/duplicates',
  summary: '查找可能重复的档案',
  can: 'children.edit',
  audit: 'child.duplicates-sought',
  input: z.object({ name: PersonName.optional(), birthDay: Day.optional(), idNumber: IdNumber.optional() }),
  output: z.object({
    items: z.array(ChildRow.extend({ reason: z.enum(['same-id-number', 'same-name-and-birth-day']) })),
  }),
})
