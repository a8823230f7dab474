import { done } from '#kernel/fields.ts'
import { stale } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'

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

type Changing = Pick<Context, 'db' | 'actor' | 'now' | 'note'>

/** A person's change of a setting; refuses with both values when somebody else changed it first. */
export const changeSetting = async (
  { db, actor, now, note }: Changing,
  { key, value, version }: { key: string; value: unknown; version: number },
) => {
  note({ kind: 'setting', fields: [key] })
  if (await keepSetting(db, { key, value, version, by: actor.accountId, at: now })) return done
  const theirs = await findSetting(db, key)
  throw stale({ yours: value, theirs: theirs?.value, version: theirs?.version ?? 0 })
}
