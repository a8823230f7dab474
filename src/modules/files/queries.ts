import { createHmac } from 'node:crypto'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import type { RecordKind } from './contract.ts'

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
