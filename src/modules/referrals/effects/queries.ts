import { sql } from 'kysely'
import type { Context } from '#server/route.ts'
import type { Effect } from './contract.ts'

type Sealed = { id: string; keySealed: Buffer }

/** What the sender said about the effect of a referral that the caller has found; null while nobody has. */
export const readEffect = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, { id, keySealed }: Sealed) => {
  const row = await db
    .selectFrom('referralEffect')
    .where('referralId', '=', id)
    .innerJoin('account', 'account.id', 'referralEffect.saidBy')
    .select(['wordsSealed', 'childWordsSealed', 'saidAt', 'account.displayName as saidBy'])
    // Only insertEffect writes this column.
    .select(sql<Effect>`effect`.as('effect'))
    .executeTakeFirst()
  if (!row) return null
  const key = keys.unwrap(keySealed, id)
  return {
    effect: row.effect,
    words: keys.open(key, 'effect', row.wordsSealed),
    childWords: row.childWordsSealed && keys.open(key, 'child-words', row.childWordsSealed),
    saidAt: row.saidAt.toISOString(),
    saidBy: row.saidBy,
  }
}

/** Said once; false when somebody has said it already. */
export const insertEffect = async (
  { db, keys, actor, now }: Pick<Context, 'db' | 'keys' | 'actor' | 'now'>,
  { id, keySealed }: Sealed,
  said: { effect: Effect; words: string; childWords?: string | undefined },
): Promise<boolean> => {
  const key = keys.unwrap(keySealed, id)
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('referralEffect')
    .values({
      referralId: id,
      effect: said.effect,
      wordsSealed: keys.seal(key, 'effect', said.words),
      childWordsSealed: said.childWords ? keys.seal(key, 'child-words', said.childWords) : null,
      saidAt: now,
      saidBy: actor.accountId,
    })
    .onConflict((conflict) => conflict.column('referralId').doNothing())
    .executeTakeFirstOrThrow()
  return Boolean(numInsertedOrUpdatedRows)
}
