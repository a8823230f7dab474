import { checkDigit } from '#kernel/id-number.ts'
import type { NewChildRecord } from '#modules/children/bulk/contract.ts'
import { bulkRegister } from '#modules/children/bulk/queries.ts'
import { uuidv7 } from '#server/ids.ts'
import type { testApp } from './app.ts'

type App = Awaited<ReturnType<typeof testApp>>

/** Two towns of the tests' county; 新联 stands in both. */
export const PLACES = {
  county: '449821000000',
  stoneTown: '449821100000',
  wallVillage: '449821100201',
  eastVillage: '449821100202',
  unitedVillage: '449821100203',
  hillTown: '449821101000',
  hillVillage: '449821101201',
  unitedHillVillage: '449821101202',
} as const

const NAMES = {
  [PLACES.wallVillage]: '围镇村委会',
  [PLACES.eastVillage]: '东二村委会',
  [PLACES.unitedVillage]: '新联村委会',
  [PLACES.hillVillage]: '龙塘村委会',
  [PLACES.unitedHillVillage]: '新联村委会',
}

/** Inserts the divisions above. */
export const addPlaces = (app: App, county?: string) =>
  app.setUp(async (db) => {
    const base = { validFrom: '2020-01-01', source: '测试' }
    await db
      .insertInto('division')
      .values([
        { ...base, code: PLACES.county, name: '示范县', level: 'county' },
        { ...base, code: PLACES.stoneTown, name: '石角镇', level: 'town', parentCode: PLACES.county },
        { ...base, code: PLACES.hillTown, name: '龙山镇', level: 'town', parentCode: PLACES.county },
        ...Object.entries(NAMES).map(([code, name]) => ({
          ...base,
          code,
          name,
          level: 'village' as const,
          kind: 'village' as const,
          parentCode: `${code.slice(0, 9)}000`,
        })),
      ])
      .execute()
  }, county)

let sequence = 0

/** An identity number of nobody (449821 is no county), another one each time. */
export const idNumberOf = (birthDay: string, sex: 'male' | 'female') => {
  sequence += 1
  const order = String(((sequence * 2) % 998) + (sex === 'male' ? 1 : 0)).padStart(3, '0')
  const seventeen = `449821${birthDay.replaceAll('-', '')}${order}`
  return seventeen + checkDigit(seventeen)
}

/** A boy of 围镇 without family, unless told otherwise. */
export const childRecord = (more: Partial<NewChildRecord> = {}): NewChildRecord & { id: string } => ({
  name: '张伟',
  sex: 'male',
  birthDay: '2015-06-01',
  divisionCode: PLACES.wallVillage,
  source: { kind: 'roster', department: '公安', day: '2026-01-05', row: 7 },
  family: [],
  categories: [],
  health: [],
  ...more,
  id: more.id ?? uuidv7(),
})

/** Puts children on file as a roster would; answers their ids in order. */
export const addChildren = (app: App, ...records: Partial<NewChildRecord>[]) =>
  app.setUp(async (db) => {
    const made = records.map(childRecord)
    await bulkRegister(db, app.keys, made)
    return made.map(({ id }) => id)
  })
