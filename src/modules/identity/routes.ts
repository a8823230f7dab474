import { invalid, Problem, unauthenticated } from '#kernel/problem.ts'
import { done } from '#kernel/fields.ts'
import { hashPassword, spendAsMuch, verifyPassword } from '#server/passwords.ts'
import { route, type Context, type Stage } from '#server/route.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { delayAfter, needsSecondFactor, passwordProblem, permissionsOf, type Role } from './rules.ts'

/** What comes after the right password. */
const stageAfterPassword = (
  context: Context,
  account: { mustChangePassword: boolean; role: Role | null; totpSince: Date | null },
): Stage => {
  if (account.mustChangePassword) return 'password-change'
  if (!context.config.isSecondFactorOn || !needsSecondFactor(account.role ?? '')) return 'full'
  return account.totpSince ? 'second-factor' : 'enrolment'
}

const wrong = () =>
  new Problem({
    status: 401,
    code: 'wrong-password',
    title: '登录名或口令不对。忘记口令请联系系统管理员重置',
  })

const tooSoon = (seconds: number) =>
  new Problem({
    status: 429,
    code: 'wait',
    title: `连续输错多次,请等 ${seconds} 秒后再试`,
    detail: { seconds },
  })

const signIn = route(
  contract.signIn,
  async (context, { signInName, password }) => {
    const { db, keys, now, county } = context
    const nameIndex = keys.index('sign-in-name', signInName.toLowerCase())
    const delay = await queries.findDelay(db, nameIndex, now)
    if (delay.seconds > 0) return tooSoon(delay.seconds)
    const account = await queries.findAccountByName(db, signInName)
    if (!account) await spendAsMuch(password)
    if (!account || !(await verifyPassword(password, account.passwordHash))) {
      await queries.countFailure(db, nameIndex, delayAfter, delay.failures, now)
      return wrong()
    }
    await queries.forgetFailures(db, nameIndex)
    const stage = stageAfterPassword(context, account)
    const token = await queries.startSession(db, {
      county,
      accountId: account.id,
      stage,
      device: context.device,
      now,
    })
    context.setToken(token)
    context.note({ kind: 'account', id: account.id })
    return { stage }
  },
  { duty: 'gate' },
)

const signOut = route(
  contract.signOut,
  async ({ db, actor, now, setToken }) => {
    if (actor.sessionId) await queries.endSession(db, actor.sessionId, now)
    setToken(undefined)
    return done
  },
  { duty: 'gate' },
)

const changePassword = route(
  contract.changePassword,
  async (context, { current, next }) => {
    const { db, actor, now } = context
    const secret = actor.accountId && (await queries.findSecret(db, actor.accountId))
    if (!secret) throw unauthenticated()
    if (!(await verifyPassword(current, secret.passwordHash)))
      throw invalid('原口令不对', [{ field: 'current', message: '原口令不对' }])
    const problem = next === current ? '新口令不能与原口令相同' : passwordProblem(next, secret.signInName)
    if (problem) throw invalid(problem, [{ field: 'next', message: problem }])
    await queries.setPassword(db, actor.accountId, await hashPassword(next), now)
    const stage =
      context.stage === 'full'
        ? 'full'
        : stageAfterPassword(context, { ...secret, mustChangePassword: false })
    await queries.setStage(db, actor.sessionId, stage, now)
    context.note({ kind: 'account', id: actor.accountId })
    return { stage }
  },
  { duty: 'gate' },
)

const proveAgain = route(
  contract.proveAgain,
  async ({ db, actor, now, note }, { password }) => {
    note({ kind: 'account', id: actor.accountId })
    const secret = await queries.findSecret(db, actor.accountId)
    if (!secret || !(await verifyPassword(password, secret.passwordHash)))
      throw invalid('口令不对', [{ field: 'password', message: '口令不对' }])
    await queries.proveSession(db, actor.sessionId, now)
    return done
  },
  { duty: 'gate' },
)

const getSession = route(contract.getSession, async ({ db, actor, stage, county, counties }) => {
  const all = await counties()
  const here = all.find(({ code }) => code === county)
  const described = stage === 'full' ? await queries.describeAccount(db, actor.accountId) : undefined
  const account = described?.role ? { ...described, role: described.role } : null
  return {
    stage: stage ?? null,
    county: here ?? null,
    counties: all,
    account,
    permissions: account ? permissionsOf(account.role) : [],
  }
})

export const routes = [signIn, signOut, changePassword, proveAgain, getSession]
