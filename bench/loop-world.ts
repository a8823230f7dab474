import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { loadDemonstration } from '#apps/demonstration/load.ts'
import { bareUrl, COUNTY, DAY, type World } from './world.ts'

export type LoopWorld = World & {
  /** Cases that were acted out through the endpoints: their sealed texts can be opened. */
  caseIds: string[]
}

/**
 * Five years of a county: one case in eight still runs; each had seven steps, two assessments, three items, a referral to one of the units,
 * its closing, two look-backs and ten tasks, three of them open while it runs. Every child has one case. Sealed texts are noise.
 */
const FILL = `
insert into account (id, sign_in_name, display_name, state, role, must_change_password)
  select uuidv7(), 'worker' || n, '社工' || n, 'active', 'caseworker', false from generate_series(1, 60) n;
create temp table village as select code, row_number() over (order by code) - 1 as at from division where level = 'village';
create temp table worker as select id, row_number() over (order by id) - 1 as at from account where role in ('caseworker', 'supervisor');
create temp table place as select * from (select count(*) as villages from village) v, (select count(*) as workers from worker) w;
create temp table partner as select id, row_number() over (order by code) - 1 as at, count(*) over () as all from unit;

create temp table fill as
  select n, uuidv7() as case_id, uuidv7() as child_id, uuidv7() as plan_id, v.code as place, w.id as owner_id,
    now() - interval '5 years' * ((n * 7919 % $count)::double precision / $count) as opened_at, n % 8 = 0 as is_running,
    (array['immediate', 'high', 'medium', 'low'])[1 + n % 4]::danger_level as level, p.id as unit_id,
    interval '1 day' * (20 + n % 200) as took
  from generate_series(1, $count) n cross join place
  join village v on v.at = (n + n / 8) % place.villages join worker w on w.at = (n + n / 8) % place.workers join partner p on p.at = (n + n / 8) % p.all;
create index on fill (n);
analyze fill;

insert into child (id, name, sex, birth_day, division_code)
  select child_id, '张小' || n, 'female', date '2015-01-01' + (n % 2000)::int, place from fill;
insert into case_file (id, number, state, child_id, division_code, owner_id, danger_level, key_sealed, opened_at, opened_by, closed_at, closed_by)
  select case_id, '个〔' || extract(year from opened_at) || '〕' || n || '号',
    case when is_running then (array['opened', 'assessed', 'planned', 'in-progress'])[1 + n / 8 % 4]::case_state else 'closed' end,
    child_id, place, owner_id, level, decode(repeat('ab', 61), 'hex'), opened_at, owner_id,
    case when not is_running then opened_at + took end, case when not is_running then owner_id end
  from fill;
insert into case_step (id, case_id, command, from_state, to_state, at, by)
  select uuidv7(), f.case_id, s.command, s.from_state::case_state, s.to_state::case_state, f.opened_at + f.took * s.part, f.owner_id
  from fill f cross join (values ('open', null, 'opened', 0, 0), ('assess', 'opened', 'assessed', 0.1, 1), ('makePlan', 'assessed', 'planned', 0.2, 2),
    ('startPlan', 'planned', 'in-progress', 0.25, 3), ('sendReferral', 'in-progress', 'in-progress', 0.3, 4),
    ('requestClosing', 'in-progress', 'closing-requested', 0.98, 5), ('agreeClosing', 'closing-requested', 'closed', 1, 6))
    s (command, from_state, to_state, part, at)
  where not f.is_running or s.at <= f.n / 8 % 4
  order by f.opened_at;
insert into assessment (id, case_id, made_at, made_by, danger_level, content_sealed)
  select uuidv7(), f.case_id, f.opened_at + f.took * t / 10, f.owner_id, f.level, decode(repeat('cd', 300), 'hex') from fill f cross join generate_series(1, 2) t;
insert into plan (id, case_id, goal_sealed, made_at, made_by)
  select plan_id, case_id, decode(repeat('cd', 300), 'hex'), opened_at + took * 0.2, owner_id from fill;
create temp table item as select uuidv7() as id, uuidv7() as referral_id, uuidv7() as grant_id, f.*, t from fill f cross join generate_series(1, 3) t;
insert into plan_item (id, plan_id, case_id, child_id, key_sealed, state, title, owner_id, unit_id, due_day, done_at, done_by, result_sealed, ordinal)
  select id, plan_id, case_id, child_id, decode(repeat('ab', 61), 'hex'), case when is_running then 'open' else 'done' end::plan_item_state, '事项',
    case when t > 1 then owner_id end, case when t = 1 then unit_id end, (opened_at + took * 0.6)::date,
    case when not is_running then opened_at + took * 0.6 end, case when not is_running then owner_id end,
    case when not is_running then decode(repeat('cd', 300), 'hex') end, t
  from item;
insert into access_grant (id, record_kind, record_id, unit_id, reason, granted_at, ends_at, ended_at)
  select uuidv7(), k.kind, case k.kind when 'child' then i.child_id else i.referral_id end, i.unit_id, '基准', i.opened_at,
    now() + interval '1 year', case when not i.is_running then i.opened_at + i.took end
  from item i cross join (values ('child'), ('referral')) k (kind) where i.t = 1;
insert into referral (id, number, state, case_id, plan_item_id, child_id, division_code, unit_id, grant_id, subject, key_sealed, request_sealed, fields,
    dispatched_at, dispatched_by, due_at, first_read_at, signed_at, signed_by, answered_at, answered_by, accepted_at, accepted_by)
  select i.referral_id, '转〔' || extract(year from i.opened_at) || '〕' || i.n || '号', (case when i.is_running then 'dispatched' else 'accepted' end)::referral_state,
    i.case_id, i.id, i.child_id, i.place, i.unit_id, i.grant_id, '核实情况', decode(repeat('ab', 61), 'hex'), decode(repeat('cd', 300), 'hex'), array['name'],
    i.opened_at + i.took * 0.3, i.owner_id, i.opened_at + i.took * 0.3 + interval '7 days',
    d.at, d.at, d.by, d.at + interval '1 day' * (i.n % 10), d.by, d.at + interval '11 days', d.by
  from item i cross join lateral (select case when not i.is_running then i.opened_at + i.took * 0.3 + interval '1 hour' * (i.n % 50) end as at,
    case when not i.is_running then i.owner_id end as by) d where i.t = 1;
insert into closing_request (id, case_id, case_version, summary_sealed, requested_by, requested_at, decision, decided_by, decided_at)
  select uuidv7(), case_id, 1, decode(repeat('cd', 300), 'hex'), owner_id, opened_at + took * 0.98, 'agreed', uuidv7(), opened_at + took from fill where not is_running;
insert into look_back (id, case_id, due_at, done_at, done_by, is_better, finding_sealed, useful, ordinal)
  select uuidv7(), f.case_id, f.opened_at + f.took + interval '1 day' * d, f.opened_at + f.took + interval '1 day' * (d - 5 + f.n % 8), f.owner_id, f.n % 9 > 0,
    decode(repeat('cd', 300), 'hex'), (array['yes', 'some', 'no'])[1 + f.n % 3]::usefulness, d / 30
  from fill f cross join unnest(array[30, 90]) d where not f.is_running;
insert into task (id, kind, title, subject_kind, subject_id, case_id, division_code, owner_id, unit_id, owner_role, rule_code, due_at, created_at, done_at, done_by)
  select uuidv7(), k.kind::task_kind, '办理 个〔' || extract(year from f.opened_at) || '〕' || f.n || '号', k.subject, case k.subject when 'referral' then i.referral_id else f.case_id end,
    f.case_id, f.place, case when k.owner = 'person' then f.owner_id end, case when k.owner = 'unit' then f.unit_id end,
    case when k.owner = 'role' then 'centre-head' end::account_role, k.rule,
    case when f.is_running and k.at > 7 then now() + interval '1 hour' * (f.n * 13 % 1500 - 300) else f.opened_at + f.took * k.at / 10 + interval '3 days' end,
    f.opened_at + f.took * k.at / 10, case when not f.is_running or k.at <= 7 then f.opened_at + f.took * k.at / 10 + interval '1 hour' end,
    case when not f.is_running or k.at <= 7 then f.owner_id end
  from fill f join item i on i.n = f.n and i.t = 1 cross join (values ('assess-case', 'case', 'person', 'CL-03', 1), ('plan-case', 'case', 'person', 'CL-04', 2),
    ('do-item', 'case', 'person', null, 3), ('do-item', 'case', 'person', null, 4), ('sign-referral', 'referral', 'unit', 'CL-06', 5),
    ('answer-referral', 'referral', 'unit', 'CL-05', 8), ('review-answer', 'case', 'person', null, 6), ('request-closing', 'case', 'person', null, 9),
    ('approve-closing', 'case', 'role', null, 7), ('redo-assessment', 'case', 'person', 'CA-01', 10)) k (kind, subject, owner, rule, at)
  order by f.opened_at;
`

