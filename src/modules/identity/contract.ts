import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done } from '#kernel/fields.ts'
import { ROLES } from './rules.ts'

const Password = z.string('请输入口令').min(1, '请输入口令').max(128, '口令最多 128 个字符')

export const Stage = z.enum(['password-change', 'second-factor', 'enrolment', 'full'])

/** Whether one is signed in, as whom, and what one may do; the console draws itself from this. */
export const Session = z.object({
  stage: Stage.nullable(),
  county: z.object({ code: z.string(), name: z.string(), isDemonstration: z.boolean() }).nullable(),
  counties: z.array(z.object({ code: z.string(), name: z.string() })),
  account: z
    .object({
      id: z.string(),
      displayName: z.string(),
      role: z.enum(ROLES),
      divisionCode: z.string().nullable(),
      divisionName: z.string().nullable(),
      unitId: z.string().nullable(),
      unitName: z.string().nullable(),
    })
    .nullable(),
  permissions: z.array(z.string()),
})
export type Session = z.infer<typeof Session>

export const getSession = endpoint({
  method: 'GET',
  path: '/session',
  summary: '我的登录状态与权限',
  can: 'anyone',
  input: z.object({}),
  output: Session,
})

export const signIn = endpoint({
  method: 'POST',
  path: '/session',
  summary: '登录',
  can: 'anyone',
  audit: 'session.started',
  input: z.object({
    county: z.string().optional(),
    signInName: z.string().trim().min(1, '请输入登录名').max(64, '登录名最多 64 个字符'),
    password: Password,
  }),
  output: z.object({ stage: Stage }),
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/session',
  summary: '退出登录',
  can: 'anyone',
  audit: 'session.ended',
  input: z.object({}),
  output: Done,
})

/** First password, or a new one by choice. */
export const changePassword = endpoint({
  method: 'POST',
  path: '/session/password',
  summary: '修改自己的登录口令',
  can: 'anyone',
  audit: 'password.changed',
  input: z.object({ current: Password, next: Password }),
  output: z.object({ stage: Stage }),
})

/** Proves the password again before something sensitive; holds for ten minutes. */
export const proveAgain = endpoint({
  method: 'POST',
  path: '/session/proof',
  summary: '再次验证登录口令',
  can: 'signed-in',
  audit: 'session.proved',
  input: z.object({ password: Password }),
  output: Done,
})
