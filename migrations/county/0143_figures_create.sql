-- Figures of the loop, counted from stored facts. One view says what happened when, to which case and, if one had it, at which unit; sums, spans
-- and the list behind a number are drawn from it, so that a number and its list cannot part.

create index case_file_by_opening on case_file (opened_at);
create index case_step_by_time on case_step (at);
create index referral_by_dispatch on referral (dispatched_at);
create index look_back_by_due on look_back (due_at);
create index closing_request_by_decision on closing_request (decided_at) where decision = 'agreed';
create index task_to_sign on task (subject_id) include (due_at) where kind = 'sign-referral';

-- kind: what is counted. at: when it counts. key: level or state. due_at, done_at: whether it was in time. is_good: whether it went well.
create view loop_event with (security_invoker = true) as
  select 'opened' as kind, c.opened_at as at, c.id as case_id, c.label, c.division_code, null::uuid as unit_id, c.danger_level::text as key,
    null::timestamptz as due_at, null::timestamptz as done_at, null::boolean as is_good, null::double precision as days
  from case_file c
  union all
  select 'running', c.opened_at, c.id, c.label, c.division_code, null, c.state::text || '/' || c.danger_level::text, null, null, null, null
  from case_file c where c.state not in ('closed', 'archived')
  union all
  select 'closed', s.at, c.id, c.label, c.division_code, null, null, null, null, null, null
  from case_step s join case_file c on c.id = s.case_id
  where s.to_state in ('closed', 'archived') and s.from_state not in ('closed', 'archived')
  union all
  select 'reopened', s.at, c.id, c.label, c.division_code, null, null, null, null, null, null
  from case_step s join case_file c on c.id = s.case_id
  where s.from_state in ('closed', 'archived') and s.to_state not in ('closed', 'archived')
  union all
  select 'stay', s.at, c.id, c.label, c.division_code, null, s.from_state::text, null, null, null, extract(epoch from s.at - entered.at) / 86400.0
  from case_step s
  join case_file c on c.id = s.case_id
  cross join lateral (
    select e.at from case_step e
    where e.case_id = s.case_id and e.at <= s.at and e.id <> s.id and e.to_state = s.from_state and e.from_state is distinct from e.to_state
    order by e.at desc limit 1
  ) entered
  where s.from_state <> s.to_state and s.from_state not in ('closed', 'archived')
  union all
  select 'dispatched', r.dispatched_at, c.id, c.label, c.division_code, r.unit_id, r.state::text, null, null, null, null
  from referral r join case_file c on c.id = r.case_id
  union all
  select 'signed', r.dispatched_at, c.id, c.label, c.division_code, r.unit_id, r.state::text, t.due_at, r.signed_at, null, null
  from referral r join case_file c on c.id = r.case_id join task t on t.subject_id = r.id and t.kind = 'sign-referral'
  where r.signed_at is not null or r.state = 'dispatched'
  union all
  select 'answered', r.dispatched_at, c.id, c.label, c.division_code, r.unit_id, r.state::text, r.due_at, r.answered_at, null, null
  from referral r join case_file c on c.id = r.case_id
  where r.answered_at is not null or r.state in ('dispatched', 'signed')
  union all
  select 'returned', r.dispatched_at, c.id, c.label, c.division_code, r.unit_id, r.state::text, null, null, null, null
  from referral r join case_file c on c.id = r.case_id
  where r.returned_at is not null
  union all
  select 'returned-twice', r.dispatched_at, c.id, c.label, c.division_code, r.unit_id, r.state::text, null, null, null, null
  from referral r join case_file c on c.id = r.case_id
  where r.returned_at is not null and (select count(*) from referral e where e.family_id = r.family_id and e.returned_at < r.returned_at) = 1
  union all
  select 'helped', r.dispatched_at, c.id, c.label, c.division_code, r.unit_id, r.state::text, null, null, f.effect = 'helped', null
  from referral r join case_file c on c.id = r.case_id join referral_effect f on f.referral_id = r.id
  union all
  select 'told', q.decided_at, c.id, c.label, c.division_code, null, null, null, null, coalesce(t.told_whom <> 'nobody', false), null
  from closing_request q join case_file c on c.id = q.case_id left join outcome_telling t on t.id = q.telling_id
  where q.decision = 'agreed'
  union all
  select 'look-back', l.due_at, c.id, c.label, c.division_code, null, null, l.due_at, l.done_at, null, null
  from look_back l join case_file c on c.id = l.case_id
  where l.cancelled_at is null
  union all
  select 'better', l.due_at, c.id, c.label, c.division_code, null, null, null, null, l.is_better, null
  from look_back l join case_file c on c.id = l.case_id
  where l.is_better is not null
  union all
  select 'useful', l.due_at, c.id, c.label, c.division_code, null, null, null, null, l.useful = 'yes', null
  from look_back l join case_file c on c.id = l.case_id
  where l.useful in ('yes', 'some', 'no');
