import type { Db } from '#server/database.ts'

export type Setting = { value: unknown; changedAt: Date; changedBy: string | null; version: number }

const settings = (db: Db) =>
  db
    .selectFrom('countySetting')
    .leftJoin('account', 'account.id', 'countySetting.changedBy')
    .select(['key', 'value', 'changedAt', 'account.displayName as changedBy', 'countySetting.version'])

/** Settings by the rest of their key after a prefix. */
export const settingsUnder = async (db: Db, prefix: string): Promise<Map<string, Setting>> => {
  const rows = await settings(db).where('key', '>=', prefix).where('key', '<', `${prefix}~`).execute()
  return new Map(rows.map(({ key, ...setting }) => [key.slice(prefix.length), setting]))
}

export const findSetting = (db: Db, key: string): Promise<Setting | undefined> =>
  settings(db).where('key', '=', key).executeTakeFirst()

/** Keeps a value over the version that was seen, 0 for none; false when somebody else changed it first. `null` is as if never set. */
export const keepSetting = async (
  db: Db,
  {
    key,
    value,
    version,
    by,
    at,
  }: { key: string; value: unknown; version: number; by: string | null; at: Date },
) => {
  const values = { value: JSON.stringify(value), changedAt: at, changedBy: by }
  if (version === 0) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('countySetting')
      .values({ key, ...values })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst()
    return (numInsertedOrUpdatedRows ?? 0n) > 0n
  }
  const { numUpdatedRows } = await db
    .updateTable('countySetting')
    .set({ ...values, version: version + 1 })
    .where('key', '=', key)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
