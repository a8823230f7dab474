import { found, invalid, Problem, refused, unauthenticated } from '#kernel/problem.ts'
import { route, type Context, type Stage } from '#server/route.ts'
import * as contract from '../contract.ts'
import { attempt } from '../guesses/queries.ts'
import * as identity from '../queries.ts'
import * as queries from './queries.ts'
import { enrolmentUri, newSecret, stepOf } from './rules.ts'

const wrongCode = () =>
  new Problem({
    status: 422,
    code: 'wrong-code',
    title: '动态口令不对或已用过。请等手机上出现下一个再输入；手机时间应设为自动',
    fields: [{ field: 'code', message: '动态口令不对或已用过' }],
  })

/** The account at the stage of signing in that this step belongs to. */
const secretAt = async ({ db, actor, stage }: Context, expected: Stage) => {
  if (!actor.accountId || stage !== expected) throw unauthenticated('请重新登录后再做这一步')
  return found(await identity.findSecret(db, actor.accountId), '账号')
}

const spendCode = async ({ db, keys, actor, now }: Context, sealed: Buffer, code: string) => {
  const step = stepOf(queries.openSecret(keys, actor.accountId, sealed), code, now)
  return step !== undefined && queries.spendStep(db, actor.accountId, step)
}

const startEnrolment = route(
  contract.startEnrolment,
  async (context) => {
    const { db, keys, actor, county, counties, note } = context
    const { signInName } = await secretAt(context, 'enrolment')
    const here = (await counties()).find(({ code }) => code === county)
    const secret = newSecret()
    if (
      !(await queries.keepPendingSecret(
        db,
        actor.accountId,
        queries.sealSecret(keys, actor.accountId, secret),
      ))
    )
      throw refused('这个账号已绑定过动态口令，更换手机请联系安全管理员重置')
    note({ kind: 'account', id: actor.accountId })
    return { secret, uri: enrolmentUri(secret, signInName, here?.name ?? county) }
  },
  { duty: 'gate' },
)

const confirmEnrolment = route(
  contract.confirmEnrolment,
  async (context, { code }) => {
    const { db, actor, now, note } = context
    note({ kind: 'account', id: actor.accountId })
    const { totpSealed, totpSince } = await secretAt(context, 'enrolment')
    if (!totpSealed || totpSince) throw refused('请先开始绑定动态口令')
    if (!(await spendCode(context, totpSealed, code)))
      throw invalid('动态口令不对，请核对手机上显示的 6 位数字', [{ field: 'code', message: '动态口令不对' }])
    await queries.setTotpSince(db, actor.accountId, now)
    await identity.setStage(db, actor.sessionId, 'full', now)
    return { stage: 'full' as const }
  },
  { duty: 'gate' },
)

const enterCode = route(
  contract.enterCode,
  async (context, { code }) => {
    const { db, actor, now, note } = context
    note({ kind: 'account', id: actor.accountId })
    const { totpSealed, signInName } = await secretAt(context, 'second-factor')
    const isRight = async () => totpSealed !== null && (await spendCode(context, totpSealed, code))
    const refusal = await attempt(context, signInName, isRight, wrongCode)
    if (refusal) return refusal
    await identity.setStage(db, actor.sessionId, 'full', now)
    return { stage: 'full' as const }
  },
  { duty: 'gate' },
)

export const routes = [startEnrolment, confirmEnrolment, enterCode]
