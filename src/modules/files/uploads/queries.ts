import { timingSafeEqual } from 'node:crypto'
import type { Insertable, Updateable } from 'kysely'
import { Problem } from '#kernel/problem.ts'
import type { Place, Sealing } from '#server/blobs.ts'
import { SUITES } from '#server/crypto/suites.ts'
import type { Installation } from '#server/answer.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { Refusal, type FileKind } from '../contract.ts'
import { hashSecret } from '../queries.ts'
import { LARGEST, LARGEST_OF_ALL, refusal, WAITS_HOURS } from '../rules.ts'

/** What the server's side of uploads stands on. */
export type Ground = Pick<Installation, 'pool' | 'config' | 'keysOf' | 'now' | 'counties'>

export type WaitingFile = {
  id: string
  state: 'uploading' | 'checking' | 'ready' | 'refused'
  refusal: string | null
  size: number
  received: number
  declared: FileKind | null
  keySealed: Buffer
  uploadedBy: string | null
}

export const placeOf = ({ config }: Pick<Ground, 'config'>, county: string, id: string): Place => ({
  dataFolder: config.dataFolder,
  county,
  id,
})

export const sealingOf = (
  { config, keysOf }: Pick<Ground, 'config' | 'keysOf'>,
  county: string,
  { id, keySealed }: { id: string; keySealed: Buffer },
): Sealing => ({ key: keysOf(county).unwrap(keySealed, id), suite: SUITES[config.cipherSuite] })

/** The transactions of uploads run under the duty 'portal': nobody's eyes, and no other rows. */
export const underDuty = <T>(ground: Ground, county: string, work: (db: Db) => Promise<T>) =>
  inTransaction(ground.pool, dutyScope(county, 'portal'), work)

export const unknownUpload = () =>
  new Problem({
    status: 404,
    code: 'upload-unknown',
    title: '没有找到这个上传，可能已经过期，请重新选择文件',
  })

const full = () =>
  new Problem({
    status: 503,
    code: 'uploads-full',
    title: '现在等着处理的文件太多，暂时收不下新的，请过几分钟再传；不影响先提交报告',
  })

const taken = () =>
  new Problem({ status: 409, code: 'upload-exists', title: '这个附件已经传过了，请重新选择文件' })

/** An upload that wants much and sends nothing for so long counts for what it sent only. */
const IDLE_MS = 15 * 60_000

const hasRoom = async (ground: Ground, db: Db, size: number) => {
  const busySince = new Date(ground.now().getTime() - IDLE_MS)
  const { taken } = await db
    .selectFrom('file')
    .where('recordId', 'is', null)
    .where('state', '<>', 'refused')
    .select(({ fn, eb }) =>
      fn
        .coalesce(
          fn.sum<number>(
            eb.case().when('touchedAt', '>', busySince).then(eb.ref('size')).else(eb.ref('received')).end(),
          ),
          eb.lit(0),
        )
        .as('taken'),
    )
    .executeTakeFirstOrThrow()
  return Number(taken) + size <= ground.config.uploadSpaceBytes
}

const waitsUntil = (now: Date, accountId: string | null) =>
  new Date(now.getTime() + WAITS_HOURS[accountId ? 'signedIn' : 'portal'] * 3_600_000)

export type NewUpload = {
  id: string
  size: number
  declared: FileKind | undefined
  isEvidence: boolean
  secret: string
  accountId: string | null
}

/** Begins an upload; begun twice under the same id and secret it is the same. Refuses what is too large before a byte is sent. */
export const beginUpload = async (ground: Ground, county: string, upload: NewUpload): Promise<void> => {
  const { id, size, declared, isEvidence, secret, accountId } = upload
  if (size > (declared ? LARGEST[declared] : LARGEST_OF_ALL)) throw refusal('file-too-large')
  if (size < 1) throw refusal('file-truncated')
  const keys = ground.keysOf(county)
  const now = ground.now()
  await underDuty(ground, county, async (db) => {
    const known = await findWaiting(ground, db, county, { id, secret })
    if (known) return
    if (!(await hasRoom(ground, db, size))) throw full()
    const row: Insertable<DB['file']> = {
      id,
      size,
      declared: declared ?? null,
      isEvidence,
      keySealed: keys.newKey(id).wrapped,
      secretHash: hashSecret(keys, id, secret),
      uploadedBy: accountId,
      createdAt: now,
      touchedAt: now,
      expiresAt: waitsUntil(now, accountId),
    }
    const begun = await db
      .insertInto('file')
      .values(row)
      .onConflict((on) => on.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!begun) throw taken()
  })
}

/** The upload, if it waits and the secret is its own; a wrong secret and an unknown id look alike. */
export const findWaiting = async (
  ground: Ground,
  db: Db,
  county: string,
  { id, secret }: { id: string; secret: string },
): Promise<WaitingFile | undefined> => {
  const row = await db
    .selectFrom('file')
    .where('id', '=', id)
    .where('recordId', 'is', null)
    .select(['id', 'state', 'refusal', 'size', 'received', 'declared'])
    .select(['keySealed', 'uploadedBy', 'secretHash', 'expiresAt'])
    .executeTakeFirst()
  const isOwn =
    row?.secretHash && timingSafeEqual(row.secretHash, hashSecret(ground.keysOf(county), id, secret))
  const isExpired = row?.expiresAt && row.expiresAt < ground.now()
  return row && isOwn && !isExpired ? row : undefined
}

export const writeFile = async (db: Db, id: string, change: Updateable<DB['file']>): Promise<void> => {
  await db.updateTable('file').set(change).where('id', '=', id).execute()
}

/** Notes how far an upload has come; whole, it is to be checked. */
export const noteReceived = (ground: Ground, county: string, file: WaitingFile, received: number) => {
  const now = ground.now()
  const isWhole = received === file.size
  return underDuty(ground, county, (db) =>
    writeFile(db, file.id, {
      received,
      touchedAt: now,
      expiresAt: waitsUntil(now, file.uploadedBy),
      ...(isWhole && { state: 'checking' as const, arrivedAt: now }),
    }),
  )
}

export const noteRefused = (ground: Ground, county: string, id: string, code: Refusal) =>
  underDuty(ground, county, (db) =>
    writeFile(db, id, { state: 'refused', refusal: code, checkedAt: ground.now() }),
  )

export const forget = (ground: Ground, county: string, id: string) =>
  underDuty(ground, county, (db) =>
    db.deleteFrom('file').where('id', '=', id).where('recordId', 'is', null).execute(),
  )

export const refusalOf = (code: string | null): Problem => refusal(Refusal.catch('file-broken').parse(code))
