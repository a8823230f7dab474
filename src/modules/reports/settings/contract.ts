import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done } from '#kernel/fields.ts'

const SeenVersion = z.coerce.number().int().min(0)
const RoutedAbove = z.enum(['leading-group', 'procuratorate'], '请选择由谁办理')
const Below = z.coerce.number('请填写人数').int('应为整数').min(2, '至少为 2').max(50, '最多 50')

/** What a county decides about its reports; `version` is 0 while nothing was set. */
export const getReportSettings = endpoint({
  method: 'GET',
  path: '/settings/reports',
  summary: '报告的本县规则',
  can: 'settings.read',
  input: z.object({}),
  output: z.object({
    routing: z.object({ to: RoutedAbove, version: z.number().int() }),
    suppression: z.object({ below: z.number().int(), version: z.number().int() }),
  }),
})

export const setReportRouting = endpoint({
  method: 'PUT',
  path: '/settings/reports/routing',
  summary: '设定涉及县中心自己的报告由谁办理',
  can: 'settings.edit',
  audit: 'report-routing.set',
  input: z.object({ to: RoutedAbove, version: SeenVersion }),
  output: Done,
})

export const setSuppression = endpoint({
  method: 'PUT',
  path: '/settings/reports/suppression',
  summary: '设定统计里少于几件不显示',
  can: 'settings.edit',
  audit: 'report-suppression.set',
  input: z.object({ below: Below, version: SeenVersion }),
  output: Done,
})
