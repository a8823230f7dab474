import type { CountyKeys } from '#server/crypto/keys.ts'
import { SUITES } from '#server/crypto/suites.ts'
import { putSealed } from '#server/blobs.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { long } from './around.ts'
import { mark, type Relation } from './marks.ts'

type Ground = {
  db: Db
  keys: CountyKeys
  dataFolder: string
  county: string
  relation: Relation
  reportId: string
  /** Who opened it already; of the same county. */
  accountIds: string[]
}

/** A recording, kept as evidence, that came with a set's report, and an opening of it by every caller who could have one. */
export const addFile = async (of: Ground) => {
  const { db, keys, dataFolder, county, relation, reportId, accountIds } = of
  const id = uuidv7()
  const { key, wrapped } = keys.newKey(id)
  const content = Buffer.from(`#!AMR\n${mark(relation, 'attachment')}`)
  await putSealed({ dataFolder, county, id }, { key, suite: SUITES.aes }, content)
  await db
    .insertInto('file')
    .values({
      id,
      recordKind: 'report',
      recordId: reportId,
      state: 'ready',
      kind: 'audio',
      mediaType: 'audio/amr',
      viewType: 'audio/amr',
      viewSize: content.length,
      size: content.length,
      received: content.length,
      sha256: Buffer.alloc(32, 1),
      isEvidence: true,
      isScanned: true,
      keySealed: wrapped,
      createdAt: long(),
      touchedAt: long(),
      arrivedAt: long(),
      boundAt: long(),
    })
    .execute()
  const openings = new Map(accountIds.map((accountId) => [accountId, uuidv7()]))
  for (const [accountId, opening] of openings)
    await db
      .insertInto('fileOpening')
      .values({
        id: opening,
        fileId: id,
        accountId,
        at: new Date(),
        endsAt: new Date(Date.now() + 3_000_000),
      })
      .execute()
  return { id, openingOf: (accountId: string) => openings.get(accountId) ?? id }
}
