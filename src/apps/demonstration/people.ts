import { addDays } from '#kernel/day.ts'
import type { Role } from '#modules/identity/rules.ts'
import type { Divisions, Village } from '#modules/organisations/divisions/division.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { MEMBER_UNITS } from '#modules/organisations/member-units.ts'
import { DEMONSTRATION_COUNTY } from './county.ts'
import { pickGivenName, pickSurname } from './names.ts'
import { schoolsOf } from './places.ts'
import { createRandom, type Random } from './random.ts'
import { createRegistry, type Registry } from './registry.ts'

/** An account of the demonstration; passwords are the loader's matter. */
export type DemonstrationAccount = {
  signInName: string
  name: string
  phone: string
  role: Role
  /** 12 digits where the role has a territory. */
  divisionCode?: string
  /** `code` of a unit below where the role works for one. */
  unitCode?: string
  /** What the person is called beside the role, for lists and print. */
  title: string
  since: string
}

/** 岗位: held by an account, or vacant since its former holder left. */
export type DemonstrationPost = {
  kind: 'child-director' | 'child-supervisor'
  divisionCode: string
  setUpOn: string
  holder?: string
  former?: { name: string; phone: string; from: string; to: string; reason: string }
}

export type DemonstrationSite = {
  kind: 'centre' | 'station' | 'point'
  name: string
  divisionCode: string
  setUpOn: string
}

export type DemonstrationUnit = {
  code: string
  name: string
  shortName: string
  kind: 'member-unit' | 'school' | 'hospital'
  /** Where it stands; member units serve the whole county. */
  divisionCode: string
  joinedOn: string
}

export type Network = {
  accounts: DemonstrationAccount[]
  posts: DemonstrationPost[]
  sites: DemonstrationSite[]
  units: DemonstrationUnit[]
}

/** The article of the seed: centre 2019, first stations and points in the years after, leading group in September 2021. */
const CENTRE_SET_UP_ON = '2019-06-28'
const POINTS_FROM = '2019-10-15'
const STATIONS_FROM = '2020-03-10'
const LEADING_GROUP_ON = '2021-09-10'

type Making = { random: Random; registry: Registry; today: string; divisions: Divisions; county: string }

const invent = ({ random, registry }: Making, shareOfWomen: number) => {
  const sex = random.chance(shareOfWomen) ? 'female' : 'male'
  return { name: pickSurname(random) + pickGivenName(random, 'parent', sex), phone: registry.phone() }
}

/** Everybody who works for the county's minors, where they sit and what has been set up: a point for each village but one. */
export const generateNetwork = ({
  seed,
  today,
  divisions = loadDivisions(DEMONSTRATION_COUNTY),
}: {
  seed: number
  today: string
  divisions?: Divisions
}): Network => {
  const random = createRandom(seed ^ 0x5eed)
  const county = `${divisions.county.code}000000`
  const making: Making = { random, registry: createRegistry(random, today), today, divisions, county }
  const units = unitsOf(making)
  const villages = villagePosts(making)
  const towns = townPosts(making)
  return {
    accounts: [
      ...centreStaff(making),
      ...towns.accounts,
      ...villages.accounts,
      ...unitOfficers(making, units),
      ...leadersAndAdministrators(making),
      ...unitReporters(making, units),
    ],
    posts: [...towns.posts, ...villages.posts],
    sites: sitesOf(making),
    units,
  }
}

/** The villages that wait for a director, spread over the county; small counties have one. */
const vacantVillages = ({ villages }: Divisions): Set<string> =>
  new Set([
    villages[Math.floor(villages.length / 3)]?.code ?? '',
    villages[Math.floor((villages.length * 4) / 5)]?.code ?? '',
  ])

/** The youngest community by number: the one that is newer than the county's ninety points. */
const villageWithoutPoint = ({ villages }: Divisions): Village | undefined => {
  const seat = villages.filter(
    ({ kind, townCode }) => kind === 'community' && townCode === villages[0]?.townCode,
  )
  return seat.at(-1) ?? villages.at(-1)
}

const sitesOf = ({ random, divisions, county }: Making): DemonstrationSite[] => {
  const without = villageWithoutPoint(divisions)
  const within = (from: string, days: number) => addDays(from, random.int(0, days))
  return [
    {
      kind: 'centre',
      name: `${divisions.county.name}未成年人救助保护中心`,
      divisionCode: county,
      setUpOn: CENTRE_SET_UP_ON,
    },
    ...divisions.towns.map(({ code, name }): DemonstrationSite => ({
      kind: 'station',
      name: `${name}未成年人保护工作站`,
      divisionCode: code,
      setUpOn: within(STATIONS_FROM, 730),
    })),
    ...divisions.villages.flatMap((village): DemonstrationSite[] =>
      village === without
        ? []
        : [
            {
              kind: 'point',
              name: `${village.shortName}未成年人保护工作点`,
              divisionCode: village.code,
              setUpOn: within(POINTS_FROM, 700),
            },
          ],
    ),
  ]
}

