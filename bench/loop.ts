import type { FastifyInstance } from 'fastify'
import type { Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { startSession } from '#modules/identity/queries.ts'
import type { LoopWorld } from './loop-world.ts'
import { compare, ms } from './measure.ts'
import { COUNTY } from './world.ts'

const [LOW, HIGH] = [`${COUNTY}000000`, '441822000000']
const TURNS = 60
const headers = { 'x-shouwang-request': '1' }

type Person = { id: string; unitId: string | null; divisionCode: string | null }

const sessionOf = (running: Running, accountId: string) =>
  inTransaction(running.pool, dutyScope(COUNTY, 'installer'), (db) =>
    startSession(db, { county: COUNTY, accountId, stage: 'full', device: '基准', now: new Date() }),
  )

/** One of the network's own people, who has work in the loaded county. */
const someOf = async ({ superuser }: LoopWorld, role: string): Promise<Person> => {
  const { rows } = await superuser.query<Person>(
    `select a.id, a.unit_id as "unitId", a.division_code as "divisionCode" from account a where a.role = $1::account_role
      order by (select count(*) from case_file c where c.owner_id = a.id) desc,
        (select count(*) from referral r where r.unit_id = a.unit_id) desc, a.id limit 1`,
    [role],
  )
  const [person] = rows
  if (!person) throw new Error(`nobody is ${role}`)
  return person
}

const OPEN = 'done_at is null and cancelled_at is null'
const TASK = `t.id, t.kind, t.title, t.subject_kind, t.subject_id, t.case_id, t.due_at, t.is_due_certain, t.rule_code, t.owner_id, t.owner_role,
  t.unit_id, a.display_name, u.short_name, d.name`
const NAMES = `left join account a on a.id = t.owner_id left join unit u on u.id = t.unit_id left join division d on d.code = t.division_code`

const bareTasks = (whose: string) => [
  `select ${TASK} from task t ${NAMES} where t.${OPEN.replace(' and ', ' and t.')} and ${whose} order by t.due_at, t.id limit 20`,
  `select t.kind, t.due_at <= now() as late, t.due_at <= now() + interval '1 day' as today, t.due_at <= now() + interval '7 days' as week, count(*)
    from task t where t.${OPEN.replace(' and ', ' and t.')} and ${whose} group by 1, 2, 3, 4`,
]

const BARE_LATE = `select l.*, a.display_name, u.short_name, d.name from (
    select owner_id, owner_role, unit_id, left(division_code, 9) || '000' as town, kind, count(*), min(due_at)
    from task where ${OPEN} and due_at <= now() and division_code >= $1 and division_code < $2
    group by grouping sets ((owner_id, owner_role, unit_id), (left(division_code, 9) || '000'), (kind)) order by count(*) desc limit 200) l
  left join account a on a.id = l.owner_id left join unit u on u.id = l.unit_id left join division d on d.code = l.town`

const BARE_LIST = [
  `select c.id, c.number, c.state, c.child_id, c.danger_level, c.owner_id, c.opened_at, a.display_name, d.name, k.name as child from case_file c
    join account a on a.id = c.owner_id left join child k on k.id = c.child_id left join division d on d.code = c.division_code
    where c.division_code >= $1 and c.division_code < $2
    order by c.state in ('closed', 'archived'), c.danger_level, c.opened_at desc, c.id limit 20 offset $3`,
  'select count(*) from case_file where division_code >= $1 and division_code < $2 and $3::int is not null',
]
const BARE_TURNS = `select distinct on (t.case_id) t.case_id, t.kind, t.due_at, a.display_name, u.short_name from task t
  left join account a on a.id = t.owner_id left join unit u on u.id = t.unit_id
  where t.case_id = any ($1) and t.done_at is null and t.cancelled_at is null order by t.case_id, t.due_at, t.id`

const BARE_CASE = [
  `select c.*, a.display_name, d.name, k.name as child, k.sex, k.birth_day from case_file c join account a on a.id = c.owner_id
    left join child k on k.id = c.child_id left join division d on d.code = c.division_code where c.id = $1`,
  'select s.*, a.display_name from case_step s left join account a on a.id = s.by where s.case_id = $1 order by s.at',
  'select * from report where case_id = $1',
  'select s.*, a.display_name from assessment s left join account a on a.id = s.made_by where s.case_id = $1 order by s.made_at desc',
  'select * from plan where case_id = $1',
  `select i.*, a.display_name, u.short_name, exists (select from referral r where r.plan_item_id = i.id and r.state in ('dispatched', 'signed', 'answered'))
    from plan_item i left join account a on a.id = i.owner_id left join unit u on u.id = i.unit_id where i.case_id = $1 order by i.ordinal`,
  'select q.*, a.display_name from closing_request q join account a on a.id = q.requested_by where q.case_id = $1 order by q.requested_at desc',
  'select * from look_back where case_id = $1 order by due_at desc',
  'select * from follow_up where case_id = $1 order by on_day desc',
  `${BARE_TURNS.replace('any ($1)', 'any (array[$1]::uuid[])')}`,
]

const BARE_INBOX = [
  `select r.id, r.number, r.state, r.subject, r.dispatched_at, r.due_at, r.is_due_certain, r.first_read_at from referral r
    join access_grant g on g.record_kind = 'referral' and g.record_id = r.id and g.unit_id = $1 and g.ended_at is null and g.ends_at > now()
    where r.unit_id = $1 order by r.state = 'answered', r.due_at, r.id limit 20`,
  `select count(*) from referral r
    join access_grant g on g.record_kind = 'referral' and g.record_id = r.id and g.unit_id = $1 and g.ended_at is null and g.ends_at > now()
    where r.unit_id = $1`,
]

const YEAR = `e.at >= date_trunc('year', now()) and e.at < date_trunc('year', now()) + interval '1 year'`
const BARE_FIGURES = [
  `with e as (select * from loop_event e where e.kind not in ('running', 'stay') and ${YEAR} union all select * from loop_event where kind = 'running')
    select e.kind, case when e.kind = 'running' then e.key end, left(e.division_code, 9), e.unit_id,
      case when e.kind in ('opened', 'closed', 'reopened') then to_char(e.at at time zone 'Asia/Shanghai', 'YYYY-MM') end,
      count(*), count(*) filter (where e.is_good or e.done_at <= e.due_at)
    from e where e.division_code >= $1 and e.division_code < $2 and (e.due_at is null or e.done_at is not null or e.due_at <= now()) group by 1, 2, 3, 4, 5`,
  `select e.key, count(*), percentile_disc(0.5) within group (order by e.days), percentile_disc(0.9) within group (order by e.days)
    from loop_event e where e.kind = 'stay' and ${YEAR} and e.division_code >= $1 and e.division_code < $2 group by 1`,
]

type Measured = {
  what: string
  role: string
  /** Addresses asked in turn. */
  urls: (person: Person) => string[]
  bare: (person: Person, url: string) => { text: string; values: unknown[] }[]
  turns?: number
}

const withTerritory = (texts: string[]) => () => texts.map((text) => ({ text, values: [LOW, HIGH] }))
const pageOf = (url: string) => Number(new URL(url, 'http://here').searchParams.get('page') ?? 1)

const measured = ({ caseIds }: LoopWorld): Measured[] => [
  {
    what: 'home page, my tasks',
    role: 'caseworker',
    urls: () => ['/api/tasks/mine'],
    bare: ({ id }) => bareTasks('t.owner_id = $1').map((text) => ({ text, values: [id] })),
  },
  {
    what: 'home page, what I wait for',
    role: 'caseworker',
    urls: () => ['/api/tasks/waiting?pageSize=5'],
    bare: ({ id }) => [
      {
        text: `select ${TASK}, count(*) over () from task t ${NAMES} where t.done_at is null and t.cancelled_at is null and t.owner_id is distinct from $1
          and t.case_id in (select id from case_file where owner_id = $1 and closed_at is null) order by t.due_at, t.id limit 5`,
        values: [id],
      },
    ],
  },
  {
    what: 'team view, late by owner, town, kind',
    role: 'centre-head',
    urls: () => ['/api/tasks/overdue'],
    bare: withTerritory([BARE_LATE]),
  },
  {
    what: 'team view, list of the late',
    role: 'centre-head',
    urls: () => ['/api/tasks/team?group=late'],
    bare: withTerritory(
      bareTasks('t.division_code >= $1 and t.division_code < $2').map((text, at) =>
        at ? text : text.replace(' order by', ' and t.due_at <= now() order by'),
      ),
    ),
  },
  {
    what: 'unit inbox',
    role: 'liaison-officer',
    urls: () => ['/api/unit-referrals'],
    bare: ({ unitId }) => BARE_INBOX.map((text) => ({ text, values: [unitId] })),
  },
  {
    what: 'case list, pages 1–5 with total',
    role: 'centre-head',
    urls: () => [1, 2, 3, 4, 5].map((page) => `/api/cases?page=${page}&pageSize=20`),
    bare: (_, url) => BARE_LIST.map((text) => ({ text, values: [LOW, HIGH, (pageOf(url) - 1) * 20] })),
  },
  {
    what: 'case page',
    role: 'centre-head',
    urls: () => caseIds.map((id) => `/api/cases/${id}`),
    bare: (_, url) => BARE_CASE.map((text) => ({ text, values: [url.slice(url.lastIndexOf('/') + 1)] })),
  },
  {
    what: 'figures, this year',
    role: 'centre-head',
    urls: () => ['/api/loop-figures'],
    bare: withTerritory(BARE_FIGURES),
    turns: 30,
  },
]

/** Pages of the loop, each beside the bare SQL that brings the same rows; both take turns within one run. */
export const benchLoop = async (world: LoopWorld, server: FastifyInstance): Promise<string[]> => {
  const { running, superuser } = world
  const lines = [
    '| what | as | ours p50 | ours p95 | bare p50 | bare p95 | p95 ratio | aim |',
    '|---|---|--:|--:|--:|--:|--:|---|',
  ]
  for (const { what, role, urls, bare, turns = TURNS } of measured(world)) {
    const person = await someOf(world, role)
    const cookies = { shouwang: await sessionOf(running, person.id) }
    const asked = urls(person)
    if (!asked.length) continue
    const result = await compare(
      Array.from({ length: turns }, (_, at) => asked[at % asked.length] ?? ''),
      async (url) => {
        const response = await server.inject({ url, headers, cookies })
        if (response.statusCode !== 200) throw new Error(response.body)
      },
      async (url) => {
        let ids: unknown[] = []
        for (const { text, values } of bare(person, url)) {
          const { rows } = await superuser.query<{ id?: string }>({ text, values })
          if (text === BARE_LIST[0]) ids = rows.map(({ id }) => id)
        }
        if (url.startsWith('/api/cases?')) await superuser.query(BARE_TURNS, [ids])
      },
    )
    lines.push(
      `| ${what} | ${role} | ${ms(result.ours.p50)} | ${ms(result.ours.p95)} | ${ms(result.bare.p50)} | ${ms(result.bare.p95)} | ${result.ratio.toFixed(2)} | ≤ 3 |`,
    )
  }
  return lines
}
