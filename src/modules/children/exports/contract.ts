import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Reason } from '#kernel/fields.ts'
import { ChildFilter } from '../contract.ts'

/** The list as it is filtered, as a workbook: what the list shows and no more. Numbers, telephones and addresses stay in the system. */
export const exportChildren = endpoint({
  method: 'POST',
  path: '/children/export',
  summary: '导出儿童名单',
  can: 'children.export',
  audit: 'child.list-exported',
  reauth: true,
  file: 'download',
  input: ChildFilter.omit({ page: true, pageSize: true }).extend({ reason: Reason }),
  output: z.object({ fileName: z.string() }),
})