const villagePosts = (making: Making) => {
  const { random, today, divisions } = making
  const vacant = vacantVillages(divisions)
  const accounts: DemonstrationAccount[] = []
  const posts: DemonstrationPost[] = []
  for (const { code, shortName } of divisions.villages) {
    const setUpOn = addDays(POINTS_FROM, random.int(0, 60))
    const since = addDays(today, -random.int(60, 1_900))
    const person = invent(making, 0.75)
    const post: DemonstrationPost = { kind: 'child-director', divisionCode: code, setUpOn }
    if (vacant.has(code)) {
      const to = addDays(today, -random.int(15, 90))
      posts.push({ ...post, former: { ...person, from: addDays(to, -900), to, reason: '工作调动' } })
      continue
    }
    const signInName = `zr${code.slice(6)}`
    posts.push({ ...post, holder: signInName })
    accounts.push({
      ...person,
      signInName,
      role: 'child-director',
      divisionCode: code,
      title: `${shortName}儿童主任`,
      since,
    })
  }
  return { accounts, posts }
}

const townPosts = (making: Making) => {
  const accounts = making.divisions.towns.map(({ code, name }): DemonstrationAccount => ({
    ...invent(making, 0.6),
    signInName: `dd${code.slice(6, 9)}`,
    role: 'supervisor',
    divisionCode: code,
    title: `${name}儿童督导员`,
    since: addDays(making.today, -making.random.int(200, 1_800)),
  }))
  const posts = accounts.map(({ signInName, divisionCode = '' }): DemonstrationPost => ({
    kind: 'child-supervisor',
    divisionCode,
    setUpOn: STATIONS_FROM,
    holder: signInName,
  }))
  return { accounts, posts }
}

const centreStaff = (making: Making): DemonstrationAccount[] =>
  (
    [
      ['zhiban', 'duty-officer', '值班员'],
      ['gean1', 'caseworker', '个案社工'],
      ['gean2', 'caseworker', '个案社工'],
      ['zhongxin', 'centre-head', '中心主任'],
    ] as const
  ).map(([signInName, role, title]) => ({
    ...invent(making, 0.6),
    signInName,
    role,
    divisionCode: making.county,
    title,
    since: addDays(making.today, -making.random.int(300, 2_000)),
  }))

const unitsOf = ({ divisions, county }: Making): DemonstrationUnit[] => {
  const seat = divisions.towns[0]?.code ?? county
  const hospitals = [
    { code: 'hospital-1', name: '县人民医院' },
    { code: 'hospital-2', name: '县妇幼保健院' },
  ]
  return [
    ...MEMBER_UNITS.map(({ code, name, shortName }): DemonstrationUnit => ({
      code,
      name,
      shortName,
      kind: 'member-unit',
      divisionCode: county,
      joinedOn: LEADING_GROUP_ON,
    })),
    ...schoolsOf(divisions).map(({ code, name, townCode }): DemonstrationUnit => ({
      code,
      name,
      shortName: name,
      kind: 'school',
      divisionCode: townCode,
      joinedOn: LEADING_GROUP_ON,
    })),
    ...hospitals.map(({ code, name }): DemonstrationUnit => ({
      code,
      name,
      shortName: name.slice(1),
      kind: 'hospital',
      divisionCode: seat,
      joinedOn: LEADING_GROUP_ON,
    })),
  ]
}

const OFFICER_TITLE = {
  'member-unit': '联络员',
  school: '未成年人保护专员',
  hospital: '强制报告联络人',
} as const
const OFFICER_PREFIX = { 'member-unit': 'll', school: 'xx', hospital: 'yy' } as const

/** Each unit has one officer who signs in for it. */
const unitOfficers = (making: Making, units: DemonstrationUnit[]): DemonstrationAccount[] =>
  units.map(({ code, shortName, kind }) => ({
    ...invent(making, 0.45),
    signInName: `${OFFICER_PREFIX[kind]}-${code}`,
    role: 'liaison-officer',
    unitCode: code,
    title: `${shortName}${OFFICER_TITLE[kind]}`,
    since: addDays(making.today, -making.random.int(90, 1_600)),
  }))

/** Whose duty it is to report what they find at work: one account of a school, one of a hospital. */
const unitReporters = (making: Making, units: DemonstrationUnit[]): DemonstrationAccount[] =>
  (
    [
      ['xuexiao1', 'school', '班主任'],
      ['yiyuan1', 'hospital', '儿科医生'],
    ] as const
  ).flatMap(([signInName, kind, title]) => {
    const ofKind = units.filter((each) => each.kind === kind)
    const unit = ofKind.find(({ name }) => name.includes('小学')) ?? ofKind[0]
    if (!unit) return []
    return [
      {
        ...invent(making, 0.6),
        signInName,
        role: 'unit-reporter' as const,
        unitCode: unit.code,
        title: `${unit.shortName}${title}`,
        since: addDays(making.today, -making.random.int(90, 900)),
      },
    ]
  })

const leadersAndAdministrators = (making: Making): DemonstrationAccount[] =>
  (
    [
      ['lingdao1', 'leader', '领导小组组长'],
      ['lingdao2', 'leader', '领导小组副组长'],
      ['xitong', 'system-admin', '系统管理员'],
      ['anquan', 'security-admin', '安全管理员'],
      ['shenji', 'audit-admin', '审计管理员'],
    ] as const
  ).map(([signInName, role, title]) => ({
    ...invent(making, 0.4),
    signInName,
    role,
    title,
    since: addDays(making.today, -making.random.int(100, 800)),
  }))
