import { sql } from 'kysely'
import { Problem } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import { delayAfter, FORGET_FAILURES_AFTER_HOURS } from '../rules.ts'

const tooSoon = (seconds: number) =>
  new Problem({
    status: 429,
    code: 'wait',
    title: `连续输错多次，请等 ${seconds} 秒后再试`,
    detail: { seconds },
  })

/** One attempt at a time for a name, over all processes: else a hundred sent at once would all be free. */
const takeTurn = async (db: Db, nameIndex: Buffer) => {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${nameIndex.readBigInt64BE(0).toString()}::bigint) as taken`.execute(db)
  return rows[0]?.taken ?? false
}

const findFailures = async (db: Db, nameIndex: Buffer, now: Date) => {
  const row = await db
    .selectFrom('signInDelay')
    .where('nameIndex', '=', nameIndex)
    .select(['failures', 'notBefore', 'lastFailureAt'])
    .executeTakeFirst()
  const isForgotten =
    !row || now.getTime() - row.lastFailureAt.getTime() > FORGET_FAILURES_AFTER_HOURS * 3_600_000
  return isForgotten
    ? { failures: 0, seconds: 0 }
    : { failures: row.failures, seconds: Math.ceil((row.notBefore.getTime() - now.getTime()) / 1_000) }
}

const countFailure = (db: Db, nameIndex: Buffer, failures: number, now: Date) => {
  const notBefore = new Date(now.getTime() + delayAfter(failures) * 1_000)
  const values = { failures, lastFailureAt: now, notBefore }
  return db
    .insertInto('signInDelay')
    .values({ nameIndex, ...values })
    .onConflict((conflict) => conflict.column('nameIndex').doUpdateSet(values))
    .execute()
}

/**
 * One attempt to prove who one is, by password or code. All attempts at a name share one progressive delay, in all processes.
 * Answers the refusal, which the handler returns (so that the count stays), or undefined when the proof was right.
 * `isLast` says whether the proof completes the sign-in: only then are the failures forgotten, so that a known password does
 * not buy fresh tries at the code.
 */
export const attempt = async (
  { db, keys, now }: Pick<Context, 'db' | 'keys' | 'now'>,
  signInName: string,
  isRight: () => Promise<boolean>,
  wrong: () => Problem,
  isLast: () => boolean = () => true,
): Promise<Problem | undefined> => {
  const nameIndex = keys.index('sign-in-name', signInName.toLowerCase())
  if (!(await takeTurn(db, nameIndex))) return tooSoon(1)
  const { failures, seconds } = await findFailures(db, nameIndex, now)
  if (seconds > 0) return tooSoon(seconds)
  if (!(await isRight())) {
    await countFailure(db, nameIndex, failures + 1, now)
    return wrong()
  }
  if (failures && isLast()) await db.deleteFrom('signInDelay').where('nameIndex', '=', nameIndex).execute()
  return undefined
}
