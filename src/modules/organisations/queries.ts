import type { z } from 'zod'
import { calendarWith, type Calendar } from '#kernel/calendar.ts'
import { deadlineCodes, type DeadlineSettings } from '#kernel/deadline-rules.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { aliasesOf, type Divisions } from './divisions/division.ts'
import { BUNDLE } from './divisions/load.ts'
import { MEMBER_UNITS } from './member-units.ts'
import { DeadlineOverride, HolidayTable } from './settings/contract.ts'
import { settingsUnder } from './settings/queries.ts'

/** Keys of county_setting. */
export const HOLIDAYS = 'holidays:'
export const DEADLINE = 'deadline:'

/** The working calendar with every year that the county has imported. */
export const calendarOf = async (db: Db): Promise<Calendar> => {
  const tables = await settingsUnder(db, HOLIDAYS)
  return calendarWith([...tables.values()].map(({ value }) => HolidayTable.parse(value)))
}

/** The county's own limits, for `dueAt(code, from, calendar, overrides)`. */
export const overridesOf = async (db: Db): Promise<DeadlineSettings> => {
  const own = await settingsUnder(db, DEADLINE)
  return Object.fromEntries(
    deadlineCodes.flatMap((code) => {
      const value = own.get(code)?.value
      return value ? [[code, settingOf(DeadlineOverride.parse(value))]] : []
    }),
  )
}

const settingOf = ({ limit, unit, basis }: z.output<typeof DeadlineOverride>) => ({
  limit,
  unit,
  source: basis,
  confidence: 'C' as const,
})

const divisionRows = ({ county, towns, villages }: Divisions, source: string) => {
  const root = `${county.code}000000`
  const dated = { validFrom: BUNDLE.cutOffOn, source }
  return [
    {
      ...dated,
      code: root,
      name: county.name,
      level: 'county' as const,
      parentCode: null,
      kind: null,
      aliases: [],
    },
    ...towns.map(({ code, name }) => ({
      ...dated,
      code,
      name,
      level: 'town' as const,
      parentCode: root,
      kind: null,
      aliases: [name.replace(/(街道办事处|街道|镇|乡)$/, '')],
    })),
    ...villages.map((village) => ({
      ...dated,
      code: village.code,
      name: village.shortName,
      level: 'village' as const,
      parentCode: village.townCode,
      kind: village.kind,
      aliases: aliasesOf(village).filter((alias) => alias !== village.shortName),
    })),
  ]
}

const postsFor = ({ towns, villages }: Divisions, setUpOn: string) => [
  ...towns.map(({ code }) => ({
    id: uuidv7(),
    kind: 'child-supervisor' as const,
    divisionCode: code,
    setUpOn,
  })),
  ...villages.map(({ code }) => ({
    id: uuidv7(),
    kind: 'child-director' as const,
    divisionCode: code,
    setUpOn,
  })),
]

const unitsFor = (county: string, joinedOn: string) =>
  MEMBER_UNITS.map(({ code, name, shortName }) => ({
    id: uuidv7(),
    code,
    name,
    shortName,
    kind: 'member-unit' as const,
    divisionCode: county,
    joinedOn,
  }))

/**
 * Fills a new county's schema: its divisions and, where `today` is given, one vacant post for each village and town and the
 * member units to begin with, all set up on that day. A county that has divisions keeps what it has.
 */
export const installNetwork = async (
  db: Db,
  divisions: Divisions,
  { today, source = BUNDLE.source }: { today?: string; source?: string } = {},
): Promise<void> => {
  const known = await db.selectFrom('division').select('code').limit(1).executeTakeFirst()
  if (known) return
  const rows = divisionRows(divisions, source)
  await db.insertInto('division').values(rows).execute()
  if (!today) return
  await db.insertInto('post').values(postsFor(divisions, today)).execute()
  await db
    .insertInto('unit')
    .values(unitsFor(`${divisions.county.code}000000`, today))
    .execute()
}
