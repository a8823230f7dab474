import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id } from '#kernel/fields.ts'
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

const Code = z
  .string('请输入动态口令')
  .trim()
  .regex(/^\d{6}$/, '动态口令是 6 位数字')

/** First sight of a new second factor (TOTP, RFC 6238): shown once as a picture and as text, kept sealed. */
export const startEnrolment = endpoint({
  method: 'POST',
  path: '/session/second-factor',
  summary: '开始绑定动态口令',
  can: 'anyone',
  audit: 'second-factor.started',
  input: z.object({}),
  output: z.object({ uri: z.string(), secret: z.string() }),
})

/** The first code proves that the phone took the secret over. */
export const confirmEnrolment = endpoint({
  method: 'POST',
  path: '/session/second-factor/confirmation',
  summary: '确认绑定动态口令',
  can: 'anyone',
  audit: 'second-factor.enrolled',
  input: z.object({ code: Code }),
  output: z.object({ stage: Stage }),
})

/** Second step of signing in. A code is good for one sign-in only. */
export const enterCode = endpoint({
  method: 'POST',
  path: '/session/code',
  summary: '输入动态口令',
  can: 'anyone',
  audit: 'second-factor.entered',
  input: z.object({ code: Code }),
  output: z.object({ stage: Stage }),
})

/** 登录设备: a place where this account is signed in now. */
export const Device = z.object({
  id: Id,
  device: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  isCurrent: z.boolean(),
})
export type Device = z.infer<typeof Device>

export const listMySessions = endpoint({
  method: 'GET',
  path: '/session/devices',
  summary: '我登录着的设备',
  can: 'signed-in',
  input: z.object({}),
  output: z.object({ items: z.array(Device), total: z.number().int() }),
})

export const endMySession = endpoint({
  method: 'DELETE',
  path: '/session/devices/:id',
  summary: '让一台设备退出登录',
  can: 'signed-in',
  audit: 'session.ended',
  input: z.object({ id: Id }),
  output: Done,
})

/** This device too. */
export const endAllMySessions = endpoint({
  method: 'DELETE',
  path: '/session/devices',
  summary: '在所有设备上退出登录',
  can: 'signed-in',
  audit: 'session.all-ended',
  input: z.object({}),
  output: Done,
})
