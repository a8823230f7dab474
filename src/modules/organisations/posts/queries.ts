import { sql } from 'kysely'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { Holding, Post } from '../network/contract.ts'

export const insertPost = (db: Db, post: Pick<Post, 'id' | 'kind' | 'divisionCode' | 'setUpOn'>) =>
  db.insertInto('post').values(post).execute()

export const findPost = (db: Db, id: string) =>
  db
    .selectFrom('post')
    .innerJoin('division', 'division.code', 'post.divisionCode')
    .leftJoin('division as town', (join) =>
      join.onRef('town.code', '=', 'division.parentCode').on('town.level', '=', 'town'),
    )
    .where('post.id', '=', id)
    .select([
      'post.id',
      'post.kind',
      'post.divisionCode',
      sql<string>`concat(town.name, division.name)`.as('divisionName'),
      'post.setUpOn',
      'post.closedOn',
    ])
    .executeTakeFirst()

export const setClosed = (db: Db, id: string, closedOn: string) =>
  db.updateTable('post').set({ closedOn }).where('id', '=', id).returning('id').executeTakeFirst()

/** The posts of a division that ended, and whoever holds them. */
export const closePostsOf = async (db: Db, divisionCode: string, closedOn: string, endReason: string) => {
  await db
    .updateTable('postHolding')
    .set(({ eb }) => ({
      toDay: sql<string>`greatest(from_day, ${closedOn}::date)`,
      endReason,
      version: eb('version', '+', 1),
    }))
    .where('toDay', 'is', null)
    .where('postId', 'in', (eb) =>
      eb.selectFrom('post').where('divisionCode', '=', divisionCode).select('post.id'),
    )
    .execute()
  await db
    .updateTable('post')
    .set({ closedOn })
    .where('divisionCode', '=', divisionCode)
    .where('closedOn', 'is', null)
    .execute()
}

const ROLE_OF = { 'child-director': 'child-director', 'child-supervisor': 'supervisor' } as const

/** Active accounts that the security administrator granted this post's role and place. */
export const candidatesFor = (db: Db, { kind, divisionCode }: Pick<Post, 'kind' | 'divisionCode'>) =>
  db
    .selectFrom('account')
    .where('state', '=', 'active')
    .where('role', '=', ROLE_OF[kind])
    .where('divisionCode', '=', divisionCode)
    .select(['id', 'displayName'])
    .orderBy('displayName')
    .orderBy('id')
    .execute()

export const findHolding = (db: Db, id: string) =>
  db
    .selectFrom('postHolding')
    .innerJoin('post', 'post.id', 'postHolding.postId')
    .where('postHolding.id', '=', id)
    .select([
      'postHolding.id',
      'holderName',
      'accountId',
      sql<boolean>`phone_sealed is not null`.as('hasPhone'),
      'fromDay',
      'toDay',
      'endReason',
      'postHolding.version',
      'post.divisionCode',
    ])
    .executeTakeFirst()

/** A telephone number sealed under a key of its own record; both columns empty when there is none. */
export const sealPhone = (keys: CountyKeys, id: string, phone: string | null) => {
  if (phone === null) return { phoneSealed: null, keySealed: null }
  const { key, wrapped } = keys.newKey(id)
  return { phoneSealed: keys.seal(key, 'phone', phone), keySealed: wrapped }
}

export const openPhone = (
  keys: CountyKeys,
  row: { id: string; phoneSealed: Buffer | null; keySealed: Buffer | null },
) =>
  row.phoneSealed && row.keySealed
    ? keys.open(keys.unwrap(row.keySealed, row.id), 'phone', row.phoneSealed)
    : null

export const findSealedPhone = (db: Db, id: string) =>
  db
    .selectFrom('postHolding')
    .innerJoin('post', 'post.id', 'postHolding.postId')
    .where('postHolding.id', '=', id)
    .select(['postHolding.id', 'phoneSealed', 'keySealed', 'divisionCode'])
    .executeTakeFirst()

export const insertHolding = (
  db: Db,
  holding: Pick<Holding, 'id' | 'holderName' | 'accountId' | 'fromDay'> & {
    postId: string
    phoneSealed: Buffer | null
    keySealed: Buffer | null
  },
) => db.insertInto('postHolding').values(holding).execute()

/** False when somebody else changed it first. */
export const setEnded = async (db: Db, id: string, version: number, toDay: string, endReason: string) => {
  const { numUpdatedRows } = await db
    .updateTable('postHolding')
    .set({ toDay, endReason, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
