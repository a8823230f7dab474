import { uuidv7 } from '#server/ids.ts'
import type { testApp } from './app.ts'
import { running, sent } from './loop.ts'
import { type LoopCounty } from './loop-county.ts'

type App = Awaited<ReturnType<typeof testApp>>

/** The leading group's office, and everybody who takes part in reminding and overseeing. */
export const oversightOf = async (app: App, county: LoopCounty) => {
  const office = uuidv7()
  await app.setUp((db) =>
    db
      .insertInto('unit')
      .values({
        id: office,
        code: 'civil-affairs',
        name: '县民政局',
        shortName: '民政局',
        kind: 'member-unit',
        joinedOn: '2021-09-01',
      })
      .execute(),
  )

  /** Everybody who takes part, signed in at that moment. */
  const peopleAt = async (now: Date | undefined) => {
    app.clock.now = now
    const officer = (unitId: string, name: string) => app.as({ role: 'liaison-officer', unitId, name })
    return {
      head: await app.as({ role: 'centre-head' }),
      worker: await app.as({ role: 'caseworker' }),
      director: await app.as({ role: 'child-director', divisionCode: '449821100001' }),
      leader: await app.as({ role: 'leader' }),
      secondLeader: await app.as({ role: 'leader' }),
      office: await officer(office, '办公室甲'),
      secondOffice: await officer(office, '办公室乙'),
      police: await officer(county.police, '公安联络员'),
      education: await officer(county.education, '教育联络员'),
    }
  }
  const now = new Date()
  const inDays = (count: number) => new Date(now.getTime() + count * 86_400_000)

  const dispatched = async () => {
    app.clock.now = undefined
    const story = await running(app, county)
    return { ...story, ...(await sent(county, story)) }
  }
  return { office, peopleAt, now, inDays, dispatched }
}
