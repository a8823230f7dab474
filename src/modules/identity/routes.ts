import { found, invalid, Problem, unauthenticated } from '#kernel/problem.ts'
import { done } from '#kernel/fields.ts'
import { hashPassword, spendAsMuch, verifyPassword } from '#server/passwords.ts'
import { route, type Context, type Stage } from '#server/route.ts'
import * as contract from './contract.ts'
import { constraints as accountConstraints, routes as accounts } from './accounts/routes.ts'
import { attempt } from './guesses/queries.ts'
import * as queries from './queries.ts'
import { routes as secondFactor } from './second-factor/routes.ts'
import { routes as sessions } from './sessions/routes.ts'
import { FIRST_PASSWORD_DAYS, needsSecondFactor, passwordProblem, permissionsOf, type Role } from './rules.ts'

/** In a demonstration county nothing is real, so there is no second factor; everywhere else there is, and no setting lifts it. */
const asksSecondFactor = async ({ counties, county }: Context, role: Role | null) =>
  needsSecondFactor(role ?? '') && !(await counties()).find(({ code }) => code === county)?.isDemonstration

/** What comes after the right password. */
const stageAfterPassword = async (
  context: Context,
  account: { mustChangePassword: boolean; role: Role | null; totpSince: Date | null },
): Promise<Stage> => {
  if (account.mustChangePassword) return 'password-change'
  if (!(await asksSecondFactor(context, account.role))) return 'full'
  return account.totpSince ? 'second-factor' : 'enrolment'
}

const wrong = () =>
  new Problem({
    status: 401,
    code: 'wrong-password',
    title: '登录名或口令不对。忘记口令请联系系统管理员重置',
  })

const FIRST_PASSWORD_MS = FIRST_PASSWORD_DAYS * 86_400_000

const firstPasswordExpired = () =>
  new Problem({
    status: 403,
    code: 'first-password-expired',
    title: `首次口令超过 ${FIRST_PASSWORD_DAYS} 天没有使用，已失效，请联系系统管理员重置`,
  })

const signIn = route(
  contract.signIn,
  async (context, { signInName, password }) => {
    const { db, now, county, note } = context
    const account = await queries.findAccountByName(db, signInName)
    if (account) note({ kind: 'account', id: account.id })
    const stage = account && (await stageAfterPassword(context, account))
    const isRight = async () => {
      if (account) return verifyPassword(password, account.passwordHash)
      await spendAsMuch(password)
      return false
    }
    const refusal = await attempt(context, signInName, isRight, wrong, () => stage !== 'second-factor')
    if (refusal || !account || !stage) return refusal ?? wrong()
    if (account.mustChangePassword && now.getTime() - account.changedAt.getTime() > FIRST_PASSWORD_MS)
      return firstPasswordExpired()
    const token = await queries.startSession(db, {
      county,
      accountId: account.id,
      stage,
      device: context.device,
      now,
    })
    context.setToken(token)
    return { stage }
  },
  { duty: 'gate' },
)

/** Also without a session: an expired cookie is taken away. */
const signOut = route(contract.signOut, async ({ db, actor, now, setToken }) => {
  if (actor.sessionId) await queries.endSession(db, actor.sessionId, now)
  setToken(undefined)
  return done
})

const changePassword = route(
  contract.changePassword,
  async (context, { current, next }) => {
    const { db, actor, now } = context
    // Not between the password and the code: a password alone must not take the account over.
    const isHere = context.stage === 'full' || context.stage === 'password-change'
    const secret = isHere && (await queries.findSecret(db, actor.accountId))
    if (!secret) throw unauthenticated()
    context.note({ kind: 'account', id: actor.accountId })
    const isRight = () => verifyPassword(current, secret.passwordHash)
    const refusal = await attempt(context, secret.signInName, isRight, () =>
      invalid('原口令不对', [{ field: 'current', message: '原口令不对' }]),
    )
    if (refusal) return refusal
    const problem = next === current ? '新口令不能与原口令相同' : passwordProblem(next, secret.signInName)
    if (problem) throw invalid(problem, [{ field: 'next', message: problem }])
    await queries.setPassword(db, actor, await hashPassword(next), now)
    const stage =
      context.stage === 'full'
        ? 'full'
        : await stageAfterPassword(context, { ...secret, mustChangePassword: false })
    await queries.setStage(db, actor.sessionId, stage, now)
    return { stage }
  },
  { duty: 'gate' },
)

const proveAgain = route(
  contract.proveAgain,
  async (context, { password }) => {
    const { db, actor, now, note } = context
    note({ kind: 'account', id: actor.accountId })
    const secret = found(await queries.findSecret(db, actor.accountId), '账号')
    const isRight = () => verifyPassword(password, secret.passwordHash)
    const refusal = await attempt(context, secret.signInName, isRight, () =>
      invalid('口令不对', [{ field: 'password', message: '口令不对' }]),
    )
    if (refusal) return refusal
    await queries.proveSession(db, actor.sessionId, now)
    return done
  },
  { duty: 'gate' },
)

/** What a page offers: reports about the centre go to the procuratorate among the units, so others are not shown an empty list. */
const isOffered = (permission: string, { role, unitCode }: { role: Role; unitCode: string | null }) =>
  permission !== 'reports.above' || role !== 'liaison-officer' || unitCode === 'procuratorate'

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
    permissions: account ? permissionsOf(account.role).filter((each) => isOffered(each, account)) : [],
  }
})

export const routes = [
  signIn,
  signOut,
  changePassword,
  proveAgain,
  getSession,
  ...secondFactor,
  ...sessions,
  ...accounts,
]

export const constraints = accountConstraints
