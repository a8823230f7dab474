import { sql, type Insertable, type Updateable } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { findCase, isCaseSeen } from '../queries.ts'

/** 回避: whom the case is kept from, for those who see the case. */
export const listKeptOut = (db: Db, caseId: string) =>
  db
    .selectFrom('recordExclusion')
    .where('recordKind', '=', 'case')
    .where('recordId', '=', caseId)
    .leftJoin('account', 'account.id', 'recordExclusion.accountId')
    .leftJoin('unit', 'unit.id', 'recordExclusion.unitId')
    .leftJoin('division', 'division.code', 'recordExclusion.divisionCode')
    .select(['recordExclusion.accountId', 'recordExclusion.unitId', 'recordExclusion.divisionCode'])
    .select(['account.displayName', 'unit.name as unitName', 'division.name as divisionName'])
    .orderBy('recordExclusion.id')
    .execute()

type KeptOut = Awaited<ReturnType<typeof listKeptOut>>

/** Accounts among these that are kept out by themselves, by their unit or by their place. */
export const accountsKeptOut = async (db: Db, ids: string[], keptOut: KeptOut, county: string) => {
  if (!ids.length || !keptOut.length) return new Set<string>()
  const rows = await db
    .selectFrom('account')
    .where('id', 'in', ids)
    .select(['id', 'unitId', 'role'])
    // The desk works in the county as a whole, which its accounts do not name.
    .select(sql<string>`coalesce(division_code, ${`${county}000000`})`.as('placeCode'))
    .execute()
  const isOut = ({ id, unitId, placeCode }: (typeof rows)[number]) =>
    keptOut.some(
      (each) =>
        each.accountId === id || (unitId && each.unitId === unitId) || each.divisionCode === placeCode,
    )
  return new Set(rows.filter(isOut).map(({ id }) => id))
}

const conferencesOf = (db: Db, scope: Scope, now: Date) =>
  db
    .selectFrom('conference')
    .innerJoin('caseFile', 'caseFile.id', 'conference.caseId')
    .where(isCaseSeen(scope, now))
    .innerJoin('account as chair', 'chair.id', 'conference.chairId')
    .innerJoin('account as caller', 'caller.id', 'conference.calledBy')
    .leftJoin('account as drafter', 'drafter.id', 'conference.draftedBy')
    .selectAll('conference')
    .select(['chair.displayName as chairName', 'caller.displayName as callerName'])
    .select('drafter.displayName as drafterName')

/** Of a case, the newest first, each with how many were invited, said that they come, and what was resolved. */
export const listConferences = (db: Db, scope: Scope, caseId: string, now: Date) =>
  conferencesOf(db, scope, now)
    .where('conference.caseId', '=', caseId)
    .select([
      sql<number>`(select count(*)::int from conference_invitation i where i.conference_id = conference.id)`.as(
        'invited',
      ),
      sql<number>`(select count(*)::int from conference_invitation i where i.conference_id = conference.id
        and i.is_coming)`.as('coming'),
      sql<number>`(select count(*)::int from conference_resolution r where r.conference_id = conference.id)`.as(
        'resolutions',
      ),
    ])
    .orderBy('conference.startsAt', 'desc')
    .orderBy('conference.id')
    .execute()

/** A conference of a case that the caller may open, with that case. */
export const findConference = async (db: Db, scope: Scope, id: string, now: Date) => {
  const conference = await conferencesOf(db, scope, now).where('conference.id', '=', id).executeTakeFirst()
  const kase = conference && (await findCase(db, scope, conference.caseId, now))
  return kase && { conference, kase }
}
export type ConferenceFound = NonNullable<Awaited<ReturnType<typeof findConference>>>['conference']

/** Which case a conference belongs to, before that case is locked. */
export const findCaseOf = (db: Db, scope: Scope, id: string, now: Date) =>
  db
    .selectFrom('conference')
    .innerJoin('caseFile', 'caseFile.id', 'conference.caseId')
    .where(isCaseSeen(scope, now))
    .where('conference.id', '=', id)
    .select(['conference.caseId', 'conference.number'])
    .executeTakeFirst()

export const insertConference = (db: Db, row: Insertable<DB['conference']>) =>
  db.insertInto('conference').values(row).execute()

/** Writes a step; false when the conference was signed or cancelled, or another version stands. The caller has locked the case. */
export const writeConference = async (
  db: Db,
  { id, version }: { id: string; version: number },
  change: Updateable<DB['conference']>,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('conference')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** With the item of the plan that each became. */
export const listResolutions = (db: Db, conferenceId: string) =>
  db
    .selectFrom('conferenceResolution as resolution')
    .where('resolution.conferenceId', '=', conferenceId)
    .leftJoin('account as owner', 'owner.id', 'resolution.ownerId')
    .leftJoin('unit', 'unit.id', 'resolution.unitId')
    .leftJoin('planItem', 'planItem.resolutionId', 'resolution.id')
    .selectAll('resolution')
    .select(['owner.displayName as ownerName', 'unit.shortName as unitName'])
    .select(['planItem.id as itemId', 'planItem.ordinal as itemOrdinal', 'planItem.state as itemState'])
    .orderBy('resolution.ordinal')
    .execute()
export type ResolutionFound = Awaited<ReturnType<typeof listResolutions>>[number]

/** All of them anew: until the minutes are drawn up they are a draft. */
export const replaceResolutions = async (
  db: Db,
  conferenceId: string,
  rows: Insertable<DB['conferenceResolution']>[],
) => {
  await db.deleteFrom('conferenceResolution').where('conferenceId', '=', conferenceId).execute()
  if (rows.length) await db.insertInto('conferenceResolution').values(rows).execute()
}

/** Those that belong to another conference: an id can be taken once. */
export const resolutionsElsewhere = async (db: Db, conferenceId: string, ids: string[]) =>
  ids.length
    ? db
        .selectFrom('conferenceResolution')
        .where('id', 'in', ids)
        .where('conferenceId', '<>', conferenceId)
        .select('id')
        .execute()
    : []

/** Signatures under the text that stands now. */
export const listSignatures = (db: Db, conferenceId: string, hash: Buffer | null) =>
  hash
    ? db
        .selectFrom('conferenceSignature')
        .where('conferenceId', '=', conferenceId)
        .where('minutesHash', '=', hash)
        .innerJoin('account', 'account.id', 'conferenceSignature.signedBy')
        .select(['signedAs', 'signedBy', 'signedAt', 'account.displayName as by'])
        .orderBy('signedAt')
        .orderBy('conferenceSignature.id')
        .execute()
    : Promise.resolve([])

export const insertSignature = (db: Db, row: Insertable<DB['conferenceSignature']>) =>
  db.insertInto('conferenceSignature').values(row).execute()

/** A conference called since the case was opened or taken up again has signed minutes. */
export const isConferenceSigned = async (db: Db, caseId: string): Promise<boolean> =>
  Boolean(
    await db
      .selectFrom('conference')
      .where('caseId', '=', caseId)
      .where('state', '=', 'signed')
      .where(
        'calledAt',
        '>=',
        sql<Date>`(select max(s.at) from case_step s where s.case_id = ${caseId} and s.command in ('open', 'reopen'))`,
      )
      .select('id')
      .executeTakeFirst(),
  )
