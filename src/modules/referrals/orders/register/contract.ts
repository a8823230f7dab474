import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Day, Done, Id, Reason, Version } from '#kernel/fields.ts'
import { ServiceKind } from '../contract.ts'

const Worker = z.object({
  id: z.string(),
  name: z.string(),
  qualification: z.string(),
  entryQueryOn: Day,
  entryQueryAt: z.string(),
  isCleared: z.boolean(),
})

/** 社会组织名录: whom the centre has vetted, for what, until when, and whose workers have their entry query. */
export const VettedOrganisation = z.object({
  unit: z.object({ id: z.string(), name: z.string() }),
  /** Null: on the list of units, not vetted yet. */
  vetting: z
    .object({
      kinds: z.array(ServiceKind),
      qualification: z.string(),
      documents: z.string(),
      approvedOn: Day,
      validUntil: Day,
      isValid: z.boolean(),
      suspendedAt: z.string().nullable(),
      suspendReason: z.string().nullable(),
      version: z.number().int(),
    })
    .nullable(),
  workers: z.array(Worker),
  runningOrders: z.number().int(),
})
export type VettedOrganisation = z.infer<typeof VettedOrganisation>

export const listVetted = endpoint({
  method: 'GET',
  path: '/vetted-organisations',
  summary: '社会组织名录',
  can: 'services.read',
  input: z.object({}),
  output: z.object({ items: z.array(VettedOrganisation), total: z.number().int() }),
})

/** Writes a new vetting over the old one; ends a suspension. */
export const vetOrganisation = endpoint({
  method: 'PUT',
  path: '/vetted-organisations/:unitId',
  summary: '核准社会组织承接服务',
  can: 'services.vet',
  audit: 'vetted-organisation.approved',
  input: z.object({
    unitId: Id,
    /** 0 when it was not vetted before. */
    version: z.coerce.number().int().min(0),
    kinds: z.array(ServiceKind).min(1, '请选择可以承接的服务').max(ServiceKind.options.length),
    qualification: z.string('请填写资质').trim().min(2, '请填写资质').max(300, '最多 300 字'),
    documents: z.string('请填写核对过的材料').trim().min(2, '请填写核对过的材料').max(1000, '最多 1000 字'),
    validUntil: Day,
  }),
  output: Done,
})

/** Every order that it holds comes back to the centre at once, and its access ends. */
export const suspendOrganisation = endpoint({
  method: 'POST',
  path: '/vetted-organisations/:unitId/suspension',
  summary: '暂停社会组织，收回在办订单',
  can: 'services.vet',
  audit: 'vetted-organisation.suspended',
  input: z.object({ unitId: Id, version: Version, reason: Reason }),
  output: z.object({ returned: z.number().int() }),
})

export const recordWorker = endpoint({
  method: 'POST',
  path: '/vetted-organisations/:unitId/workers',
  summary: '登记服务人员和入职查询',
  can: 'services.vet',
  audit: 'vetted-worker.recorded',
  input: z.object({
    unitId: Id,
    workerId: Id,
    name: z.string('请填写姓名').trim().min(2, '请填写姓名').max(30, '最多 30 字'),
    qualification: z.string('请填写专业资格').trim().min(2, '请填写专业资格').max(100, '最多 100 字'),
    entryQueryOn: Day,
    entryQueryAt: z
      .string('请填写查询机关和回执编号')
      .trim()
      .min(4, '请填写查询机关和回执编号')
      .max(100, '最多 100 字'),
  }),
  output: Done,
})

export const renewQuery = endpoint({
  method: 'POST',
  path: '/vetted-workers/:id/query',
  summary: '登记年度入职查询',
  can: 'services.vet',
  audit: 'vetted-worker.queried',
  input: z.object({
    id: Id,
    entryQueryOn: Day,
    entryQueryAt: z.string('请填写查询机关和回执编号').trim().min(4, '请填写查询机关和回执编号').max(100),
  }),
  output: Done,
})

export const endWorker = endpoint({
  method: 'POST',
  path: '/vetted-workers/:id/leave',
  summary: '服务人员离开',
  can: 'services.vet',
  audit: 'vetted-worker.left',
  input: z.object({ id: Id, reason: Reason }),
  output: Done,
})
