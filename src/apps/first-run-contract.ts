import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'

const Administrator = z.object({
  signInName: z.string('请填写登录名').trim().min(2, '登录名至少 2 个字符').max(64, '登录名最多 64 个字符'),
  displayName: z.string('请填写姓名').trim().min(1, '请填写姓名').max(40, '姓名最多 40 字'),
})

/** What the first page needs while there is no county yet. */
export const getFirstRun = endpoint({
  method: 'GET',
  path: '/first-run',
  summary: '首次设置：可选的县',
  can: 'anyone',
  input: z.object({}),
  output: z.object({
    isNeeded: z.boolean(),
    counties: z.array(z.object({ code: z.string(), name: z.string() })),
  }),
})

/** Makes the county and its three administrators, three different people (三员分立); answers their one-time passwords. */
export const setUpCounty = endpoint({
  method: 'POST',
  path: '/first-run',
  summary: '首次设置：建立县与三名管理员',
  can: 'anyone',
  audit: 'county.set-up',
  input: z.object({
    code: z
      .string('请输入设置码')
      .trim()
      .regex(/^\d{8}$/, '设置码是 8 位数字，显示在启动服务的终端上'),
    countyCode: z.string('请选择县').regex(/^\d{6}$/, '请选择县'),
    systemAdmin: Administrator,
    securityAdmin: Administrator,
    auditAdmin: Administrator,
  }),
  output: z.object({
    accounts: z.array(
      z.object({
        signInName: z.string(),
        displayName: z.string(),
        role: z.enum(['system-admin', 'security-admin', 'audit-admin']),
        password: z.string(),
      }),
    ),
  }),
})
