-- 催办 and 督办: a unit that is late is reminded; one that stays late is overseen by the leading group's office, step by step, until the
-- matter is struck off by somebody who neither did it nor reviewed it.

create type oversight_state as enum ('proposed', 'assigned', 'signed', 'handling', 'fed-back', 'reviewed', 'closed', 'withdrawn');
create type oversight_reason as enum ('person', 'long-late', 'urging-unanswered');

create table urging (
  id            uuid primary key,
  referral_id   uuid not null references referral,
  case_id       uuid not null references case_file,
  unit_id       uuid not null references unit,
  division_code text collate "C" not null,
  words         text not null check (words ~ '^[a-z-]+$'),
  urged_on      date not null,
  urged_at      timestamptz not null,
  urged_by      uuid not null references account,
  answered_at   timestamptz,
  answered_by   uuid references account,
  expected_day  date,
  constraint urging_once_a_working_day unique (referral_id, urged_on),
  constraint urging_answered_with_day check (num_nulls(answered_at, answered_by, expected_day) in (0, 3)),
  constraint urging_expected_later check (expected_day >= (answered_at at time zone 'Asia/Shanghai')::date)
);
create index urging_by_case on urging (case_id);
create index urging_by_unit on urging (unit_id, urged_at desc);
create index urging_by_urger on urging (urged_by);
create index urging_by_answerer on urging (answered_by) where answered_by is not null;
create index urging_unanswered on urging (urged_at) where answered_at is null;
comment on table urging is '催办:谁在哪天催了哪件转介,单位答复何时办好;同一件一个工作日至多一次';
comment on column urging.words is '所用的固定用语的代号;催办不写自由文字,故不含姓名与事由';
comment on column urging.urged_on is '算在哪个工作日;休息日的催办算在之前的最后一个工作日';

create table oversight_order (
  id            uuid primary key,
  number        text not null,
  state         oversight_state not null default 'proposed',
  unit_id       uuid not null references unit,
  division_code text collate "C" not null,
  matter        text not null check (matter <> ''),
  requirement   text not null check (requirement <> ''),
  reason        oversight_reason not null,
  proposed_at   timestamptz not null,
  proposed_by   uuid references account,
  assigned_at   timestamptz,
  assigned_by   uuid references account,
  due_at        timestamptz,
  is_due_certain boolean not null default true,
  signed_at     timestamptz,
  signed_by     uuid references account,
  fed_back_at   timestamptz,
  fed_back_by   uuid references account,
  reviewed_at   timestamptz,
  reviewed_by   uuid references account,
  closed_at     timestamptz,
  closed_by     uuid references account,
  key_sealed    bytea,
  version       integer not null default 1,
  constraint oversight_order_number_unique unique (number),
  constraint oversight_order_proposed_by_person check ((reason = 'person') = (proposed_by is not null)),
  constraint oversight_order_reviewed_by_another check (reviewed_by is null or reviewed_by <> fed_back_by),
  constraint oversight_order_closed_by_another check (closed_by is null or (closed_by <> fed_back_by and closed_by <> reviewed_by)),
  constraint oversight_order_assigned_with_limit check (assigned_at is null or due_at is not null),
  constraint oversight_order_closed_whole check ((state = 'closed') = (closed_by is not null) and (state <> 'closed' or reviewed_by is not null))
);
create index oversight_order_by_unit on oversight_order (unit_id, state);
create index oversight_order_by_state on oversight_order (state, due_at);
create index oversight_order_by_division on oversight_order (division_code);
create index oversight_order_by_proposer on oversight_order (proposed_by) where proposed_by is not null;
create index oversight_order_by_assigner on oversight_order (assigned_by) where assigned_by is not null;
create index oversight_order_by_signer on oversight_order (signed_by) where signed_by is not null;
create index oversight_order_by_feeder on oversight_order (fed_back_by) where fed_back_by is not null;
create index oversight_order_by_reviewer on oversight_order (reviewed_by) where reviewed_by is not null;
create index oversight_order_by_closer on oversight_order (closed_by) where closed_by is not null;
comment on table oversight_order is '督办单:立项、交办、签收、办理、反馈、复核、销号;事项与要求不写孩子的姓名';
comment on column oversight_order.reason is 'person 中心负责人或领导提出;long-late 转介长期超期;urging-unanswered 两次催办未答复';
comment on column oversight_order.key_sealed is '第一次写下说明时生成';
comment on column oversight_order.due_at is '反馈期限,自交办起按工作日计';

create table oversight_item (
  order_id      uuid not null references oversight_order,
  referral_id   uuid not null references referral,
  case_id       uuid not null references case_file,
  number        text not null,
  primary key (order_id, referral_id)
);
create index oversight_item_by_referral on oversight_item (referral_id);
create index oversight_item_by_case on oversight_item (case_id);
comment on table oversight_item is '督办单所涉的转介;只有编号';

create table oversight_step (
  id            uuid primary key,
  order_id      uuid not null references oversight_order,
  command       text not null,
  from_state    oversight_state,
  to_state      oversight_state not null,
  at            timestamptz not null,
  by            uuid references account,
  note_sealed   bytea
);
create index oversight_step_by_order on oversight_step (order_id, at);
create index oversight_step_by_person on oversight_step (by) where by is not null;
comment on table oversight_step is '督办流转:每一步由谁在何时做出;说明以督办单密钥加密';
comment on column oversight_step.by is '空:系统按规则自动提出';

