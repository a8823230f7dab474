import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import { bringId, listPublished } from '../assessments/versions/queries.ts'
import type { DangerLevel } from '../assessments/scoring/danger.ts'
import { ProcedureContent, type LevelProcedure } from './content.ts'
import type { ProcedureNames } from './contract.ts'
import { SHIPPED_PROCEDURE } from './shipped.ts'

/**
 * Brings the procedure that the product has along. A new edition takes the place of an older one, but never of a version that the
 * county made its own.
 */
export const installProcedure = async (db: Db, now: Date): Promise<void> => {
  const { edition, content } = SHIPPED_PROCEDURE
  const rows = await db.selectFrom('procedureVersion').select(['id', 'number', 'state', 'edition']).execute()
  const id = bringId('procedure', edition)
  if (rows.some((row) => row.id === id)) return
  const published = rows.find(({ state }) => state === 'published')
  const isCountysOwn = published !== undefined && published.edition === null
  if (published && !isCountysOwn)
    await db
      .updateTable('procedureVersion')
      .set({ state: 'retired' })
      .where('id', '=', published.id)
      .execute()
  await db
    .insertInto('procedureVersion')
    .values({
      id,
      number: Math.max(0, ...rows.map(({ number }) => number)) + 1,
      state: isCountysOwn ? 'retired' : 'published',
      edition,
      content: JSON.stringify(content),
      changedAt: now,
      publishedAt: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What holds for new cases and for the loop as a whole. */
export const currentProcedure = async (db: Db): Promise<{ id: string | null; content: ProcedureContent }> => {
  const row = await db
    .selectFrom('procedureVersion')
    .where('state', '=', 'published')
    .select(['id', 'content'])
    .executeTakeFirst()
  return row
    ? { id: row.id, content: ProcedureContent.parse(row.content) }
    : { id: null, content: SHIPPED_PROCEDURE.content }
}

type Governed = { procedureId: string | null; dangerLevel: DangerLevel }

/** The version that a case goes on under. */
export const procedureOf = async (db: Db, { procedureId }: Governed): Promise<ProcedureContent> => {
  if (!procedureId) return (await currentProcedure(db)).content
  const { content } = await db
    .selectFrom('procedureVersion')
    .where('id', '=', procedureId)
    .select('content')
    .executeTakeFirstOrThrow()
  return ProcedureContent.parse(content)
}

/** What a case must have at its present level. */
export const levelProcedureOf = async (db: Db, kase: Governed): Promise<LevelProcedure> =>
  (await procedureOf(db, kase)).levels[kase.dangerLevel]

const versions = (db: Db) =>
  db
    .selectFrom('procedureVersion')
    .leftJoin('account as changer', 'changer.id', 'procedureVersion.changedBy')
    .leftJoin('account as publisher', 'publisher.id', 'procedureVersion.publishedBy')
    .selectAll('procedureVersion')
    .select(['changer.displayName as changerName', 'publisher.displayName as publisherName'])

/** The newest first; drafts only for whoever edits them. */
export const listVersions = (db: Db, mayEdit: boolean) =>
  versions(db)
    .$if(!mayEdit, (qb) => qb.where('procedureVersion.state', '<>', 'draft'))
    .orderBy('procedureVersion.number', 'desc')
    .execute()
export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number]

const read = (row: VersionRow | undefined) => row && { ...row, content: ProcedureContent.parse(row.content) }

export const findVersion = async (db: Db, id: string, mayEdit: boolean) =>
  read(
    await versions(db)
      .where('procedureVersion.id', '=', id)
      .$if(!mayEdit, (qb) => qb.where('procedureVersion.state', '<>', 'draft'))
      .executeTakeFirst(),
  )
export type VersionFound = NonNullable<Awaited<ReturnType<typeof findVersion>>>

export const findPublished = async (db: Db) =>
  read(await versions(db).where('procedureVersion.state', '=', 'published').executeTakeFirst())

/** What a procedure may name: the instruments in use, the units that are members of the leading group. */
export const listNames = async (db: Db): Promise<ProcedureNames> => ({
  instruments: (await listPublished(db)).map(({ code, content }) => ({ code, name: content.title })),
  units: await db
    .selectFrom('unit')
    .where('kind', '=', 'member-unit')
    .where('leftOn', 'is', null)
    .select(['code', 'name'])
    .orderBy('code')
    .execute(),
})

type Draft = { id: string; content: ProcedureContent; by: string; at: Date }

export const insertDraft = async (db: Db, { id, content, by, at }: Draft) => {
  const { last } = await db
    .selectFrom('procedureVersion')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  await db
    .insertInto('procedureVersion')
    .values({
      id,
      number: (last ?? 0) + 1,
      content: JSON.stringify(content),
      changedBy: by,
      changedAt: at,
    })
    .execute()
}

/** False when somebody else changed or published it meanwhile. */
export const changeDraft = async (db: Db, { id, content, by, at, version }: Draft & { version: number }) => {
  const { numUpdatedRows } = await db
    .updateTable('procedureVersion')
    .set({ content: JSON.stringify(content), changedBy: by, changedAt: at, version: version + 1 })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const removeDraft = (db: Db, id: string) =>
  db.deleteFrom('procedureVersion').where('id', '=', id).where('state', '=', 'draft').execute()

export const publish = async (db: Db, id: string, by: string, at: Date) => {
  await db
    .updateTable('procedureVersion')
    .set({ state: 'retired' })
    .where('state', '=', 'published')
    .execute()
  await db
    .updateTable('procedureVersion')
    .set({ state: 'published', publishedBy: by, publishedAt: at })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .execute()
}

type Counted = { what: string; dangerLevel: DangerLevel | null; count: number | null }

/** The definer function counts over all cases and hides what is few; without a level: the whole county. */
export const countTrial = async (
  db: Db,
  levels: ProcedureContent['levels'],
  now: Date,
): Promise<Counted[]> => {
  const { rows } = await sql<Counted>`
    select what, danger_level, count from procedure_trial(${JSON.stringify(levels)}::jsonb, ${now}::timestamptz)`.execute(
    db,
  )
  return rows
}

/** Counts of cases below this are not told (the county's setting for its figures). */
export const trialBelow = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ below: number }>`select procedure_trial_below() as below`.execute(db)
  return rows[0]?.below ?? 5
}
