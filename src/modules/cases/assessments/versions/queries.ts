import { createHash } from 'node:crypto'
import type { Db } from '#server/database.ts'
import { findSetting } from '#modules/organisations/settings/queries.ts'
import { SHIPPED } from '../instruments/shipped.ts'
import { InstrumentContent } from '../scoring/content.ts'
import { RequiredInstruments } from './contract.ts'
import { REQUIRED } from './rules.ts'

/** Key of county_setting. */
export const REQUIRED_INSTRUMENTS = 'required-instruments'

/** The same id in every county, so that an installation that starts twice at once brings each edition once. */
export const shippedId = (code: string, edition: number) =>
  createHash('sha256')
    .update(`shouwang instrument ${code} ${edition}`)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')

const latestNumber = async (db: Db, code: string) => {
  const { last } = await db
    .selectFrom('instrumentVersion')
    .where('code', '=', code)
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? 0
}

/**
 * Brings what the product has along and the county has not. A new edition takes the place of an older edition, but never of a version
 * that the county made its own: beside that it stands among the old ones, to begin a draft from.
 */
export const installInstruments = async (db: Db, now: Date): Promise<void> => {
  const rows = await db.selectFrom('instrumentVersion').select(['id', 'code', 'state', 'edition']).execute()
  for (const { edition, content } of SHIPPED) {
    const id = shippedId(content.code, edition)
    if (rows.some((row) => row.id === id)) continue
    const published = rows.find(({ code, state }) => code === content.code && state === 'published')
    const isCountysOwn = published !== undefined && published.edition === null
    if (published && !isCountysOwn) await retire(db, published.id)
    await db
      .insertInto('instrumentVersion')
      .values({
        id,
        code: content.code,
        number: (await latestNumber(db, content.code)) + 1,
        state: isCountysOwn ? 'retired' : 'published',
        edition,
        content: JSON.stringify(content),
        changedAt: now,
        publishedAt: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

export const retire = (db: Db, id: string) =>
  db.updateTable('instrumentVersion').set({ state: 'retired' }).where('id', '=', id).execute()

const versions = (db: Db) =>
  db
    .selectFrom('instrumentVersion')
    .leftJoin('account as changer', 'changer.id', 'instrumentVersion.changedBy')
    .leftJoin('account as publisher', 'publisher.id', 'instrumentVersion.publishedBy')
    .selectAll('instrumentVersion')
    .select(['changer.displayName as changerName', 'publisher.displayName as publisherName'])

/** All versions, the newest first. */
export const listVersions = async (db: Db) => {
  const rows = await versions(db)
    .orderBy('instrumentVersion.code')
    .orderBy('instrumentVersion.number', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, content: InstrumentContent.parse(row.content) }))
}
export type VersionFound = Awaited<ReturnType<typeof listVersions>>[number]

export const findVersion = async (db: Db, id: string): Promise<VersionFound | undefined> => {
  const row = await versions(db).where('instrumentVersion.id', '=', id).executeTakeFirst()
  return row && { ...row, content: InstrumentContent.parse(row.content) }
}

/** What can be filled in now, in the order in which the product brings it. */
export const listPublished = async (db: Db): Promise<VersionFound[]> => {
  const rows = await versions(db).where('instrumentVersion.state', '=', 'published').execute()
  const order = SHIPPED.map(({ content }) => content.code)
  return rows
    .map((row) => ({ ...row, content: InstrumentContent.parse(row.content) }))
    .toSorted((one, other) => order.indexOf(one.code) - order.indexOf(other.code))
}

type Draft = { id: string; from: VersionFound; by: string; at: Date }

export const insertDraft = async (db: Db, { id, from, by, at }: Draft) => {
  await db
    .insertInto('instrumentVersion')
    .values({
      id,
      code: from.code,
      number: (await latestNumber(db, from.code)) + 1,
      content: JSON.stringify(from.content),
      changedBy: by,
      changedAt: at,
    })
    .execute()
}

type Change = { id: string; version: number; content: InstrumentContent; by: string; at: Date }

/** False when somebody else changed or published it meanwhile. */
export const changeDraft = async (db: Db, { id, version, content, by, at }: Change) => {
  const { numUpdatedRows } = await db
    .updateTable('instrumentVersion')
    .set({ content: JSON.stringify(content), changedBy: by, changedAt: at, version: version + 1 })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const removeDraft = (db: Db, id: string) =>
  db.deleteFrom('instrumentVersion').where('id', '=', id).where('state', '=', 'draft').execute()

export const publish = async (db: Db, { id, code }: VersionFound, by: string, at: Date) => {
  await db
    .updateTable('instrumentVersion')
    .set({ state: 'retired' })
    .where('code', '=', code)
    .where('state', '=', 'published')
    .execute()
  await db
    .updateTable('instrumentVersion')
    .set({ state: 'published', publishedBy: by, publishedAt: at })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .execute()
}

/** What the county's rules ask for at each danger level. */
export const requiredInstruments = async (db: Db) => {
  const setting = await findSetting(db, REQUIRED_INSTRUMENTS)
  return {
    required: setting?.value ? RequiredInstruments.parse(setting.value) : REQUIRED,
    version: setting?.version ?? 0,
  }
}
