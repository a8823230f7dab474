-- A notice is made with nearly every act: its plan is kept (PL/pgSQL; SQL functions plan anew at each call before version 18), and people of
-- a role are found by it instead of by reading every account of the county.
create index account_by_role on account (role) where state = 'active';

create or replace function send_notice(of_kind notice_kind, of_subject_kind text, of_subject uuid, of_records uuid[], of_task uuid, danger boolean,
  to_accounts uuid[], to_role account_role, to_division text, to_unit uuid, at timestamptz)
returns integer language plpgsql volatile security definer set search_path from current as $$
declare
  actor uuid := nullif(current_setting('shouwang.actor', true), '')::uuid;
  meant uuid[];
begin
  if to_role is not null then
    select array_agg(a.id) into meant from account a
    where a.state = 'active' and a.role = to_role
      and (to_role in ('duty-officer', 'caseworker', 'centre-head', 'leader')
        or a.division_code in (to_division, left(to_division, 9) || '000'));
  elsif to_unit is not null then
    select array_agg(a.id) into meant from account a
    where a.state = 'active' and a.unit_id = to_unit and a.role = 'liaison-officer';
  else
    select array_agg(a.id) into meant from account a where a.state = 'active' and a.id = any (to_accounts);
  end if;
  meant := array_remove(meant, actor);
  if exists (select from record_exclusion x where x.record_id = any (of_records)) then
    select array_agg(a.id) into meant from account a
    where a.id = any (meant) and not exists (select from record_exclusion x where x.record_id = any (of_records)
      and (x.account_id = a.id or x.unit_id = a.unit_id or x.division_code = case
        when a.role in ('duty-officer', 'caseworker', 'centre-head') then left(to_division, 6) || '000000'
        else a.division_code end));
  end if;
  if coalesce(cardinality(meant), 0) = 0 then return 0; end if;

  with made as (
    insert into notice (id, account_id, kind, subject_kind, subject_id, task_id, is_danger, created_at)
    select gen_random_uuid(), told, of_kind, of_subject_kind, of_subject, of_task, danger, at from unnest(meant) as told
    returning id, account_id
  )
  insert into notice_delivery (id, account_id, notice_id, channel, subscription_id, is_danger, task_count, message_count, created_at, next_at)
  select gen_random_uuid(), m.account_id, m.id, w.channel, p.id, danger, (of_kind = 'task')::int, (of_kind = 'message')::int, at, at
  from made m join notice_choice c on c.account_id = m.account_id
  cross join unnest(case when danger then c.danger_channels when of_kind = 'task' then c.task_channels else c.message_channels end)
    as w (channel)
  left join push_subscription p on w.channel = 'web-push' and p.account_id = m.account_id
  where (w.channel = 'email' and c.email_sealed is not null) or (w.channel = 'sms' and c.phone_sealed is not null) or p.id is not null;
  return cardinality(meant);
end $$;
