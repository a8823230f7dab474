import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, DivisionCode, Id, Reason, Version } from '#kernel/fields.ts'
import { isPhone, normalisePhone, phoneProblem } from '#kernel/phone.ts'
import { Site } from '../network/contract.ts'

const blankAsNull = (text: string | null | undefined) => text?.trim() || null

const SiteFacts = z.object({
  name: z.string('请填写名称').trim().min(2, '请填写名称').max(60, '名称最多 60 字'),
  address: z.string().max(120, '地址最多 120 字').nullish().transform(blankAsNull),
  /** A number of the office, open to everyone; not a person's. */
  phone: z
    .string()
    .nullish()
    .transform((text) => (text?.trim() ? normalisePhone(text) : null))
    .refine((text) => text === null || isPhone(text), phoneProblem('')),
})

export const setUpSite = endpoint({
  method: 'POST',
  path: '/sites',
  summary: '设立阵地（中心、工作站、工作点）',
  can: 'organisations.edit',
  audit: 'site.set-up',
  input: SiteFacts.extend({
    id: Id,
    kind: Site.shape.kind,
    divisionCode: DivisionCode,
    setUpOn: Day,
  }),
  output: Site,
})

export const editSite = endpoint({
  method: 'PATCH',
  path: '/sites/:id',
  summary: '修改阵地的名称、地址、电话',
  can: 'organisations.edit',
  audit: 'site.edited',
  input: SiteFacts.extend({ id: Id, version: Version }),
  output: Site,
})

export const closeSite = endpoint({
  method: 'POST',
  path: '/sites/:id/close',
  summary: '关闭阵地',
  can: 'organisations.edit',
  audit: 'site.closed',
  input: z.object({ id: Id, version: Version, closedOn: Day, reason: Reason }),
  output: Site,
})
