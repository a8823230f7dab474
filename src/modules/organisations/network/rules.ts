import type { Coverage, Post, Site, TownNode, VillageNode } from './contract.ts'

export type DivisionRow = {
  code: string
  name: string
  level: 'county' | 'town' | 'village'
  kind: 'village' | 'community' | null
  parentCode: string | null
}

export type Parts = { divisions: DivisionRow[]; sites: Site[]; posts: Post[] }

const byDivision = <T extends { divisionCode: string }>(items: T[]) =>
  Map.groupBy(items, ({ divisionCode }) => divisionCode)

/** Puts the rows together into the tree of county, towns and villages; undefined when there is no county yet. */
export const treeOf = ({ divisions, sites, posts }: Parts) => {
  const sitesAt = byDivision(sites)
  const postsAt = byDivision(posts)
  const node = ({ code, name }: DivisionRow) => ({
    code,
    name,
    sites: sitesAt.get(code) ?? [],
    posts: postsAt.get(code) ?? [],
  })
  const villagesIn = Map.groupBy(
    divisions.filter(({ level }) => level === 'village'),
    ({ parentCode }) => parentCode,
  )
  const county = divisions.find(({ level }) => level === 'county')
  if (!county) return undefined
  const towns = divisions
    .filter(({ level }) => level === 'town')
    .map((town): TownNode => ({
      ...node(town),
      villages: (villagesIn.get(town.code) ?? []).map((village): VillageNode => ({
        ...node(village),
        kind: village.kind ?? 'village',
      })),
    }))
  return { county: node(county), towns }
}

type Tree = NonNullable<ReturnType<typeof treeOf>>
type Place = { code: string; name: string; sites: Site[]; posts: Post[] }

const figure = (
  key: Coverage['key'],
  places: Place[],
  has: (place: Place) => boolean,
  days: string[],
): Coverage => ({
  key,
  count: places.filter(has).length,
  of: places.length,
  firstOn: days.toSorted()[0] ?? null,
  latestOn: days.toSorted().at(-1) ?? null,
  missing: places.filter((place) => !has(place)).map(({ code, name }) => ({ id: code, name })),
})

const withSite = (key: Coverage['key'], kind: Site['kind'], places: Place[]) => {
  const ofKind = ({ sites }: Place) => sites.filter((site) => site.kind === kind)
  return figure(
    key,
    places,
    (place) => ofKind(place).length > 0,
    places.flatMap(ofKind).map(({ setUpOn }) => setUpOn),
  )
}

const withHolder = (key: Coverage['key'], kind: Post['kind'], places: Place[]) =>
  figure(key, places, ({ posts }) => posts.some((post) => post.kind === kind && post.holding !== null), [])

/** n of m for every level of the network; each missing one is named. Definitions stand in labels.ts. */
export const coverageOf = (
  { county, towns }: Tree,
  units: { id: string; name: string; hasLiaison: boolean | number | string }[],
): Coverage[] => {
  const villages = towns.flatMap((town) =>
    town.villages.map((village) => ({ ...village, name: town.name + village.name })),
  )
  return [
    withSite('centre', 'centre', [county]),
    withSite('stations', 'station', towns),
    withSite('points', 'point', villages),
    withHolder('directors', 'child-director', villages),
    withHolder('supervisors', 'child-supervisor', towns),
    {
      key: 'liaisons',
      count: units.filter(({ hasLiaison }) => hasLiaison).length,
      of: units.length,
      firstOn: null,
      latestOn: null,
      missing: units.filter(({ hasLiaison }) => !hasLiaison).map(({ id, name }) => ({ id, name })),
    },
  ]
}
