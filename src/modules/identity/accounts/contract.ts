import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { DivisionCode, Done, Id, Page, pageOf, Reason, Version } from '#kernel/fields.ts'
import { ROLES } from '../rules.ts'

export const AccountState = z.enum(['proposed', 'active', 'disabled'])

/** 账号: proposed by the system administrator, given its post by the security administrator. */
export const Account = z.object({
  id: Id,
  signInName: z.string(),
  displayName: z.string(),
  state: AccountState,
  role: z.enum(ROLES).nullable(),
  divisionCode: z.string().nullable(),
  divisionName: z.string().nullable(),
  /** The village or town was merged away: the account sees nothing until it is granted a new one. */
  isDivisionEnded: z.boolean(),
  unitId: z.string().nullable(),
  unitName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string().nullable(),
  approvedAt: z.iso.datetime().nullable(),
  approvedBy: z.string().nullable(),
  version: z.number().int(),
})
export type Account = z.infer<typeof Account>

export const SignInName = z
  .string('请填写登录名')
  .trim()
  .toLowerCase()
  .regex(/^[\p{Script=Han}a-z0-9._-]{2,32}$/u, '登录名为 2–32 个汉字、小写字母、数字或 . _ -')

export const AccountFilter = Page.extend({
  /** Part of a display name or sign-in name. */
  words: z.string().trim().max(40).optional(),
  state: AccountState.optional(),
  role: z.enum(ROLES).optional(),
})

/** By POST, because people's names do not belong into addresses. */
export const listAccounts = endpoint({
  method: 'POST',
  path: '/accounts/search',
  summary: '账号列表',
  can: 'accounts.read',
  audit: 'accounts.listed',
  input: AccountFilter,
  output: pageOf(Account),
})

export const getAccount = endpoint({
  method: 'GET',
  path: '/accounts/:id',
  summary: '一个账号',
  can: 'accounts.read',
  input: z.object({ id: Id }),
  output: Account,
})

const FirstPassword = z.object({
  /** Shown this once; must be changed at the first sign-in, within seven days. */
  firstPassword: z.string(),
})

/** Makes an account that cannot yet sign in. The id is made by the browser. */
export const proposeAccount = endpoint({
  method: 'POST',
  path: '/accounts',
  summary: '建立账号（待授权）',
  can: 'accounts.propose',
  audit: 'account.proposed',
  reauth: true,
  input: z.object({
    id: Id,
    signInName: SignInName,
    displayName: z.string('请填写姓名').trim().min(2, '请填写姓名，至少 2 个字').max(40, '姓名最多 40 字'),
  }),
  output: FirstPassword,
})

/** Gives an account its post and where it works; a role that needs no place takes none. */
export const grantAccount = endpoint({
  method: 'POST',
  path: '/accounts/:id/grant',
  summary: '授予岗位与范围',
  can: 'accounts.grant',
  audit: 'account.granted',
  reauth: true,
  input: z.object({
    id: Id,
    version: Version,
    role: z.enum(ROLES, '请选择岗位'),
    divisionCode: DivisionCode.nullish().transform((code) => code ?? null),
    unitId: Id.nullish().transform((id) => id ?? null),
  }),
  output: Account,
})

export const disableAccount = endpoint({
  method: 'POST',
  path: '/accounts/:id/disable',
  summary: '停用账号并让它立即退出登录',
  can: 'accounts.grant',
  audit: 'account.disabled',
  reauth: true,
  input: z.object({ id: Id, version: Version, reason: Reason }),
  output: Account,
})

export const resetPassword = endpoint({
  method: 'POST',
  path: '/accounts/:id/password-reset',
  summary: '重置登录口令',
  can: 'accounts.propose',
  audit: 'password.reset',
  reauth: true,
  input: z.object({ id: Id, reason: Reason }),
  output: FirstPassword,
})

export const resetSecondFactor = endpoint({
  method: 'POST',
  path: '/accounts/:id/second-factor-reset',
  summary: '解除动态口令绑定（更换手机）',
  can: 'accounts.grant',
  audit: 'second-factor.reset',
  reauth: true,
  input: z.object({ id: Id, reason: Reason }),
  output: Done,
})
