import type { Context } from '#server/route.ts'
import type { Measure } from '../../contract.ts'

type Sealed = { id: string; keySealed: Buffer }

/** What the unit did, day by day, of a referral that the caller has found. */
export const listMeasures = async (
  { db, keys }: Pick<Context, 'db' | 'keys'>,
  referral: Sealed,
): Promise<Measure[]> => {
  const rows = await db
    .selectFrom('referralMeasure')
    .where('referralId', '=', referral.id)
    .innerJoin('account', 'account.id', 'referralMeasure.by')
    .select(['referralMeasure.id', 'doneOn', 'textSealed', 'account.displayName as by'])
    .orderBy('doneOn')
    .orderBy('referralMeasure.id')
    .execute()
  const key = keys.unwrap(referral.keySealed, referral.id)
  return rows.map(({ textSealed, ...row }) => ({ ...row, text: keys.open(key, 'measure', textSealed) }))
}

/** Written once; sent twice it is written once. */
export const insertMeasure = async (
  { db, keys, actor, now }: Pick<Context, 'db' | 'keys' | 'actor' | 'now'>,
  referral: Sealed,
  { measureId, doneOn, text }: { measureId: string; doneOn: string; text: string },
): Promise<void> => {
  await db
    .insertInto('referralMeasure')
    .values({
      id: measureId,
      referralId: referral.id,
      doneOn,
      at: now,
      by: actor.accountId,
      textSealed: keys.seal(keys.unwrap(referral.keySealed, referral.id), 'measure', text),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
