import type { testApp } from '#tests/app.ts'
import { COUNTY, NEIGHBOUR_COUNTY } from '#tests/app.ts'
import { TEST_KEY } from '#tests/global-setup.ts'
import { addDays } from '#kernel/day.ts'
import { countyKeys, type CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { hashPassword } from '#server/passwords.ts'
import { sealPhone } from '#modules/organisations/posts/queries.ts'
import { ROLES, WORKPLACE, type Role } from '#modules/identity/rules.ts'
import { farDay, long } from './around.ts'
import { addChildren } from './children.ts'
import { addLoop } from './loop.ts'
import { addInbox } from './notices.ts'
import { addReceipts, type Receipts } from './receipts.ts'
import { addFile } from './files.ts'
import { addRosters } from './rosters.ts'
import { mark, PLACE, RELATIONS, type Relation } from './marks.ts'

type App = Awaited<ReturnType<typeof testApp>>

export type Person = { role: Role; accountId: string; sessionId: string; token: string }
type Records = Awaited<ReturnType<typeof addSet>>
type WithFile = { file: Awaited<ReturnType<typeof addFile>> }
export type RecordSet = Records &
  WithFile & { receipts: Receipts; rosters: Awaited<ReturnType<typeof addRosters>> }
export type World = Awaited<ReturnType<typeof makeWorld>>

export const PASSWORD = '一句记得住的话 1'
const OTHER_PLACE = '449821100009'
/** A village without anything in it, where things are set up and into which others are merged. */
export const SPARE = OTHER_PLACE
export const OWN_TOWN = '449821100000'

const DIVISIONS = (county: string) => [
  { code: `${county}000000`, level: 'county' as const, parentCode: null },
  ...['100', '101'].flatMap((town) => [
    { code: `${county}${town}000`, level: 'town' as const, parentCode: `${county}000000` },
    ...['001', '002', '009'].map((village) => ({
      code: `${county}${town}${village}`,
      level: 'village' as const,
      kind: 'village' as const,
      parentCode: `${county}${town}000`,
    })),
  ]),
]

/** Territory, two units, a session of somebody else, and settings: what stands in each of the two counties. */
const addCounty = async (db: Db, county: string) => {
  const ids = { stranger: uuidv7(), strangersSession: uuidv7(), unit: uuidv7(), otherUnit: uuidv7() }
  await db
    .insertInto('division')
    .values(
      DIVISIONS(county).map((each) => ({
        ...each,
        name: `村${each.code}`,
        validFrom: '2020-01-01',
        source: '测试',
      })),
    )
    .execute()
  const unit = { kind: 'member-unit' as const, joinedOn: '2021-09-01' }
  await db
    .insertInto('unit')
    .values([
      { ...unit, id: ids.unit, code: 'public-security', name: '县公安局', shortName: '公安局' },
      { ...unit, id: ids.otherUnit, code: 'education', name: '县教育局', shortName: '教育局' },
    ])
    .execute()
  await db
    .insertInto('account')
    .values({
      id: ids.stranger,
      signInName: 'stranger',
      displayName: '另一社工',
      state: 'active',
      role: 'caseworker',
      mustChangePassword: false,
    })
    .execute()
  await db
    .insertInto('session')
    .values({
      id: ids.strangersSession,
      tokenHash: Buffer.from(ids.strangersSession),
      accountId: ids.stranger,
      stage: 'full',
      device: '他人的电脑',
    })
    .execute()
  await addInbox(db, ids.stranger, ids.strangersSession)
  const override = { limit: 3, unit: 'working-day', basis: '县规〔2026〕1号' }
  await db
    .insertInto('countySetting')
    .values({ key: 'deadline:CL-03', value: JSON.stringify(override) })
    .execute()
  // Two weeks before the days that the table plans, so that there is something to repeat.
  await db
    .insertInto('dutyShift')
    .values({
      id: uuidv7(),
      day: addDays(farDay(), -14),
      shift: 'day',
      accountId: ids.stranger,
      plannedBy: ids.stranger,
      plannedAt: long(),
    })
    .execute()
  for (const code of [`${county}100001`, `${county}100002`, `${county}101001`])
    await db
      .insertInto('site')
      .values({ id: uuidv7(), kind: 'point', name: '工作点', divisionCode: code, setUpOn: '2021-01-01' })
      .execute()
  return ids
}

/** A vacant post, a held one whose holder has a telephone, and an officer of the set's unit. */
const addPlaces = async (db: Db, keys: CountyKeys, relation: Relation, unitId: string) => {
  const ids = { vacant: uuidv7(), held: uuidv7(), holding: uuidv7(), liaison: uuidv7() }
  const divisionCode = PLACE[relation]
  const post = { kind: 'child-director' as const, divisionCode, setUpOn: '2021-01-01' }
  await db
    .insertInto('post')
    .values([
      { ...post, id: ids.vacant },
      { ...post, id: ids.held },
    ])
    .execute()
  const phone = mark(relation, 'colleague')
  await db
    .insertInto('postHolding')
    .values({
      id: ids.holding,
      postId: ids.held,
      holderName: '某主任',
      fromDay: '2022-01-01',
      ...sealPhone(keys, ids.holding, phone),
    })
    .execute()
  await db
    .insertInto('liaisonOfficer')
    .values({
      id: ids.liaison,
      unitId,
      name: '某联络员',
      fromDay: '2022-01-01',
      ...sealPhone(keys, ids.liaison, phone),
    })
    .execute()
  const site = await db
    .selectFrom('site')
    .where('divisionCode', '=', divisionCode)
    .select('id')
    .executeTakeFirstOrThrow()
  return { ...ids, site: site.id }
}

const HAS_CALLERS_UNIT: readonly Relation[] = ['own', 'granted', 'expired']

type County = Awaited<ReturnType<typeof addCounty>>
type Around = { db: Db; keys: CountyKeys; county: County; director: string | undefined }

const addSet = async ({ db, keys, county, director }: Around, relation: Relation) => {
  const unitId = HAS_CALLERS_UNIT.includes(relation) ? county.unit : county.otherUnit
  const file = await addChildren(db, keys, relation)
  const loop = await addLoop({
    db,
    keys,
    relation,
    unitId,
    children: file.children,
    stranger: county.stranger,
    director: relation === 'own' ? director : undefined,
  })
  const places = await addPlaces(db, keys, relation, unitId)
  await db
    .insertInto('auditEntry')
    .values({
      id: uuidv7(),
      at: new Date(),
      action: 'child.opened',
      result: 'done',
      actorRole: 'centre-head',
      requestId: 'test',
      subjectId: file.children.main,
      purpose: mark(relation, 'audit'),
    })
    .execute()
  return {
    relation,
    divisionCode: PLACE[relation],
    unitId,
    strangerId: county.stranger,
    strangersSession: county.strangersSession,
    ...file,
    ...loop,
    places,
  }
}

const HAS_GRANTS: readonly Relation[] = ['granted', 'expired', 'named']

const grantAll = async (db: Db, set: Records, people: Person[]) => {
  const records = [
    ...Object.values(set.children).map((id) => ({ recordKind: 'child', recordId: id })),
    ...Object.values(set.cases).map((id) => ({ recordKind: 'case', recordId: id })),
    ...Object.values(set.reports).map((id) => ({ recordKind: 'report', recordId: id })),
  ]
  const hour = 3_600_000
  // Two ways of having ended: by the clock, and by hand before the clock. Neither lets anybody in.
  const ends =
    set.relation !== 'expired'
      ? [{ endsAt: new Date(Date.now() + 24 * hour), endedAt: null }]
      : [
          { endsAt: new Date(Date.now() - hour), endedAt: null },
          { endsAt: new Date(Date.now() + 24 * hour), endedAt: new Date(Date.now() - hour) },
        ]
  await db
    .insertInto('accessGrant')
    .values(
      people.flatMap(({ accountId }) =>
        records.flatMap((record) =>
          ends.map((end) => ({ ...record, ...end, id: uuidv7(), accountId, reason: '联合走访' })),
        ),
      ),
    )
    .execute()
}

/** Where the caller of a role works. */
export const placeOf = (role: Role, unitId: string): { divisionCode?: string; unitId?: string } => {
  const place = WORKPLACE[role]
  if (place === 'village') return { divisionCode: PLACE.own }
  if (place === 'town') return { divisionCode: OWN_TOWN }
  return place === 'unit' ? { unitId } : {}
}

/** Somebody of a role who is signed in and has a password. */
const addPerson = async (app: App, role: Role, unitId: string): Promise<Person> => {
  const { accountId, token } = await app.as({ role, ...placeOf(role, unitId) })
  const sessionId = await app.setUp(async (db) => {
    await db
      .insertInto('accountSecret')
      .values({ accountId, passwordHash: await hashPassword(PASSWORD, { cheap: true }) })
      .execute()
    const { id } = await db
      .selectFrom('session')
      .where('accountId', '=', accountId)
      .select('id')
      .executeTakeFirstOrThrow()
    await addInbox(db, accountId, id)
    return id
  })
  return { role, accountId, token, sessionId }
}

const isFar = (relation: Relation) => relation === 'county'

/** Two counties, one person of each role in the first, and one set of records for each relation that a caller can have to it. */
export const makeWorld = async (app: App) => {
  const county = await app.setUp((db) => addCounty(db, COUNTY))
  const neighbour = await app.setUp((db) => addCounty(db, NEIGHBOUR_COUNTY), NEIGHBOUR_COUNTY)
  const people: Person[] = []
  for (const role of ROLES) people.push(await addPerson(app, role, county.unit))
  // Whoever is signed out has an account of their own: nobody else signs in by its name at the same moment.
  const outsider = await addPerson(app, 'leader', county.unit)
  const director = people.find(({ role }) => role === 'child-director')?.accountId
  const records: (Records & WithFile & { receipts: Receipts })[] = []
  const farKeys = countyKeys(TEST_KEY, NEIGHBOUR_COUNTY)
  for (const relation of RELATIONS) {
    const around = isFar(relation) ? { county: neighbour, keys: farKeys } : { county, keys: app.keys }
    const set = await app.setUp(
      async (db) => {
        const made = await addSet({ ...around, db, director }, relation)
        const { unitId, reports, strangerId: stranger } = made
        const file = await addFile({
          db,
          keys: around.keys,
          dataFolder: app.running.config.dataFolder,
          county: isFar(relation) ? NEIGHBOUR_COUNTY : COUNTY,
          relation,
          reportId: reports.triaged,
          accountIds: isFar(relation) ? [stranger] : people.map(({ accountId }) => accountId),
        })
        const receipts = await addReceipts({ db, relation, unitId, stranger, reports, people })
        return { ...made, file, receipts }
      },
      isFar(relation) ? NEIGHBOUR_COUNTY : COUNTY,
    )
    if (HAS_GRANTS.includes(relation)) await app.setUp((db) => grantAll(db, set, people))
    records.push(set)
  }
  const [far, near] = [true, false].map((is) => records.filter(({ relation }) => isFar(relation) === is))
  const rosters = await addRosters({ app, county: COUNTY, keys: app.keys, sets: near ?? [] })
  const farRosters = await addRosters({ app, county: NEIGHBOUR_COUNTY, keys: farKeys, sets: far ?? [] })
  const sets = records.map((set): RecordSet => ({
    ...set,
    rosters: isFar(set.relation) ? farRosters : rosters,
  }))
  return { people, outsider, sets, unit: county.unit }
}
