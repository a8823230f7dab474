import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { findSetting } from '#modules/organisations/settings/queries.ts'
import { comparedName, routeOf, type Above, type Left, type RoutedTo } from './rules.ts'

/** Key of county_setting: who works on what the desk must not see. */
export const ROUTING = 'reports:routing'
export const Routing = z.object({ to: z.enum(['leading-group', 'procuratorate'], '请选择由谁办理') })

/** Whom the county has chosen; the procuratorate when it has not. */
export const preferredAbove = async (db: Db): Promise<Above> => {
  const setting = await findSetting(db, ROUTING)
  return setting ? Routing.parse(setting.value).to : 'procuratorate'
}

export type Named = {
  accusedName?: string | undefined
  workplaces: readonly { kind: 'unit' | 'division' | 'centre' | 'other'; id: string }[]
}

export type Exclusions = { accountIds: string[]; unitIds: string[]; divisionCodes: string[] }

const idsOf = (named: Named, kind: 'unit' | 'division') =>
  named.workplaces.flatMap((place) => (place.kind === kind ? [place.id] : []))

const accountsNamed = async (db: Db, name: string | undefined): Promise<string[]> => {
  const compared = comparedName(name ?? '')
  if (compared.length < 2) return []
  const { rows } = await sql<{ ids: string[] }>`select accounts_named(${compared}) as ids`.execute(db)
  return rows[0]?.ids ?? []
}

const UUID = z.uuid()

/** Whom the words of a report name, as far as they are known here; made-up ids count for nothing. */
const exclusionsOf = async (db: Db, county: string, named: Named): Promise<Exclusions> => {
  const centre = `${county}000000`
  const wanted = idsOf(named, 'unit').filter((id) => UUID.safeParse(id).success)
  const units = wanted.length
    ? await db.selectFrom('unit').where('id', 'in', wanted).select(['id', 'kind']).execute()
    : []
  const codes = idsOf(named, 'division')
  const divisions = codes.length
    ? await db.selectFrom('division').where('code', 'in', codes).select('code').execute()
    : []
  const isCentre =
    named.workplaces.some(({ kind }) => kind === 'centre') ||
    units.some(({ kind }) => kind === 'protection-centre')
  return {
    accountIds: await accountsNamed(db, named.accusedName),
    unitIds: units.map(({ id }) => id),
    divisionCodes: [...new Set([...divisions.map(({ code }) => code), ...(isCentre ? [centre] : [])])],
  }
}

const DESK = new Set(['duty-officer', 'caseworker', 'centre-head'])

const postsLeft = async (db: Db, { accountIds, unitIds }: Exclusions): Promise<Left> => {
  const { rows } = await sql<{ role: string; unitCode: string | null }>`
    select role, unit_code from posts_filled(${accountIds}::uuid[], ${unitIds}::uuid[])`.execute(db)
  return {
    desk: rows.some(({ role }) => DESK.has(role)),
    'leading-group': rows.some(({ role }) => role === 'leader'),
    procuratorate: rows.some(
      ({ role, unitCode }) => role === 'liaison-officer' && unitCode === 'procuratorate',
    ),
  }
}

/** Whom a new report is kept from, and who works on it. Nobody named: no further question to the database. */
export const judgeNamed = async (
  db: Db,
  county: string,
  named: Named,
): Promise<{ exclusions: Exclusions; routedTo: RoutedTo }> => {
  const exclusions = await exclusionsOf(db, county, named)
  const isCentreNamed = exclusions.divisionCodes.includes(`${county}000000`)
  const isAccountNamed = exclusions.accountIds.length > 0
  if (!isCentreNamed && !isAccountNamed) return { exclusions, routedTo: 'desk' }
  const left = await postsLeft(db, exclusions)
  const preferred = await preferredAbove(db)
  return { exclusions, routedTo: routeOf({ isCentreNamed, isAccountNamed, left, preferred }) }
}

type About = { kind: 'report' | 'case'; id: string }

/** Before anybody is told of the record: notices look here. */
export const insertExclusions = async (db: Db, record: About, of: Exclusions, now: Date): Promise<void> => {
  const row = (who: { accountId?: string; unitId?: string; divisionCode?: string }) => ({
    id: uuidv7(now.getTime()),
    recordKind: record.kind,
    recordId: record.id,
    accountId: null,
    unitId: null,
    divisionCode: null,
    madeAt: now,
    ...who,
  })
  const rows = [
    ...of.accountIds.map((accountId) => row({ accountId })),
    ...of.unitIds.map((unitId) => row({ unitId })),
    ...of.divisionCodes.map((divisionCode) => row({ divisionCode })),
  ]
  if (rows.length) await db.insertInto('recordExclusion').values(rows).execute()
}

/** Whom a record is kept from, for those who see it: names of units and places, and of persons. */
export const listExclusions = (db: Db, record: About) =>
  db
    .selectFrom('recordExclusion')
    .where('recordKind', '=', record.kind)
    .where('recordId', '=', record.id)
    .leftJoin('account', 'account.id', 'recordExclusion.accountId')
    .leftJoin('unit', 'unit.id', 'recordExclusion.unitId')
    .leftJoin('division', 'division.code', 'recordExclusion.divisionCode')
    .select(['recordExclusion.accountId', 'recordExclusion.unitId', 'recordExclusion.divisionCode'])
    .select(['account.displayName', 'unit.name as unitName', 'division.name as divisionName'])
    .orderBy('recordExclusion.id')
    .execute()

/** Whom a report is kept from, in words. */
export const namesKept = async (db: Db, id: string): Promise<string[]> => {
  const rows = await listExclusions(db, { kind: 'report', id })
  return rows.map(({ displayName, unitName, divisionName }) => displayName ?? unitName ?? divisionName ?? '')
}

/** A case that a report leads to is kept from the same people. */
export const copyExclusions = async (db: Db, reportId: string, caseId: string, now: Date): Promise<void> => {
  const rows = await listExclusions(db, { kind: 'report', id: reportId })
  const known = await listExclusions(db, { kind: 'case', id: caseId })
  const isNew = (row: (typeof rows)[number]) =>
    !known.some(
      (each) =>
        each.accountId === row.accountId &&
        each.unitId === row.unitId &&
        each.divisionCode === row.divisionCode,
    )
  const fresh = rows.filter(isNew)
  const given = <T>(values: (T | null)[]) => values.filter((value) => value !== null)
  await insertExclusions(
    db,
    { kind: 'case', id: caseId },
    {
      accountIds: given(fresh.map(({ accountId }) => accountId)),
      unitIds: given(fresh.map(({ unitId }) => unitId)),
      divisionCodes: given(fresh.map(({ divisionCode }) => divisionCode)),
    },
    now,
  )
}

/** Whether somebody, e.g. the owner a case is to get, is among those a record is kept from. */
export const isPersonKept = async (db: Db, record: About, accountId: string): Promise<boolean> =>
  Boolean(
    await db
      .selectFrom('recordExclusion')
      .where('recordKind', '=', record.kind)
      .where('recordId', '=', record.id)
      .where(({ or, eb, selectFrom }) => {
        const person = selectFrom('account').where('account.id', '=', accountId)
        return or([
          eb('recordExclusion.accountId', '=', accountId),
          eb('recordExclusion.unitId', 'in', person.select('account.unitId')),
          eb('recordExclusion.divisionCode', 'in', person.select('account.divisionCode')),
        ])
      })
      .select('id')
      .executeTakeFirst(),
  )
