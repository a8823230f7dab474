import { createHmac } from 'node:crypto'
import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { RecordKind } from './contract.ts'
import { OPENING_MINUTES } from './rules.ts'

/** What the server keeps of an upload's secret. */
export const hashSecret = (keys: CountyKeys, id: string, secret: string): Buffer =>
  createHmac('sha256', keys.derive('upload-secret')).update(`${id}:${secret}`).digest()

type Binding = {
  recordKind: RecordKind
  recordId: string
  files: readonly { id: string; secret: string }[]
  now: Date
}

/**
 * Binds uploads to the record that they came with, in the caller's transaction (duty 'portal', or whoever uploaded them signed in).
 * Nothing here refuses the record: unknown, unfinished and refused files are answered as `missing`. Sent twice, the answer is the same.
 */
export const bindFiles = async (
  db: Db,
  keys: CountyKeys,
  { recordKind, recordId, files, now }: Binding,
): Promise<{ bound: string[]; missing: string[] }> => {
  const bound = new Set<string>()
  for (const { id, secret } of files) {
    const row = await db
      .updateTable('file')
      .set({ recordKind, recordId, boundAt: now, secretHash: null, expiresAt: null })
      .where('id', '=', id)
      .where('recordId', 'is', null)
      .where('secretHash', '=', hashSecret(keys, id, secret))
      .where('state', 'in', ['checking', 'ready'])
      .returning('id')
      .executeTakeFirst()
    const again = await db
      .selectFrom('file')
      .where('id', '=', id)
      .where('recordId', '=', recordId)
      .select('id')
      .executeTakeFirst()
    if (row ?? again) bound.add(id)
  }
  const isMissing = ({ id }: { id: string }) => !bound.has(id)
  return { bound: [...bound], missing: files.filter(isMissing).map(({ id }) => id) }
}

const COLUMNS = [
  'id',
  'recordKind',
  'recordId',
  'state',
  'refusal',
  'kind',
  'mediaType',
  'size',
  'sha256',
  'isEvidence',
  'isScanned',
  'keySealed',
  'blanksSealed',
  'viewType',
  'viewSize',
  'arrivedAt',
] as const

/**
 * Whether the caller may see a record, by the first wall of the module that it belongs to; handed in by the application, since files know
 * no other module. Answers where it belongs, for the audit.
 */
export type Doors = Record<
  RecordKind,
  (db: Db, scope: Scope, id: string, now: Date) => Promise<{ divisionCode: string } | undefined>
>

const filesOf = (db: Db) =>
  db
    .selectFrom('file')
    .select(COLUMNS)
    .select((row) => [
      row
        .selectFrom('fileOpening')
        .whereRef('fileOpening.fileId', '=', 'file.id')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('openedCount'),
      row
        .selectFrom('fileOpening')
        .whereRef('fileOpening.fileId', '=', 'file.id')
        .select(({ fn }) => fn.max('at').as('at'))
        .as('lastOpenedAt'),
    ])

/** The files of a record that the caller was found to see. */
export const listFilesOf = (db: Db, recordKind: RecordKind, recordId: string) =>
  filesOf(db)
    .where('recordKind', '=', recordKind)
    .where('recordId', '=', recordId)
    .orderBy('arrivedAt')
    .orderBy('id')
    .execute()
export type FileFound = Awaited<ReturnType<typeof listFilesOf>>[number]

/** A file through the door of its record. */
export const findFile = async (
  db: Db,
  scope: Scope,
  doors: Doors,
  id: string,
  now: Date,
): Promise<(FileFound & { divisionCode: string }) | undefined> => {
  const file = await filesOf(db).where('id', '=', id).executeTakeFirst()
  const { data: kind } = RecordKind.safeParse(file?.recordKind)
  if (!file?.recordId || !kind) return undefined
  const record = await doors[kind](db, scope, file.recordId, now)
  return record && { ...file, divisionCode: record.divisionCode }
}

type Opening = { fileId: string; accountId: string; now: Date; isOriginal?: boolean }

export const addOpening = async (db: Db, { fileId, accountId, now, isOriginal = false }: Opening) => {
  const id = uuidv7(now.getTime())
  const endsAt = new Date(now.getTime() + OPENING_MINUTES * 60_000)
  await db.insertInto('fileOpening').values({ id, fileId, accountId, at: now, endsAt, isOriginal }).execute()
  return { id, endsAt }
}

/** Whether this account opened the file under this id, and not too long ago. */
export const isOpen = async (
  db: Db,
  { id, fileId, accountId, now }: { id: string; fileId: string; accountId: string; now: Date },
): Promise<boolean> =>
  Boolean(
    await db
      .selectFrom('fileOpening')
      .where('id', '=', id)
      .where('fileId', '=', fileId)
      .where('accountId', '=', accountId)
      .where('isOriginal', '=', false)
      .where('endsAt', '>', now)
      .select('id')
      .executeTakeFirst(),
  )
