-- 服务订单: what a social organisation may do for a child. What is published names no child; whose child it is stands in a table of its own,
-- which the organisation sees from the confirmed taking until the grant ends.

create type service_kind as enum ('social-work', 'counselling', 'family-guidance', 'tutoring', 'companionship', 'assessment', 'legal', 'other');
create type age_band as enum ('under-3', '3-6', '7-12', '13-15', '16-17');
create type service_order_state as enum ('open', 'claimed', 'taken', 'reported', 'accepted', 'returned', 'expired', 'withdrawn');

create table vetted_organisation (
  unit_id       uuid primary key references unit,
  kinds         service_kind[] not null check (kinds <> '{}'),
  qualification text not null check (qualification <> ''),
  documents     text not null check (documents <> ''),
  approved_on   date not null,
  approved_by   uuid not null references account,
  valid_until   date not null,
  suspended_at  timestamptz,
  suspended_by  uuid references account,
  suspend_reason text,
  version       integer not null default 1,
  constraint vetted_organisation_valid_after check (valid_until >= approved_on),
  constraint vetted_organisation_suspended_whole check (num_nulls(suspended_at, suspended_by, suspend_reason) in (0, 3))
);
create index vetted_organisation_by_approver on vetted_organisation (approved_by);
create index vetted_organisation_by_suspender on vetted_organisation (suspended_by) where suspended_by is not null;
comment on table vetted_organisation is '社会组织名录:核过的资质、材料、服务种类、有效期、暂停';

create table vetted_worker (
  id            uuid primary key,
  unit_id       uuid not null references vetted_organisation,
  name          text not null check (name <> ''),
  qualification text not null,
  entry_query_on date not null,
  entry_query_at text not null check (entry_query_at <> ''),
  recorded_by   uuid not null references account,
  recorded_at   timestamptz not null,
  left_on       date
);
create index vetted_worker_by_unit on vetted_worker (unit_id);
create index vetted_worker_by_recorder on vetted_worker (recorded_by);
comment on table vetted_worker is '社会组织里直接接触未成年人的人员及入职查询日期(未成年人保护法第六十二条)';
comment on column vetted_worker.entry_query_at is '向哪个公安机关、检察院查询,查询回执编号';

create table service_order (
  id            uuid primary key,
  number        text not null,
  state         service_order_state not null default 'open',
  kind          service_kind not null,
  age           age_band not null,
  division_code text collate "C" not null,
  hours         numeric(5, 1) not null check (hours > 0),
  qualification text not null,
  content       text not null check (content <> ''),
  starts_on     date not null,
  ends_on       date not null,
  take_by       date not null,
  published_at  timestamptz not null,
  published_by  uuid not null references account,
  unit_id       uuid references unit,
  worker_id     uuid references vetted_worker,
  confirmed_at  timestamptz,
  confirmed_by  uuid references account,
  reported_at   timestamptz,
  result_sealed bytea,
  accepted_at   timestamptz,
  accepted_by   uuid references account,
  version       integer not null default 1,
  constraint service_order_number_unique unique (number),
  constraint service_order_ends_after_start check (ends_on >= starts_on),
  constraint service_order_taken_by_one check (state in ('open', 'expired', 'withdrawn') or (unit_id is not null and worker_id is not null)),
  constraint service_order_open_is_nobodys check (state <> 'open' or unit_id is null),
  constraint service_order_identity_after_confirming check (state not in ('taken', 'reported', 'accepted') or confirmed_by is not null)
);
create index service_order_by_state on service_order (state, take_by);
create index service_order_by_unit on service_order (unit_id, state) where unit_id is not null;
create index service_order_by_division on service_order (division_code);
create index service_order_by_worker on service_order (worker_id) where worker_id is not null;
create index service_order_by_publisher on service_order (published_by);
create index service_order_by_confirmer on service_order (confirmed_by) where confirmed_by is not null;
create index service_order_by_accepter on service_order (accepted_by) where accepted_by is not null;
comment on table service_order is '服务订单的公开部分:种类、年龄段、镇、时长、资质、期间、内容;不含孩子的身份';
comment on column service_order.division_code is '镇(街道)';

create table service_order_subject (
  order_id      uuid primary key references service_order,
  case_id       uuid not null references case_file,
  plan_item_id  uuid not null references plan_item,
  child_id      uuid not null references child,
  key_sealed    bytea not null,
  detail_sealed bytea not null,
  fields        text[] not null default '{}',
  reason        text,
  grant_id      uuid references access_grant
);
create index service_order_subject_by_case on service_order_subject (case_id);
create index service_order_subject_by_item on service_order_subject (plan_item_id);
create index service_order_subject_by_child on service_order_subject (child_id);
create index service_order_subject_by_grant on service_order_subject (grant_id) where grant_id is not null;
comment on table service_order_subject is '服务订单的孩子、个案与交底内容;承接经中心确认后才对承接组织开放,授权结束即关闭';

create table service_order_step (
  id            uuid primary key,
  order_id      uuid not null references service_order,
  command       text not null,
  from_state    service_order_state,
  to_state      service_order_state not null,
  at            timestamptz not null,
  by            uuid references account,
  unit_id       uuid references unit,
  note          text
);
create index service_order_step_by_order on service_order_step (order_id, at);
create index service_order_step_by_person on service_order_step (by) where by is not null;
create index service_order_step_by_unit on service_order_step (unit_id) where unit_id is not null;
comment on table service_order_step is '服务订单流转;说明经查不含身份信息';

