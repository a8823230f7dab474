import fc from 'fast-check'
import { expect, test } from 'vitest'
import { routes } from '#apps/server.ts'
import { uuidv7 } from '#server/ids.ts'
import { acceptReport, triageReport } from '../decisions/contract.ts'
import { openReport } from '../desk/contract.ts'
import { getReport, listReports } from '../contract.ts'
import { listAbove } from '../above/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '../../../../tests/app.ts'
import { loopCounty, newChild, OTHER_VILLAGE, TOWN, VILLAGE } from '../../../../tests/loop.ts'
import { stranger } from '../../../../tests/portal.ts'
import { comparedName, routeOf } from './rules.ts'

const LONG = 400_000

const withoutPolicies = {
  afterMigrate: async (owner: { query: (text: string) => Promise<unknown> }) => {
    await owner.query(`do $$ declare t record; begin
      for t in select c.oid::regclass as name from pg_class c
        where c.relnamespace::regnamespace::text like 'county_%' and c.relkind = 'r' loop
        execute format('alter table %s disable row level security', t.name);
      end loop; end $$`)
  },
}

/** A county with people of every post, some of whom a report may name. */
const stageOf = async (options: Parameters<typeof testApp>[0]) => {
  const app = await testApp(options)
  const county = await loopCounty(app)
  const procuratorate = uuidv7()
  await app.setUp((db) =>
    db
      .insertInto('unit')
      .values({
        id: procuratorate,
        code: 'procuratorate',
        name: '县人民检察院',
        shortName: '检察院',
        kind: 'member-unit',
        joinedOn: '2021-09-01',
      })
      .execute(),
  )
  const people = {
    ...county,
    procurator: await app.as({ role: 'liaison-officer', unitId: procuratorate, name: '检察联络员' }),
    leader: await app.as({ role: 'leader', name: '分管县领导' }),
    secondDuty: await app.as({ role: 'duty-officer', name: '值班员二' }),
  }
  return { app, people, procuratorate, outside: stranger(app) }
}
type Stage = Awaited<ReturnType<typeof stageOf>>

const both = await stageOf({})
const secondAlone = await stageOf({ more: { isApplicationWallOpen: true } })
const firstAlone = await stageOf(withoutPolicies)

test('names are compared without widths, blanks and dots', () => {
  expect(comparedName('阿 依·古丽 ')).toBe(comparedName('阿依古丽'))
})

test('a report goes past the desk exactly when it is about the desk or leaves nobody there, and then to somebody if there is anybody', () => {
  const world = fc.record({
    isCentreNamed: fc.boolean(),
    isAccountNamed: fc.boolean(),
    left: fc.record({ desk: fc.boolean(), 'leading-group': fc.boolean(), procuratorate: fc.boolean() }),
    preferred: fc.constantFrom('leading-group' as const, 'procuratorate' as const),
  })
  fc.assert(
    fc.property(world, (about) => {
      const to = routeOf(about)
      const isPast = about.isCentreNamed || (about.isAccountNamed && !about.left.desk)
      expect(to === 'desk').toBe(!isPast)
      if (isPast && (about.left.procuratorate || about.left['leading-group']))
        expect(about.left[to]).toBe(true)
      if (isPast && about.left[about.preferred]) expect(to).toBe(about.preferred)
    }),
  )
})

test('whoever is named at the desk finds neither the report nor its task; a colleague does', async () => {
  const { people, outside } = both
  const { id } = await outside.report({ accusedName: '值班 员' })
  const seenBy = async (who: Caller) => (await who(listReports, { pageSize: 100 })).items.map((one) => one.id)
  const tasksOf = async (who: Caller) =>
    (await who(listMyTasks, { pageSize: 100 })).items.map((one) => one.subjectId)
  expect(await seenBy(people.duty)).not.toContain(id)
  expect(await tasksOf(people.duty)).not.toContain(id)
  await expect(people.duty(getReport, { id })).rejects.toMatchObject({ status: 404 })
  await expect(people.duty(openReport, { id, reason: '看看是谁报的' })).rejects.toMatchObject({ status: 404 })
  expect(await seenBy(people.secondDuty)).toContain(id)
  expect(await tasksOf(people.secondDuty)).toContain(id)
  await people.secondDuty(openReport, { id, reason: '值班研判' })
  expect(await people.secondDuty(getReport, { id })).toMatchObject({
    routedTo: 'desk',
    keptFrom: ['值班员'],
    content: { accused: { name: '值班 员' } },
  })
})

type Named = { accusedName?: string; places: string[] }

const PLACES = ['police', 'education', 'procuratorate', 'village', 'town', 'centre', 'other'] as const

const workplaceOf = ({ people, procuratorate }: Stage, place: string) => {
  const units: Record<string, string> = { police: people.police, education: people.education, procuratorate }
  if (units[place]) return { kind: 'unit' as const, id: units[place] }
  if (place === 'village') return { kind: 'division' as const, id: VILLAGE }
  if (place === 'town') return { kind: 'division' as const, id: TOWN }
  return { kind: place === 'centre' ? ('centre' as const) : ('other' as const), text: '某处' }
}

const DESK = ['duty', 'worker', 'head', 'secondDuty'] as const
const NAMES = { duty: '值班员', worker: '社工', head: '中心主任', director: '东村主任', leader: '分管县领导' }