-- 领导小组办公室: the unit that the county's procedure names.
create function is_office() returns boolean
language sql stable security definer set search_path from current as $$
  select current_setting('shouwang.role', true) = 'liaison-officer' and exists (
    select from unit u join procedure_version p on p.state = 'published'
    where u.id = nullif(current_setting('shouwang.unit', true), '')::uuid and u.code = p.content->'referrals'->>'officeUnit')
$$;
create policy reads_for_office on procedure_version for select to current_user using (true);

-- What units owe, as numbers and days: for the desk of the place, the leading group's office and the leaders, who open no referral. Not those
-- of cases that the caller is kept from.
create policy reads_for_oversight on referral for select to current_user using (true);
create function owed_referrals()
returns table (id uuid, number text, unit_id uuid, case_id uuid, child_id uuid, division_code text, state referral_state, lane text, dispatched_at timestamptz,
  due_at timestamptz, is_due_certain boolean)
language sql stable security definer set search_path from current as $$
  select r.id, r.number, r.unit_id, r.case_id, r.child_id, r.division_code, r.state, r.lane, r.dispatched_at, r.due_at, r.is_due_certain
  from referral r
  where r.state in ('dispatched', 'signed') and not r.case_id = any (kept_from('case'))
    and (current_setting('shouwang.role', true) in ('leader', 'worker', 'installer') or is_office()
      or (current_setting('shouwang.role', true) in ('duty-officer', 'caseworker', 'centre-head')
        and r.division_code >= current_setting('shouwang.low', true) and r.division_code < current_setting('shouwang.high', true)))
$$;

-- Orders about a referral of a case that the caller is kept from.
create policy reads_for_oversight on oversight_item for select to current_user using (true);
create function kept_oversights() returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(i.order_id), '{}') from oversight_item i where i.case_id = any (kept_from('case'))
$$;
revoke execute on function is_office, owed_referrals, kept_oversights from public;
grant execute on function is_office, owed_referrals, kept_oversights to shouwang_server;

select guard('urging', reads := '{role:leader} or (select is_office()) or {unit:unit_id} or ({role:county} and {in:division_code})',
  writes := '{unit:unit_id}');
select guard('oversight_order', reads := '{role:leader} or (select is_office()) or ({unit:unit_id} and assigned_at is not null)'
  || ' or ({role:county} and {in:division_code})',
  writes := '{role:leader} or (select is_office()) or ({unit:unit_id} and assigned_at is not null) or ({role:centre-head} and {in:division_code})');
select guard('oversight_item', reads := '(exists (select from oversight_order seen where seen.id = order_id))',
  writes := '{role:leader} or {role:centre-head}');
select guard('oversight_step', reads := '(exists (select from oversight_order seen where seen.id = order_id))',
  writes := '(exists (select from oversight_order seen where seen.id = order_id))');

-- Steps and items are never edited; a unit neither urges itself nor proposes its own overseeing; what was decided stands.
drop policy inserts on urging;
drop policy inserts on oversight_order;
drop policy updates on oversight_item;
drop policy updates on oversight_step;
revoke update on oversight_item, oversight_step from shouwang_server;
do $$
declare
  passes text := policy_text('{role:installer|worker}');
begin
  execute format('create policy inserts on urging for insert to shouwang_server with check (%s)', passes
    || policy_text(' or (answered_at is null and ({role:leader} or (select is_office()) or ({role:county} and {in:division_code})))'));
  execute format('create policy inserts on oversight_order for insert to shouwang_server with check (%s)', passes
    || policy_text(' or (state = ''proposed'' and ({role:leader} or ({role:centre-head} and {in:division_code})))'));
  execute format('create policy kept on urging as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not (case_id = any ((select kept_from(''case''))::uuid[]))');
  execute format('create policy kept on oversight_item as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not (case_id = any ((select kept_from(''case''))::uuid[]))');
  execute format('create policy kept on oversight_order as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not (id = any ((select kept_oversights())::uuid[]))');
end $$;

create function oversight_stands() returns trigger language plpgsql as $$
begin
  if old.state in ('closed', 'withdrawn') then
    raise exception 'an ended oversight is never edited' using errcode = '23514', constraint = 'oversight_order_ended';
  end if;
  if (new.id, new.number, new.unit_id, new.matter, new.reason, new.proposed_at, new.proposed_by)
    is distinct from (old.id, old.number, old.unit_id, old.matter, old.reason, old.proposed_at, old.proposed_by) then
    raise exception 'what was proposed stays as it was proposed' using errcode = '23514', constraint = 'oversight_order_ended';
  end if;
  if new.state <> old.state and new.state not in ('signed', 'handling', 'fed-back')
    and current_setting('shouwang.role', true) = 'liaison-officer'
    and old.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid then
    raise exception 'a unit decides nothing on its own overseeing' using errcode = '23514', constraint = 'oversight_order_ended';
  end if;
  return new;
end $$;
create trigger oversight_stands before update on oversight_order for each row execute function oversight_stands();
create function urging_stands() returns trigger language plpgsql as $$
begin
  if old.answered_at is not null or (new.referral_id, new.unit_id, new.words, new.urged_on, new.urged_by)
    is distinct from (old.referral_id, old.unit_id, old.words, old.urged_on, old.urged_by) then
    raise exception 'an urging is answered once and never edited' using errcode = '23514', constraint = 'urging_answered_once';
  end if;
  return new;
end $$;
create trigger urging_stands before update on urging for each row execute function urging_stands();
