import type { FastifyInstance } from 'fastify'
import type { Role } from '#modules/identity/rules.ts'
import { soughtBy } from '#modules/children/search/rules.ts'
import { pinyinOf } from './typing.ts'
import { compare, ms } from './measure.ts'
import { signIn, type World } from './world.ts'

const TOWN = '441821100000'
const VILLAGE = '441821100224'
const PEOPLE: {
  role: Role
  place: string | null
  low: string
  high: string
  label: string
  token: string[]
}[] = [
  { role: 'centre-head', place: null, low: '441821000000', high: '441822000000', label: 'county', token: [] },
  {
    role: 'supervisor',
    place: TOWN,
    low: TOWN,
    high: '441821101000',
    label: 'town',
    token: [`t:${TOWN.slice(0, 9)}`],
  },
  {
    role: 'child-director',
    place: VILLAGE,
    low: VILLAGE,
    high: '441821100225',
    label: 'village',
    token: [`v:${VILLAGE}`],
  },
]

const headers = { 'x-shouwang-request': '1', 'content-type': 'application/json' }

const row = (what: string, as: string, { ours, bare, ratio }: Awaited<ReturnType<typeof compare>>) =>
  `| ${what} | ${as} | ${ms(ours.p50)} | ${ms(ours.p95)} | ${ms(bare.p50)} | ${ms(bare.p95)} | ${ratio.toFixed(2)} | ≤ 3 |`

/** The hits of one search by plain SQL: the same tokens through the same index, the same rows with category and family. */
const INDEXED = `tokens || array['v:' || division_code, 't:' || left(division_code, 9),
  'v:' || coalesce(hukou_division_code, division_code), 't:' || left(coalesce(hukou_division_code, division_code), 9)]`
const BARE_SEARCH = (ways: number) => `
  with hit as (${Array.from(
    { length: ways },
    (_, at) => `(select ${at} as way, child_id from child_search where ${INDEXED} @> $${at + 3}::text[]
      and division_code >= $1 and division_code < $2 limit 51)`,
  ).join(' union all ')})
  select c.id, c.name, c.sex, c.birth_day, c.division_code, min(h.way) as way,
    (select array_agg(k.kind) from child_category k where k.child_id = c.id and k.to_day is null) as categories,
    (select array_agg(p.name) from child_person l join person p on p.id = l.person_id where l.child_id = c.id) as family
  from hit h join child c on c.id = h.child_id group by c.id order by way, c.id limit 50`

export const benchSearch = async ({ running, names, superuser }: World, server: FastifyInstance) => {
  const lines: string[] = []
  const kinds = {
    '姓名 name': names,
    '拼音 pinyin': names.map((name) => pinyinOf(name)),
    '首字母 initials': names.map((name) => pinyinOf(name, 'first')),
  }
  for (const { role, place, low, high, label, token } of PEOPLE) {
    const cookies = { shouwang: await signIn(running, role, place) }
    for (const [what, typed] of Object.entries(kinds)) {
      const result = await compare(
        typed,
        async (text) => {
          const response = await server.inject({
            method: 'POST',
            url: '/api/children/search',
            headers,
            cookies,
            payload: { text },
          })
          if (response.statusCode !== 200) throw new Error(response.body)
        },
        async (text) => {
          const sought = soughtBy(text, [])
          const ways = sought.kind === 'words' ? sought.ways.map(({ tokens }) => [...tokens, ...token]) : []
          await superuser.query(BARE_SEARCH(ways.length), [low, high, ...ways])
        },
      )
      lines.push(row(`search by ${what}`, label, result))
    }
  }
  return lines
}

const BARE_LIST = `
  select c.id, c.name, c.sex, c.birth_day, c.division_code, c.state,
    (select array_agg(k.kind) from child_category k where k.child_id = c.id and k.to_day is null) as categories
  from child c where c.division_code >= $1 and c.division_code < $2 order by c.division_code, c.id limit 20 offset $3`
const BARE_COUNT =
  'select count(*) from (select 1 from child where division_code >= $1 and division_code < $2 limit 10001) counted'

export const benchList = async ({ running, superuser }: World, server: FastifyInstance) => {
  const lines: string[] = []
  for (const { role, place, low, high, label } of PEOPLE) {
    const cookies = { shouwang: await signIn(running, role, place) }
    const pages = Array.from({ length: 100 }, (_, at) => (at % 5) + 1)
    const result = await compare(
      pages,
      async (page) => {
        const response = await server.inject({
          url: `/api/children?page=${page}&pageSize=20`,
          headers: { 'x-shouwang-request': '1' },
          cookies,
        })
        if (response.statusCode !== 200) throw new Error(response.body)
      },
      async (page) => {
        await superuser.query({ text: BARE_LIST, values: [low, high, (page - 1) * 20] })
        await superuser.query({ text: BARE_COUNT, values: [low, high] })
      },
    )
    lines.push(row('list, pages 1–5 with total', label, result))
  }
  return lines
}