/** Who must know nothing, told once more by hand. */
const keptOut = ({ accusedName, places }: Named): string[] => {
  const of: Record<string, string[]> = {
    police: ['officer'],
    education: ['otherOfficer'],
    procuratorate: ['procurator'],
    village: ['director'],
    town: ['supervisor'],
    centre: [...DESK],
  }
  const named = Object.entries(NAMES).flatMap(([who, name]) => (name === accusedName ? [who] : []))
  return [...new Set([...named, ...places.flatMap((place) => of[place] ?? [])])]
}

const ids = (path: string, id: string) => path.replace(/:\w+/g, id)

/** Everything that the router answers to a GET, about this record and in general. */
const everythingFor = async ({ app }: Stage, token: string, records: string[]) => {
  const gets = routes.filter(({ endpoint }) => endpoint.method === 'GET')
  const bodies: { path: string; body: string }[] = []
  for (const { endpoint } of gets)
    for (const id of endpoint.path.includes(':') ? records : records.slice(0, 1)) {
      const url = `/api${ids(endpoint.path, id)}?pageSize=100&recordKind=report&recordId=${id}&subjectId=${id}&caseId=${id}`
      const response = await app.server.inject({ url, cookies: { shouwang: token } })
      bodies.push({ path: endpoint.path, body: response.payload })
    }
  return bodies
}

const leaksIn = async (stage: Stage, who: string, records: string[], secrets: string[]) => {
  const person = stage.people[who as keyof typeof stage.people] as Caller
  const bodies = await everythingFor(stage, person.token, records)
  return bodies.flatMap(({ path, body }) =>
    secrets.filter((secret) => body.includes(secret)).map((secret) => `${who} ${path}: ${secret}`),
  )
}

let nth = 0

const numberOf = ({ app }: Stage, table: 'report' | 'caseFile', id: string) =>
  app.setUp(
    async (db) =>
      (await db.selectFrom(table).where('id', '=', id).select('number').executeTakeFirstOrThrow()).number,
  )

/** A colleague at the desk who may see the report takes it into a case in the village. */
const intoCase = async ({ app, people }: Stage, id: string, out: string[]) => {
  const desk = DESK.find((each) => !out.includes(each))
  const owner = (['worker', 'head', 'duty', 'secondDuty'] as const).find((each) => !out.includes(each))
  if (!desk || !owner) return undefined
  const who = people[desk]
  await who(openReport, { id, reason: '值班研判' })
  const versionOf = async () => (await who(getReport, { id })).version
  await who(triageReport, { id, version: await versionOf(), danger: {}, dangerLevel: 'medium' })
  const child = await newChild(app)
  const { caseId } = await who(acceptReport, {
    id,
    version: await versionOf(),
    childId: child.id,
    ownerId: people[owner].accountId,
  })
  return caseId
}

const tell = async (stage: Stage, { accusedName, places }: Named) => {
  const narrative = `叙述标记${(nth += 1)}号：孩子说不敢回家`
  const { id } = await stage.outside.report({
    narrative,
    divisionCode: OTHER_VILLAGE,
    ...(accusedName && { accusedName }),
    accusedWorkplaces: places.map((place) => workplaceOf(stage, place)),
  })
  const out = keptOut({ ...(accusedName && { accusedName }), places })
  const isPast = places.includes('centre') || DESK.every((each) => out.includes(each))
  const secrets = [narrative, await numberOf(stage, 'report', id)]
  const records = [id]
  if (!isPast) {
    const caseId = await intoCase(stage, id, out)
    if (caseId) {
      records.push(caseId)
      secrets.push(await numberOf(stage, 'caseFile', caseId))
    }
  }
  const blind = isPast ? [...new Set([...out, ...DESK])] : out
  return { id, out, isPast, blind, records, secrets }
}

/** Nobody's report is lost: whoever it is routed to, and is not named, finds it. */
const isFound = async ({ people }: Stage, { id, out, isPast }: Awaited<ReturnType<typeof tell>>) => {
  if (!isPast) {
    const desk = DESK.find((each) => !out.includes(each))
    return !desk || (await people[desk](listReports, { pageSize: 100 })).items.some((one) => one.id === id)
  }
  const above = (['procurator', 'leader'] as const).filter((each) => !out.includes(each))
  const lists = await Promise.all(above.map((each) => people[each](listAbove, { pageSize: 100 })))
  return !above.length || lists.some(({ items }) => items.some((one) => one.id === id))
}

const named = fc.record(
  {
    accusedName: fc.constantFrom(...Object.values(NAMES)),
    places: fc.subarray([...PLACES], { maxLength: 3 }),
  },
  { requiredKeys: ['places'] },
)

test.each([
  ['with both walls', both],
  ['with the policies alone', secondAlone],
  ['with the application alone', firstAlone],
])(
  '%s nobody who is named reaches the report, its case or their numbers by anything that the router answers, and somebody else does',
  async (_, stage) => {
    await fc.assert(
      fc.asyncProperty(named, async (about) => {
        const told = await tell(stage, about)
        for (const who of told.blind)
          expect(await leaksIn(stage, who, told.records, told.secrets)).toEqual([])
        expect(await isFound(stage, told)).toBe(true)
        // The search for leaks does find what is there.
        const seer = told.isPast ? undefined : DESK.find((each) => !told.out.includes(each))
        if (seer) expect(await leaksIn(stage, seer, told.records, told.secrets)).not.toEqual([])
      }),
      {
        numRuns: 5,
        examples: [[{ places: ['centre'] }], [{ accusedName: '值班员', places: ['village', 'town'] }]],
      },
    )
  },
  LONG,
)
