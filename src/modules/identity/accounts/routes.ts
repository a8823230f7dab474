import { done } from '#kernel/fields.ts'
import { found, invalid, Problem, refused, stale } from '#kernel/problem.ts'
import { hashPassword } from '#server/passwords.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { ROLE_LABEL } from '../labels.ts'
import { ADMINISTRATORS } from '../rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { grantProblem, mixesPowers } from './rules.ts'

const accountFor = async ({ db, actor, note }: Context, id: string) => {
  note({ kind: 'account', id })
  if (id === actor.accountId) throw refused('管理员不能处置自己的账号，请由另一名管理员操作')
  return found(await queries.findAccount(db, id), '账号')
}

const staleAccount = async ({ db }: Context, id: string, yours: object) => {
  const theirs = found(await queries.findAccount(db, id), '账号')
  return stale({ yours, theirs, version: theirs.version })
}

export const routes = [
  route(contract.listAccounts, async ({ db, note }, filter) => {
    const list = await queries.listAccounts(db, filter)
    note({ kind: 'account', count: list.items.length })
    return list
  }),

  route(contract.getAccount, async ({ db }, { id }) => found(await queries.findAccount(db, id), '账号')),

  route(contract.proposeAccount, async ({ db, actor, now, note }, account) => {
    note({ kind: 'account', id: account.id })
    await queries.insertProposed(db, { ...account, createdBy: actor.accountId, createdAt: now })
    const firstPassword = queries.newFirstPassword()
    await queries.setFirstPassword(db, account.id, await hashPassword(firstPassword), now)
    return { firstPassword }
  }),

  route(contract.grantAccount, async (context, { id, version, ...grant }) => {
    const { db, actor, now, note } = context
    const account = await accountFor(context, id)
    const place = grant.divisionCode ? await queries.findPlace(db, grant.divisionCode) : undefined
    const hasUnit = grant.unitId !== null && found(await queries.unitExists(db, grant.unitId), '单位')
    const problem = grantProblem({
      role: grant.role,
      place,
      hasDivision: grant.divisionCode !== null,
      hasUnit,
    })
    if (problem) throw invalid(problem.message, [problem])
    if (mixesPowers(account.role, grant.role))
      throw refused('管理员账号与其他岗位的账号不能互换（三员分立），请为这项岗位另建账号')
    const approval = { approvedBy: actor.accountId, approvedAt: now }
    if (!(await queries.setGrant(db, { id, version, ...grant, ...approval })))
      throw await staleAccount(context, id, grant)
    // A session that was opened under the old post must not carry the new one: it may need a second factor.
    await queries.endSessionsOf(db, id, now)
    note({
      divisionCode: grant.divisionCode,
      fields: ['role', 'divisionCode', 'unitId'],
      purpose: `岗位：${ROLE_LABEL[grant.role]}`,
    })
    return found(await queries.findAccount(db, id), '账号')
  }),

  route(contract.disableAccount, async (context, { id, version, reason }) => {
    const { db, now, note } = context
    const account = await accountFor(context, id)
    note({ purpose: reason })
    if (account.state === 'disabled') throw refused('这个账号已经停用')
    const { role } = account
    const isLast =
      role !== null &&
      account.state === 'active' &&
      (ADMINISTRATORS as string[]).includes(role) &&
      (await queries.countActive(db, role)) < 2
    if (isLast) throw refused(`这是最后一个${ROLE_LABEL[role]}，请先授权另一个账号接任`)
    if (!(await queries.setDisabled(db, id, version)))
      throw await staleAccount(context, id, { state: 'disabled' })
    await queries.endSessionsOf(db, id, now)
    return found(await queries.findAccount(db, id), '账号')
  }),

  route(contract.resetPassword, async (context, { id, reason }) => {
    await accountFor(context, id)
    context.note({ purpose: reason })
    const firstPassword = queries.newFirstPassword()
    await queries.setFirstPassword(context.db, id, await hashPassword(firstPassword), context.now)
    return { firstPassword }
  }),

  route(contract.resetSecondFactor, async (context, { id, reason }) => {
    await accountFor(context, id)
    context.note({ purpose: reason })
    await queries.clearSecondFactor(context.db, id, context.now)
    return done
  }),
]

export const constraints: Constraints = {
  account_sign_in_name_unique: () =>
    new Problem({
      status: 409,
      code: 'taken',
      title: '这个登录名已有人使用，请换一个',
      fields: [{ field: 'signInName', message: '已有人使用' }],
    }),
  account_pkey: () => refused('这个账号刚才已经建立，请到账号列表查看；首次口令没有记下的，请重置口令'),
}
