-- A unit's own record of what it did: which numbers, on which days, by whom of its people. Its access to a matter ends; that it had it does not.

create function unit_past(page_size integer, skipped integer)
returns table (id uuid, number text, state referral_state, dispatched_at timestamptz, signed_at timestamptz, signed_by uuid,
  answered_at timestamptz, answered_by uuid, returned_at timestamptz, due_at timestamptz, total integer)
language sql stable security definer set search_path from current as $$
  select r.id, r.number, r.state, r.dispatched_at, r.signed_at, r.signed_by, r.answered_at, r.answered_by, r.returned_at, r.due_at,
    count(*) over ()::integer
  from referral r
  where current_setting('shouwang.role', true) = 'liaison-officer'
    and r.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid
    and r.state not in ('dispatched', 'signed') and not r.case_id = any (kept_from('case'))
  order by coalesce(r.answered_at, r.returned_at, r.dispatched_at) desc, r.id
  limit page_size offset skipped
$$;

create function unit_hands()
returns table (account_id uuid, name text, title text, is_head boolean, has_account boolean, owed integer, signed integer, answered integer)
language sql stable security definer set search_path from current as $$
  with mine as (
    select r.* from referral r
    where current_setting('shouwang.role', true) = 'liaison-officer'
      and r.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid and not r.case_id = any (kept_from('case'))
  ), people as (
    select a.id, a.display_name as name, l.title, coalesce(l.is_head, false) as is_head, a.id is not null as has_account
    from account a left join liaison_officer l on l.account_id = a.id and l.unit_id = a.unit_id and l.to_day is null
    where a.role = 'liaison-officer' and a.state = 'active' and a.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid
    union all
    select null, l.name, l.title, l.is_head, false from liaison_officer l
    where l.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid and l.to_day is null
      and not exists (select from account a where a.id = l.account_id and a.state = 'active')
  )
  select p.id, p.name, p.title, p.is_head, p.has_account,
    (select count(*)::int from mine m where m.handler_id = p.id and m.state in ('dispatched', 'signed')),
    (select count(*)::int from mine m where m.signed_by = p.id), (select count(*)::int from mine m where m.answered_by = p.id)
  from people p order by p.is_head desc, p.has_account desc, p.name, p.id
$$;
revoke execute on function unit_past, unit_hands from public;
grant execute on function unit_past, unit_hands to shouwang_server;
create policy works_for_functions on liaison_officer for select to current_user using (true);