create table service_session (
  id            uuid primary key,
  order_id      uuid not null references service_order,
  worker_id     uuid not null references vetted_worker,
  held_on       date not null,
  hours         numeric(4, 1) not null check (hours > 0 and hours <= 12),
  note_sealed   bytea not null,
  recorded_by   uuid not null references account,
  recorded_at   timestamptz not null
);
create index service_session_by_order on service_session (order_id, held_on);
create index service_session_by_worker on service_session (worker_id);
create index service_session_by_recorder on service_session (recorded_by);
comment on table service_session is '服务记录:哪天、谁、几小时、做了什么;以订单密钥加密';

create table data_promise (
  id            uuid primary key,
  order_id      uuid not null references service_order,
  unit_id       uuid not null references unit,
  edition       integer not null check (edition > 0),
  text_hash     text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  promised_by   text not null check (promised_by <> ''),
  accepted_by   uuid not null references account,
  accepted_at   timestamptz not null
);
create index data_promise_by_order on data_promise (order_id);
create index data_promise_by_unit on data_promise (unit_id);
create index data_promise_by_accepter on data_promise (accepted_by);
comment on table data_promise is '保密承诺:哪一版文字(摘要)、由谁承诺、何时;不再改动';

-- Orders that the caller may know nothing of: of cases that they are kept from, and for the desk of sealed ones whose named reader they are not.
create policy reads_for_functions on service_order_subject for select to current_user using (true);
create function kept_orders() returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(s.order_id), '{}') from service_order_subject s
  where s.case_id = any (kept_from('case'))
    or (current_setting('shouwang.role', true) in ('duty-officer', 'caseworker', 'centre-head') and not s.case_id = any (granted('case'))
      and exists (select from case_file c where c.id = s.case_id and c.label = 'sealed'))
$$;
revoke execute on function kept_orders from public;
grant execute on function kept_orders to shouwang_server;

select guard('vetted_organisation', reads := '{role:county} or {unit:unit_id}', writes := '{role:centre-head}');
select guard('vetted_worker', reads := '{role:county} or {unit:unit_id}', writes := '{role:centre-head}');
select guard('service_order', reads := '({role:county} and {in:division_code}) or {unit:unit_id} or (state = ''open'' and exists ('
  || 'select from vetted_organisation v where {unit:v.unit_id} and v.suspended_at is null and v.valid_until >= ends_on and kind = any (v.kinds)))',
  writes := '({role:county} and {in:division_code}) or {unit:unit_id}');
select guard('service_order_subject', reads := '({role:county} and exists (select from case_file seen_case where seen_case.id = case_id))'
  || ' or (exists (select from service_order o where o.id = order_id and {unit:o.unit_id} and o.state in (''taken'', ''reported'')) and {granted:child:child_id})',
  writes := '({role:county} and exists (select from case_file worked where worked.id = case_id and (({in:worked.division_code}) or {me:worked.owner_id})))');
select guard('service_order_step', reads := '(exists (select from service_order seen where seen.id = order_id))',
  writes := '(exists (select from service_order seen where seen.id = order_id))');
select guard('service_session', reads := '(exists (select from service_order_subject seen where seen.order_id = service_session.order_id))',
  writes := '(exists (select from service_order o join service_order_subject s on s.order_id = o.id where o.id = service_session.order_id and {unit:o.unit_id} and o.state = ''taken''))');
select guard('data_promise', reads := '{role:county} or {unit:unit_id}', writes := '{unit:unit_id}');

drop policy updates on service_order_step;
drop policy updates on service_session;
drop policy updates on data_promise;
revoke update on service_order_step, service_session, data_promise from shouwang_server;
drop policy updates on service_order;
drop policy inserts on service_order;
do $$
declare
  passes text := policy_text('{role:installer|worker}');
  desk text := policy_text('({role:county} and {in:division_code})');
begin
  execute format('create policy inserts on service_order for insert to shouwang_server with check (%s or (state = ''open'' and %s))', passes, desk);
  -- An organisation takes what is open, and works on what it took: it neither confirms nor accepts itself.
  execute format('create policy updates on service_order for update to shouwang_server using (%1$s or %2$s or %3$s or %4$s)'
    || ' with check (%1$s or %2$s or (%3$s and state in (''claimed'', ''taken'', ''reported'', ''returned'')))', passes, desk,
    policy_text('{unit:unit_id}'),
    policy_text('(state = ''open'' and exists (select from vetted_organisation v where {unit:v.unit_id} and v.suspended_at is null))'));
  execute format('create policy kept on service_order as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not (id = any ((select kept_orders())::uuid[]))');
  execute format('create policy kept on service_order_subject as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not (case_id = any ((select kept_from(''case''))::uuid[]))');
end $$;

-- The same rules for whoever writes past the application.
create function service_order_stands() returns trigger language plpgsql as $$
begin
  if old.state in ('accepted', 'withdrawn') then
    raise exception 'an ended order is never edited' using errcode = '23514', constraint = 'service_order_ended';
  end if;
  if current_setting('shouwang.role', true) = 'liaison-officer' and
    not ((old.state, new.state) in (('open', 'claimed'), ('claimed', 'returned'), ('taken', 'taken'), ('taken', 'reported'), ('taken', 'returned'))
      and new.confirmed_by is not distinct from old.confirmed_by) then
    raise exception 'an organisation does not decide on its own order' using errcode = '23514', constraint = 'service_order_ended';
  end if;
  return new;
end $$;
create trigger service_order_stands before update on service_order for each row execute function service_order_stands();
