import { z } from 'zod'
import type { Context } from '#server/route.ts'
import type { Db } from '#server/database.ts'
import { EmergencyNumber } from '#modules/organisations/settings/contract.ts'
import { EMERGENCY_NUMBERS } from '#modules/organisations/settings/rules.ts'
import { findSetting } from '#modules/organisations/settings/queries.ts'

const CENTRE = '县未成年人救助保护中心'

const listPlaces = (db: Db) =>
  db
    .selectFrom('division')
    .where('division.validTo', 'is', null)
    .where('division.level', 'in', ['town', 'village'])
    .leftJoin('division as parent', (join) =>
      join.onRef('parent.code', '=', 'division.parentCode').on('parent.level', '=', 'town'),
    )
    .select(['division.code', 'division.name', 'parent.name as town'])
    .orderBy('division.code')
    .execute()

const listWorkplaces = async (db: Db) => {
  const units = await db
    .selectFrom('unit')
    .where('leftOn', 'is', null)
    .where('kind', '<>', 'protection-centre')
    .select(['id', 'name', 'kind'])
    .orderBy('kind')
    .orderBy('name')
    .orderBy('id')
    .execute()
  return [{ id: 'centre', name: CENTRE, kind: 'centre' }, ...units]
}

/** The county's own centre, as far as its site has a number. */
const centreNumber = async (db: Db) => {
  const site = await db
    .selectFrom('site')
    .where('kind', '=', 'centre')
    .where('closedOn', 'is', null)
    .where('phone', 'is not', null)
    .select(['name', 'phone'])
    .orderBy('setUpOn')
    .executeTakeFirst()
  return site?.phone ? [{ number: site.phone, label: site.name, about: '我们县专门保护未成年人的地方' }] : []
}

const listNumbers = async (db: Db) => {
  const setting = await findSetting(db, 'emergency-numbers')
  const own = setting ? z.array(EmergencyNumber).parse(setting.value) : EMERGENCY_NUMBERS
  const numbers = own.map(({ name, phone, note }) => ({ number: phone, label: name, about: note }))
  const isFirst = ({ number }: { number: string }) => number === '110' || number === '120'
  const centre = (await centreNumber(db)).filter(
    ({ number }) => !numbers.some((one) => one.number === number),
  )
  return [...numbers.filter(isFirst), ...centre, ...numbers.filter((one) => !isFirst(one))]
}

const read = async ({ db, county, keys, counties }: Pick<Context, 'db' | 'county' | 'keys' | 'counties'>) => {
  const known = (await counties()).find(({ code }) => code === county)
  return {
    county: { code: county, name: known?.name ?? '' },
    isDemonstration: known?.isDemonstration ?? false,
    numbers: await listNumbers(db),
    places: await listPlaces(db),
    workplaces: await listWorkplaces(db),
    codeSalt: keys.derive('return-code-salt').subarray(0, 16).toString('base64'),
  }
}

type Facts = Awaited<ReturnType<typeof read>>
/** What everybody asks for must be had under any load: read again after so long. */
const KEPT_MS = 5_000
const kept = new Map<string, { facts: Facts; at: number }>()

/** As read within the last seconds. */
export const factsKept = (county: string, now: Date): Facts | undefined => {
  const known = kept.get(county)
  return known && Math.abs(now.getTime() - known.at) < KEPT_MS ? known.facts : undefined
}

/** What the pages for everybody show of a county; nothing of any person. */
export const factsOf = async (context: Parameters<typeof read>[0] & Pick<Context, 'now'>): Promise<Facts> => {
  const facts = await read(context)
  kept.set(context.county, { facts, at: context.now.getTime() })
  return facts
}
