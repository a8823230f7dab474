import { found } from '#kernel/problem.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { HealthDetail, type IdNumberState, type Proof } from '../contract.ts'

/** Names bound into what is sealed: a value cannot be moved to another field. */
export type SealedAs =
  | 'id-number'
  | 'phone'
  | 'hukou-address'
  | 'residence-address'
  | 'proof-no'
  | 'detail'
  | 'change-before'
  | 'change-after'

/** The key of a child's file; made when the file has none yet. Callers have found the child in their scope before. */
export const keyOfChild = async (db: Db, keys: CountyKeys, id: string): Promise<Buffer> => {
  const row = found(
    await db.selectFrom('child').where('id', '=', id).select('keySealed').executeTakeFirst(),
    '儿童',
  )
  if (row.keySealed) return keys.unwrap(row.keySealed, id)
  const { key, wrapped } = keys.newKey(id)
  await db.updateTable('child').set({ keySealed: wrapped }).where('id', '=', id).execute()
  return key
}

/** The key of an adult; made when there is none yet. */
export const keyOfPerson = async (db: Db, keys: CountyKeys, id: string): Promise<Buffer> => {
  const row = found(
    await db.selectFrom('person').where('id', '=', id).select('keySealed').executeTakeFirst(),
    '家庭成员',
  )
  if (row.keySealed) return keys.unwrap(row.keySealed, id)
  const { key, wrapped } = keys.newKey(id)
  await db.updateTable('person').set({ keySealed: wrapped }).where('id', '=', id).execute()
  return key
}

export const seal = (keys: CountyKeys, key: Buffer, field: SealedAs, text: string | undefined | null) =>
  text ? keys.seal(key, field, text) : null

export const open = (keys: CountyKeys, key: Buffer, field: SealedAs, sealed: Buffer | null) =>
  sealed ? keys.open(key, field, sealed) : null

/** The three columns of an identity number. */
export const idNumberColumns = (
  keys: CountyKeys,
  key: Buffer,
  idNumber: string | null | undefined,
  state: IdNumberState = 'valid',
) =>
  idNumber
    ? {
        idNumberSealed: keys.seal(key, 'id-number', idNumber),
        idNumberIndex: keys.index('id-number', idNumber),
        idNumberState: state,
      }
    : { idNumberSealed: null, idNumberIndex: null, idNumberState: 'none' as const }

/** The two columns of a telephone number. */
export const phoneColumns = (keys: CountyKeys, key: Buffer, phone: string | null | undefined) =>
  phone
    ? { phoneSealed: keys.seal(key, 'phone', phone), phoneIndex: keys.index('phone', phone) }
    : { phoneSealed: null, phoneIndex: null }

export const sealDetail = (keys: CountyKeys, key: Buffer, detail: HealthDetail) =>
  keys.seal(key, 'detail', JSON.stringify(detail))

export const openDetail = (keys: CountyKeys, key: Buffer, sealed: Buffer): HealthDetail =>
  HealthDetail.parse(JSON.parse(keys.open(key, 'detail', sealed)))

/** The four columns of a proof; its number may repeat an identity number. */
export const proofColumns = (keys: CountyKeys, key: Buffer, proof: Proof | undefined) => ({
  proofKind: proof?.kind ?? null,
  proofIssuer: proof?.issuer ?? null,
  proofDay: proof?.day ?? null,
  proofNoSealed: seal(keys, key, 'proof-no', proof?.number),
})

/** Sealed bytes by field. Each caller has found the record through a child in the scope before. */
export const sealedOfChild = (db: Db, id: string) =>
  db
    .selectFrom('child')
    .where('id', '=', id)
    .select([
      'idNumberSealed as idNumber',
      'phoneSealed as phone',
      'hukouAddressSealed as hukouAddress',
      'residenceAddressSealed as residenceAddress',
    ])
    .executeTakeFirst()

export const sealedOfPerson = (db: Db, id: string) =>
  db
    .selectFrom('person')
    .where('id', '=', id)
    .select(['idNumberSealed as idNumber', 'phoneSealed as phone'])
    .executeTakeFirst()

export const sealedOfState = (db: Db, id: string) =>
  db
    .selectFrom('parentState')
    .where('id', '=', id)
    .select(['personId', 'proofNoSealed as proofNo', 'detailSealed as detail'])
    .executeTakeFirst()

export const sealedOfCategory = async (db: Db, id: string) =>
  (await db.selectFrom('childCategory').where('id', '=', id).select('proofNoSealed').executeTakeFirst())
    ?.proofNoSealed

export const sealedOfHealth = async (db: Db, id: string) =>
  (await db.selectFrom('healthRecord').where('id', '=', id).select('detailSealed').executeTakeFirst())
    ?.detailSealed
