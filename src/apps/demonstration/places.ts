import { stemOf, type Divisions, type Village } from '#modules/organisations/divisions/division.ts'
import { pickSurname } from './names.ts'
import { weighted, type Random } from './random.ts'

export type SchoolKind = 'kindergarten' | 'primary' | 'junior' | 'senior' | 'vocational' | 'special'

export type School = {
  /** Invented: `school-` and a number. */
  code: string
  name: string
  kind: SchoolKind
  townCode: string
}

/** A village as the generator sees it. */
export type Place = Village & { town: string; surnames: string[] }

export type Places = {
  pickPlace: (random: Random) => Place
  /** Only 村, no 居: where left-behind children of the countryside have their hukou. */
  pickRuralPlace: (random: Random) => Place
  placeOf: (villageCode: string) => Place
  schools: School[]
  /** The school of a kind for those who live in a village; the whole county shares one where its town has none. */
  schoolFor: (kind: SchoolKind, villageCode: string) => School | undefined
}

/** 镇 or 街道 off the end: 石角 of 石角镇. */
const townStem = (name: string) => name.replace(/(街道办事处|街道|镇|乡)$/, '')

const everyNth = <T>(list: T[], count: number): T[] =>
  Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)]).filter(
    (one) => one !== undefined,
  )

/** Schools as a county has them: each town its central ones and some in villages, the seat the upper ones. */
export const schoolsOf = ({ towns, villages }: Divisions): School[] => {
  const plain: Omit<School, 'code'>[] = []
  for (const [at, { code: townCode, name }] of towns.entries()) {
    const stem = townStem(name)
    // 迳头社区 and 迳头村 of 迳头镇 would all give the same name.
    const own = [
      ...new Set(
        villages.filter((village) => village.townCode === townCode).map((village) => stemOf(village.name)),
      ),
    ].filter((village) => village !== stem)
    const add = (kind: SchoolKind, ...names: string[]) =>
      plain.push(...names.map((each) => ({ name: each, kind, townCode })))
    const inVillages = (share: number, word: string) =>
      everyNth(own, Math.floor(own.length / share)).map((village) => `${stem}${village}${word}`)
    add('kindergarten', `${stem}中心幼儿园`, ...inVillages(4, '幼儿园'))
    add('primary', `${stem}中心小学`, ...inVillages(5, '小学'))
    add('junior', `${stem}中学`, ...(own.length > 18 ? [`${stem}第二中学`] : []))
    if (at > 0) continue
    add('senior', '县第一高级中学', '县第二高级中学')
    add('vocational', '县职业技术学校')
    add('special', '县特殊教育学校')
  }
  return plain.map((school, at) => ({ code: `school-${String(at + 1).padStart(3, '0')}`, ...school }))
}

const schoolFinder = (schools: School[], villages: Village[]): Places['schoolFor'] => {
  const inTown = Map.groupBy(schools, ({ kind, townCode }) => kind + townCode)
  const inCounty = Map.groupBy(schools, ({ kind }) => kind)
  const positions = new Map(villages.map(({ code }, at) => [code, at]))
  return (kind, villageCode) => {
    const choice = inTown.get(`${kind}${villageCode.slice(0, 9)}000`) ?? inCounty.get(kind) ?? []
    return choice[(positions.get(villageCode) ?? 0) % Math.max(choice.length, 1)]
  }
}

/** Weights and surnames of villages: a community holds three times the people, and a village has its clans. */
export const createPlaces = (random: Random, divisions: Divisions): Places => {
  const towns = new Map(divisions.towns.map(({ code, name }) => [code, name]))
  const places = divisions.villages.map((village): Place => ({
    ...village,
    town: towns.get(village.townCode) ?? '',
    surnames: Array.from({ length: village.kind === 'community' ? 8 : 3 }, () => pickSurname(random)),
  }))
  const weights = places.map((place) => {
    const weight = (place.kind === 'community' ? 3 : 1) * (0.5 + random.next())
    return [place, weight] as const
  })
  const rural = weights.filter(([{ kind }]) => kind === 'village')
  const byCode = new Map(places.map((place) => [place.code, place]))
  const schools = schoolsOf(divisions)
  return {
    pickPlace: weighted(weights),
    pickRuralPlace: weighted(rural.length > 0 ? rural : weights),
    placeOf: (villageCode) => {
      const place = byCode.get(villageCode)
      if (!place) throw new RangeError('no such village in this county')
      return place
    },
    schools,
    schoolFor: schoolFinder(schools, divisions.villages),
  }
}

/** Characters of small places in the hills of northern Guangdong; 塱 湴 坣 and others are missing in many fonts. */
const HAMLETS = [
  '上塱',
  '下塱',
  '塱尾',
  '湴塘',
  '湴坑',
  '坣底',
  '新坣',
  '老坣',
  '墩头',
  '岭背',
  '大窝',
  '石咀',
  '围肚',
  '坳下',
  '迳口',
  '禾塘',
  '黄㘵',
  '水氹',
  '大埗',
  '企岭',
  '冚坑',
  '榕树下',
  '社岗',
  '瓦窑',
]
const ROADS = ['文明', '建设', '青云', '振兴', '环城东', '沿江', '育才', '站前', '教育', '康宁']

/** The part of an address below the village: a group, a hamlet or a street. */
export const pickDetail = (random: Random, { kind }: Village): string => {
  if (random.chance(0.5)) return `${random.int(1, 20)}组`
  if (kind === 'village') return `${random.pick(HAMLETS)}组${random.int(1, 99)}号`
  const door = `${random.pick(ROADS)}路${random.int(1, 180)}号`
  return random.chance(0.4) ? `${door}${random.int(1, 12)}栋${random.int(1, 9)}0${random.int(1, 4)}` : door
}

/** Where people of the county go to work and live. */
export const AWAY: readonly string[] = [
  '广东省广州市白云区',
  '广东省广州市花都区',
  '广东省广州市从化区',
  '广东省深圳市龙岗区',
  '广东省深圳市宝安区',
  '广东省东莞市',
  '广东省佛山市南海区',
  '广东省佛山市顺德区',
  '广东省中山市',
  '广东省惠州市惠城区',
  '广东省清远市清城区',
  '广西壮族自治区贺州市',
]
