-- How the running cases would stand under another version of the procedure, for administrators, who see no case: counts, the small
-- ones hidden here already, so that no caller of the function has them.

create function procedure_trial_below() returns integer language sql stable as $$
  select coalesce((select (value #>> '{}')::integer from county_setting
    where key = 'statistics:suppressed-below' and jsonb_typeof(value) = 'number'), 5)
$$;

create function procedure_trial(wanted jsonb, at timestamptz) returns table (what text, danger_level danger_level, count integer)
language sql stable security definer set search_path from current as $$
  with running as (
    select k.id, k.danger_level as level, k.state::text as state, wanted -> k.danger_level::text as new,
      coalesce((select max(s.at) from case_step s where s.case_id = k.id and s.command in ('open', 'reopen')), k.opened_at) as began,
      v.content -> 'levels' -> k.danger_level::text as own
    from case_file k
    left join procedure_version v on v.id = coalesce(k.procedure_id, (select p.id from procedure_version p where p.state = 'published'))
    where k.state::text not in ('closed', 'archived') and k.label = 'normal'
      and current_setting('shouwang.role', true) in ('system-admin', 'security-admin')
  ), found as (
    select 'cases' as what, level from running
    union all
    select 'instrument:' || code.value, r.level from running r cross join jsonb_array_elements_text(r.new -> 'instruments') code (value)
    where r.state = 'opened'
      and not exists (select from assessment a where a.case_id = r.id and a.code = code.value and a.state in ('counted', 'awaiting')
        and a.made_at >= r.began)
    union all
    select 'emergency', r.level from running r where r.state = 'opened' and (r.new -> 'needsEmergencyResponse')::boolean
      and coalesce((select m.safety from emergency_measure m where m.case_id = r.id and m.safety is not null and m.recorded_at >= r.began
        order by m.happened_at desc, m.id desc limit 1), 'unknown') not in ('safe', 'arranged')
    union all
    select 'investigation', r.level from running r where r.state = 'opened' and (r.new -> 'needsInvestigation')::boolean
      and not exists (select from investigation i where i.case_id = r.id and i.state = 'signed' and i.begun_at >= r.began)
    union all
    select 'conference', r.level from running r where r.state in ('opened', 'assessed', 'planned') and (r.new -> 'needsConference')::boolean
      and not exists (select from conference c where c.case_id = r.id and c.state = 'signed' and c.called_at >= r.began)
    union all
    select 'follow-up', r.level from running r where r.state in ('in-progress', 'closing-requested')
      and coalesce((select max(f.on_day) from follow_up f where f.case_id = r.id and f.seen <> 'not-met'),
        (select max(s.at)::date from case_step s where s.case_id = r.id and s.to_state = 'in-progress'))
        + (r.new ->> 'followUpDays')::integer < (at at time zone 'Asia/Shanghai')::date
    union all
    select 'plan-approver:' || role.value, r.level from running r cross join jsonb_array_elements_text(r.new -> 'planApprovers') role (value)
    where r.state in ('opened', 'assessed', 'planned', 'plan-submitted') and not coalesce(r.own -> 'planApprovers' ? role.value, false)
    union all
    select 'closing-approver:' || role.value, r.level from running r cross join jsonb_array_elements_text(r.new -> 'closingApprovers') role (value)
    where not coalesce(r.own -> 'closingApprovers' ? role.value, false)
  ), cells as (
    select w.what, l.level, (select count(*) from found f where f.what = w.what and f.level = l.level)::integer as n
    from (select distinct f.what from found f) w cross join unnest(enum_range(null::danger_level)) as l (level)
  ), ranked as (
    select c.*, sum(c.n) over every as total, b.below, c.n > 0 and c.n < b.below as is_small,
      count(*) filter (where c.n > 0 and c.n < b.below) over every as small_ones,
      row_number() over (partition by c.what, c.n >= b.below order by c.n, c.level) as place
    from cells c cross join (select procedure_trial_below() as below) b
    window every as (partition by c.what)
  ), shown as (
    -- A single hidden cell would be the total less the others: the next smallest hides with it.
    select r.what, r.level, r.total, r.below, case
      when r.n = 0 then 0
      when r.is_small or r.total < r.below or (r.small_ones = 1 and r.place = 1) then null
      else r.n end as n
    from ranked r
  )
  select s.what, s.level, s.n from shown s
  union all
  select distinct s.what, null::danger_level, case when s.total > 0 and s.total < s.below then null else s.total::integer end from shown s
  order by 1, 2
$$;
revoke execute on function procedure_trial from public;
grant execute on function procedure_trial to shouwang_server;
