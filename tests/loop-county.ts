import { addDays, today } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import type { testApp } from './app.ts'

type App = Awaited<ReturnType<typeof testApp>>

export const TOWN = '449821100000'
export const VILLAGE = '449821100001'
export const OTHER_VILLAGE = '449821101001'

/** A day so many days from today. */
export const inDays = (count: number) => addDays(today(new Date()), count)

const DIVISIONS = [
  { code: '449821000000', name: '示范县', level: 'county' as const, parentCode: null },
  { code: TOWN, name: '甲镇', level: 'town' as const, parentCode: '449821000000' },
  { code: VILLAGE, name: '东村', level: 'village' as const, parentCode: TOWN },
  { code: '449821101000', name: '乙镇', level: 'town' as const, parentCode: '449821000000' },
  { code: OTHER_VILLAGE, name: '西村', level: 'village' as const, parentCode: '449821101000' },
]

/** A small county: two villages in two towns, two units, and one person of every role that takes part in the loop. */
export const loopCounty = async (app: App) => {
  const police = uuidv7()
  const education = uuidv7()
  await app.setUp(async (db) => {
    await db
      .insertInto('division')
      .values(DIVISIONS.map((each) => ({ ...each, validFrom: '2020-01-01', source: '测试' })))
      .execute()
    const unit = { kind: 'member-unit' as const, joinedOn: '2021-09-01' }
    await db
      .insertInto('unit')
      .values([
        { ...unit, id: police, code: 'public-security', name: '县公安局', shortName: '公安局' },
        { ...unit, id: education, code: 'education', name: '县教育局', shortName: '教育局' },
      ])
      .execute()
  })
  const people = {
    director: await app.as({ role: 'child-director', divisionCode: VILLAGE, name: '东村主任' }),
    otherDirector: await app.as({ role: 'child-director', divisionCode: OTHER_VILLAGE, name: '西村主任' }),
    supervisor: await app.as({ role: 'supervisor', divisionCode: TOWN, name: '甲镇督导员' }),
    otherSupervisor: await app.as({ role: 'supervisor', divisionCode: '449821101000', name: '乙镇督导员' }),
    duty: await app.as({ role: 'duty-officer', name: '值班员' }),
    worker: await app.as({ role: 'caseworker', name: '社工' }),
    head: await app.as({ role: 'centre-head', name: '中心主任' }),
    officer: await app.as({ role: 'liaison-officer', unitId: police, name: '公安联络员' }),
    otherOfficer: await app.as({ role: 'liaison-officer', unitId: education, name: '教育联络员' }),
  }
  return { ...people, police, education }
}
export type LoopCounty = Awaited<ReturnType<typeof loopCounty>>

let count = 0

/** A registered child with a telephone number, and a mother with hers. */
export const newChild = async (app: App, divisionCode = VILLAGE) => {
  const id = uuidv7()
  count += 1
  const { key, wrapped } = app.keys.newKey(id)
  const phone = `1990000${String(count).padStart(4, '0')}`
  await app.setUp((db) =>
    db
      .insertInto('child')
      .values({
        id,
        name: `张小${count}`,
        sex: 'female',
        birthDay: '2016-05-04',
        divisionCode,
        hukouDivisionCode: divisionCode,
        keySealed: wrapped,
        phoneSealed: app.keys.seal(key, 'phone', phone),
        phoneIndex: app.keys.index('phone', phone),
      })
      .execute(),
  )
  return { id, phone, name: `张小${count}` }
}
