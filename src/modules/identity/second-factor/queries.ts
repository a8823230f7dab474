import type { Db } from '#server/database.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'

/** The secret lies under a county key; the account is bound in, so that it cannot be moved to another account. */
const fieldOf = (accountId: string) => `totp:${accountId}`

export const sealSecret = (keys: CountyKeys, accountId: string, secret: string) =>
  keys.seal(keys.derive('totp'), fieldOf(accountId), secret)

export const openSecret = (keys: CountyKeys, accountId: string, sealed: Buffer) =>
  keys.open(keys.derive('totp'), fieldOf(accountId), sealed)

/** Keeps a secret that is not yet in use; never in place of one that is. Answers whether it was kept. */
export const keepPendingSecret = async (db: Db, accountId: string, totpSealed: Buffer) => {
  const { numUpdatedRows } = await db
    .updateTable('accountSecret')
    .set({ totpSealed, totpLastStep: null })
    .where('accountId', '=', accountId)
    .where('totpSince', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const setTotpSince = (db: Db, accountId: string, now: Date) =>
  db.updateTable('accountSecret').set({ totpSince: now }).where('accountId', '=', accountId).execute()

/** Marks a time step as used; false when it, or a later one, was used before (RFC 6238 §5.2). */
export const spendStep = async (db: Db, accountId: string, step: number) => {
  const { numUpdatedRows } = await db
    .updateTable('accountSecret')
    .set({ totpLastStep: step })
    .where('accountId', '=', accountId)
    .where(({ or, eb }) => or([eb('totpLastStep', 'is', null), eb('totpLastStep', '<', step)]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