const fill = async (superuser: pg.Pool, cases: number) => {
  const client = await superuser.connect()
  try {
    // Bulk work: neither foreign keys nor triggers are tried for each row.
    await client.query("set session_replication_role = replica; set work_mem = '256MB'")
    await client.query(FILL.replaceAll('$count', String(cases)))
  } finally {
    client.release(true)
  }
}

/** The demonstration county with its stories, and beside them so many cases with ten tasks each. */
export const makeLoopWorld = async (cases: number): Promise<LoopWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-loop-'))
  const running = await openInstallation(readConfig({ SHOUWANG_DATA: folder, SHOUWANG_LOG_LEVEL: 'silent' }))
  await loadDemonstration(running, { minors: 5_000, today: new Date(`${DAY}T04:00:00Z`), county: COUNTY })
  const superuser = new pg.Pool({
    connectionString: bareUrl(running),
    max: 16,
    options: `-c search_path=county_${COUNTY}`,
  })
  superuser.on('error', () => undefined)
  const { rows } = await superuser.query<{ id: string }>('select id from case_file order by id')
  const began = performance.now()
  await fill(superuser, cases)
  await superuser.query('vacuum analyze')
  const close = async () => {
    await superuser.end()
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const loadSeconds = (performance.now() - began) / 1_000
  return { running, superuser, names: [], caseIds: rows.map(({ id }) => id), loadSeconds, close }
}