comment on view loop_event is '办案统计的底数：何时、哪一案、发生了什么';
grant select on loop_event to shouwang_server;

do $$
declare
  of_table text;
begin
  foreach of_table in array array['case_step', 'look_back', 'closing_request', 'outcome_telling', 'referral_effect', 'task'] loop
    execute format('create policy reads_for_figures on %I for select to current_user using (true)', of_table);
  end loop;
end $$;

-- The cases that the caller may count: without sealed ones for everybody, else the difference would tell of them; without those that they are kept
-- from; of their territory, their unit or, for the leader, who reads no case, of the whole county.
create function is_counted(label record_label, division_code text, unit_id uuid) returns boolean
language sql stable as $$
  -- Without sub-selects, so that it is planned as part of the statement that asks.
  select label = 'normal' and case current_setting('shouwang.role', true)
    when 'leader' then true
    when 'liaison-officer' then coalesce(unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid, false)
    when 'centre-head' then division_code >= current_setting('shouwang.low', true) and division_code < current_setting('shouwang.high', true)
    when 'supervisor' then division_code >= current_setting('shouwang.low', true) and division_code < current_setting('shouwang.high', true)
    else false
  end
$$;

-- How often, and how often well: without an id of a case. What is not yet due and not yet done is not counted.
create function loop_sums(since timestamptz, until timestamptz, as_of timestamptz, low text, high text)
returns table (kind text, key text, town text, unit_id uuid, month text, counted bigint, good bigint)
language sql stable security definer set search_path from current as $$
  with event as (
    select e.* from loop_event e where e.kind not in ('running', 'stay') and e.at >= since and e.at < until
    union all
    select e.* from loop_event e where e.kind = 'running'
  )
  select e.kind, case when e.kind = 'running' then e.key end, left(e.division_code, 9) || '000', e.unit_id,
    case when e.kind in ('opened', 'closed', 'reopened') then to_char(e.at at time zone 'Asia/Shanghai', 'YYYY-MM') end,
    count(*), count(*) filter (where e.is_good or e.done_at <= e.due_at)
  from event e
  where is_counted(e.label, e.division_code, e.unit_id) and e.division_code >= low and e.division_code < high
    and not (e.case_id = any ((select kept_from('case'))::uuid[]))
    and (e.due_at is null or e.done_at is not null or e.due_at <= as_of)
  group by 1, 2, 3, 4, 5
$$;

-- Days that cases had been in a state when they left it.
create function loop_stays(since timestamptz, until timestamptz, low text, high text)
returns table (key text, counted bigint, median double precision, p90 double precision)
language sql stable security definer set search_path from current as $$
  select e.key, count(*), percentile_disc(0.5) within group (order by e.days), percentile_disc(0.9) within group (order by e.days)
  from loop_event e
  where e.kind = 'stay' and e.at >= since and e.at < until
    and is_counted(e.label, e.division_code, null) and e.division_code >= low and e.division_code < high
    and not (e.case_id = any ((select kept_from('case'))::uuid[]))
  group by 1
$$;
revoke execute on function is_counted, loop_sums, loop_stays from public;
grant execute on function is_counted, loop_sums, loop_stays to shouwang_server;
