-- Referrals in full: one matter is a family of referrals, each to one unit, with a lead and co-units; a second return goes to the leading
-- group's office, which names the owner. What was once said, answered or decided stays as it was.

alter table referral
  add column first_id uuid references referral,
  add column family_id uuid generated always as (coalesce(first_id, id)) stored,
  add column ordinal integer not null default 1 check (ordinal > 0),
  add column part text not null default 'lead' check (part in ('lead', 'co')),
  add column lane text not null default 'welfare' check (lane in ('welfare', 'urgent')),
  add column phoned_whom text,
  add column phoned_at timestamptz,
  add column handler_id uuid references account,
  add column explanation_sealed bytea,
  add column summary_sealed bytea,
  add column return_clause text,
  add column return_citation text,
  add column return_note_sealed bytea,
  add column proposed_unit_id uuid references unit,
  add column returned_at timestamptz,
  add column returned_by uuid references account,
  add column office_unit_id uuid references unit,
  add column is_binding boolean not null default false,
  add column unread_told_at timestamptz,
  add constraint referral_one_per_ordinal unique (family_id, ordinal),
  add constraint referral_urgent_is_phoned check (lane = 'welfare' or num_nulls(phoned_whom, phoned_at) = 0),
  add constraint referral_returned_whole check (num_nulls(return_clause, return_citation, proposed_unit_id, returned_at) in (0, 4)),
  add constraint referral_binding_by_office check (not is_binding or office_unit_id is not null),
  add constraint referral_with_an_office check (state <> 'with-office' or office_unit_id is not null);
comment on column referral.first_id is '同一事项最先发出的那一份；最先的一份为空';
comment on column referral.family_id is '同一事项：改派、再次发出、协办、重新交办都属于同一事项';
comment on column referral.part is 'lead 牵头；co 协办';
comment on column referral.lane is 'welfare 福利保障，按工作日；urgent 紧急安全，按小时，先打电话';
comment on column referral.handler_id is '本单位的承办人';
comment on column referral.summary_sealed is '协办单位写给牵头单位看的结果摘要';
comment on column referral.return_clause is '退回所依据的事由代码（办案规程里的退回事由）';
comment on column referral.office_unit_id is '第二次退回后由领导小组办公室（设在这个单位）指定承办';
comment on column referral.is_binding is '由办公室指定：同一事由不能再退回';
create index referral_by_first on referral (first_id) where first_id is not null;
create index referral_by_proposed on referral (proposed_unit_id) where proposed_unit_id is not null;
create index referral_by_handler on referral (handler_id) where handler_id is not null;
create index referral_by_returner on referral (returned_by) where returned_by is not null;
create index referral_by_office on referral (office_unit_id, state) where office_unit_id is not null;
create index referral_unread on referral (dispatched_at) where state = 'dispatched' and first_read_at is null and unread_told_at is null;
create index referral_running_by_due on referral (due_at) where state in ('dispatched', 'signed', 'answered', 'returned', 'with-office');

-- A returned matter is its sender's until it has decided: it still runs.
drop index referral_one_running_per_item;
create unique index referral_one_running_per_item on referral (plan_item_id)
  where part = 'lead' and state in ('dispatched', 'signed', 'answered', 'returned', 'with-office');

-- What was sent, answered or returned is never rewritten, and what has ended does not begin again.
create function keep_referral() returns trigger language plpgsql as $$
begin
  if (old.case_id, old.plan_item_id, old.child_id, old.unit_id, old.first_id, old.ordinal, old.part, old.lane, old.request_sealed, old.fields,
      old.dispatched_at, old.due_at, old.is_binding)
    is distinct from (new.case_id, new.plan_item_id, new.child_id, new.unit_id, new.first_id, new.ordinal, new.part, new.lane,
      new.request_sealed, new.fields, new.dispatched_at, new.due_at, new.is_binding)
    or (old.signed_at is not null and (old.signed_at, old.signed_by) is distinct from (new.signed_at, new.signed_by))
    or (old.answered_at is not null and (old.answered_at, old.answered_by, old.answer_sealed, old.summary_sealed)
      is distinct from (new.answered_at, new.answered_by, new.answer_sealed, new.summary_sealed))
    or (old.returned_at is not null and (old.returned_at, old.returned_by, old.return_clause, old.return_citation, old.proposed_unit_id)
      is distinct from (new.returned_at, new.returned_by, new.return_clause, new.return_citation, new.proposed_unit_id))
    or (old.state in ('accepted', 'withdrawn', 'redirected') and old.state <> new.state)
  then
    raise exception 'a referral that was decided stays as it is' using errcode = 'check_violation', constraint = 'referral_is_kept';
  end if;
  return new;
end $$;
create trigger referral_is_kept before update on referral for each row execute function keep_referral();

create table referral_message (
  id            uuid primary key,
  referral_id   uuid not null references referral,
  channel       text not null check (channel in ('sender', 'office')),
  side          text not null check (side in ('sender', 'unit', 'office')),
  at            timestamptz not null,
  by            uuid not null references account,
  text_sealed   bytea not null
);
create index referral_message_by_referral on referral_message (referral_id, at);
create index referral_message_by_writer on referral_message (by);
comment on table referral_message is '转介往来：承接单位提问与答复，以转介密钥加密；期限不因提问而停';
comment on column referral_message.channel is '与谁往来：sender 发出单位；office 领导小组办公室';

create table referral_measure (
  id            uuid primary key,
  referral_id   uuid not null references referral,
  done_on       date not null,
  at            timestamptz not null,
  by            uuid not null references account,
  text_sealed   bytea not null
);
create index referral_measure_by_referral on referral_measure (referral_id, done_on);
create index referral_measure_by_writer on referral_measure (by);
comment on table referral_measure is '办理经过：承接单位哪天做了什么，以转介密钥加密';

create table referral_handover (
  id            uuid primary key,
  family_id     uuid not null references referral,
  referral_id   uuid not null references referral,
  kind          text not null check (kind in ('dispatched', 'co-joined', 'signed', 'answered', 'returned', 'to-office', 'redirected', 'sent-again',
    'office-named', 'lapsed', 'withdrawn', 'accepted', 'reopened')),
  at            timestamptz not null,
  by            uuid references account,
  unit_id       uuid not null references unit,
  to_unit_id    uuid references unit,
  clause        text,
  citation      text
);
create index referral_handover_by_family on referral_handover (family_id, at);
create index referral_handover_by_referral on referral_handover (referral_id);
create index referral_handover_by_account on referral_handover (by) where by is not null;
create index referral_handover_by_unit on referral_handover (unit_id);
create index referral_handover_by_target on referral_handover (to_unit_id) where to_unit_id is not null;
comment on table referral_handover is '交接记录：事项在哪些单位之间何时、依据哪一条交接；各方都看得到，不含孩子的信息';

create table referral_effect (
  referral_id   uuid primary key references referral,
  effect        text not null check (effect in ('helped', 'partly', 'not')),
  words_sealed  bytea not null,
  child_words_sealed bytea,
  said_at       timestamptz not null,
  said_by       uuid not null references account
);
create index referral_effect_by_sayer on referral_effect (said_by);
comment on table referral_effect is '效果回看：答复采纳之后，对孩子有没有用，孩子自己怎么说；以转介密钥加密';

do $$
declare
  works text := '(exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))';
  of_unit text := '(({unit:unit_id} or {unit:office_unit_id}) and {granted:referral:id})';
  may text;
begin
  drop policy reads on referral;
  drop policy inserts on referral;
  drop policy updates on referral;
  execute format('create policy reads on referral for select to shouwang_server using (%s)',
    policy_text('{role:installer|worker} or ({role:county|supervisor} and {in:division_code}'
      || ' and exists (select from case_file seen where seen.id = case_id)) or ' || of_unit));
  may := '{role:installer|worker} or ({role:county} and {in:division_code} and ' || works || ')';
  execute format('create policy inserts on referral for insert to shouwang_server with check (%s)', policy_text(may));
  execute format('create policy updates on referral for update to shouwang_server using (%1$s) with check (%1$s)',
    policy_text(may || ' or ' || of_unit));
end $$;

-- Who sees the referral; the office sees what it is asked and who had it, not what the unit does for the child.
select guard('referral_message',
  reads := '(exists (select from referral seen where seen.id = referral_id and (channel = ''office'' or {unit:seen.unit_id}'
    || ' or not coalesce({unit:seen.office_unit_id}, false))))',
  writes := '(exists (select from referral seen where seen.id = referral_id)) and {me:by}');
select guard('referral_measure',
  reads := '(exists (select from referral seen where seen.id = referral_id and ({unit:seen.unit_id} or not coalesce({unit:seen.office_unit_id}, false))))',
  writes := '(exists (select from referral seen where seen.id = referral_id and {unit:seen.unit_id})) and {me:by}');
select guard('referral_handover',
  reads := '(exists (select from referral seen where seen.family_id = referral_handover.family_id))',
  writes := '(exists (select from referral seen where seen.id = referral_id and seen.family_id = referral_handover.family_id)) and {me:by}');
select guard('referral_effect',
  reads := '({role:county|supervisor} and exists (select from referral seen where seen.id = referral_id))',
  writes := '({role:county} and exists (select from referral seen where seen.id = referral_id)) and {me:said_by}');
-- Written once.
drop policy updates on referral_message;
drop policy updates on referral_measure;
drop policy updates on referral_handover;
drop policy updates on referral_effect;
revoke update on referral_message, referral_measure, referral_handover, referral_effect from shouwang_server;

-- What a unit's return opens: the office's look at the task, never at the child, and the tasks that follow.
drop policy unit_hands_back on task;
do $$
declare
  mine text := 'exists (select from referral r where r.id = subject_id and r.case_id = task.case_id and ';
begin
  execute format('create policy unit_hands_up on access_grant for insert to shouwang_server with check (%s)',
    policy_text('{role:liaison-officer} and record_kind = ''referral'' and exists (select from referral r where r.id = record_id'
      || ' and {unit:r.unit_id} and r.state = ''with-office'' and r.office_unit_id = access_grant.unit_id)'));
  execute format('create policy unit_hands_back on task for insert to shouwang_server with check (%s)',
    policy_text('{role:liaison-officer} and (('
      || 'kind in (''review-answer'', ''decide-return'', ''answer-query'') and ' || mine || '{unit:r.unit_id})) or ('
      || 'kind in (''name-owner'', ''answer-office-query'') and ' || mine || '{unit:r.unit_id} and task.unit_id = r.office_unit_id)) or ('
      || 'kind in (''sign-referral'', ''answer-referral'') and ' || mine || '{unit:r.office_unit_id} and task.unit_id = r.unit_id)))'));
  -- Whoever of the unit opens it ends what its head was told.
  execute format('create policy unit_reads_press on task for select to shouwang_server using (%s)',
    policy_text('kind = ''press-unread'' and {role:liaison-officer} and exists (select from referral r where r.id = subject_id and {unit:r.unit_id})'));
  execute format('create policy unit_ends_press on task for update to shouwang_server using (%1$s) with check (%1$s)',
    policy_text('kind = ''press-unread'' and {role:liaison-officer} and exists (select from referral r where r.id = subject_id and {unit:r.unit_id})'));
end $$;

-- The office names the owner. It writes what it may not see (the child's grant, the item of the plan), so the words are fixed here.
create policy works_for_office on referral for all to current_user using (true) with check (true);
create policy works_for_office on plan_item for all to current_user using (true) with check (true);
create policy works_for_office on access_grant for all to current_user using (true) with check (true);
create function name_referral_owner(of_referral uuid, new_unit uuid, new_id uuid, new_key bytea, new_request bytea, child_grant uuid,
  task_grant uuid, office_grant uuid, due timestamptz, is_certain boolean, latest timestamptz, at timestamptz)
returns text language plpgsql volatile security definer set search_path from current as $$
declare
  actor uuid := nullif(current_setting('shouwang.actor', true), '')::uuid;
  was referral;
  head referral;
  given access_grant;
  next_ordinal integer;
  ends timestamptz;
begin
  select * into was from referral r where r.id = of_referral and r.state = 'with-office'
    and current_setting('shouwang.role', true) = 'liaison-officer'
    and r.office_unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid
    and r.id = any (granted('referral')) and not r.case_id = any (kept_from('case')) for update;
  if was.id is null then return null; end if;
  select * into head from referral where id = was.family_id for update;
  select max(ordinal) + 1 into next_ordinal from referral where family_id = was.family_id;
  select * into given from access_grant where id = was.grant_id;
  ends := greatest(given.ends_at, latest);
  update referral set state = 'redirected', version = version + 1 where id = was.id;
  update access_grant set ended_at = at where record_kind = 'referral' and record_id = was.id and ended_at is null;
  insert into access_grant (id, record_kind, record_id, unit_id, fields, reason, granted_by, granted_at, ends_at) values
    (child_grant, 'child', was.child_id, new_unit, was.fields, given.reason, actor, at, ends),
    (task_grant, 'referral', new_id, new_unit, was.fields, given.reason, actor, at, ends);
  if was.office_unit_id <> new_unit then
    insert into access_grant (id, record_kind, record_id, unit_id, reason, granted_by, granted_at, ends_at) values
      (office_grant, 'referral', new_id, was.office_unit_id, '领导小组办公室指定承办单位后答复询问', actor, at, ends);
  end if;
  insert into referral (id, first_id, ordinal, number, part, lane, phoned_whom, phoned_at, case_id, plan_item_id, child_id, division_code,
    unit_id, grant_id, subject, key_sealed, request_sealed, fields, dispatched_at, dispatched_by, due_at, is_due_certain, office_unit_id, is_binding)
  values (new_id, was.family_id, next_ordinal, head.number || '-' || next_ordinal, was.part, was.lane, was.phoned_whom, was.phoned_at,
    was.case_id, was.plan_item_id, was.child_id, was.division_code, new_unit, child_grant, was.subject, new_key, new_request, was.fields,
    at, actor, due, is_certain, was.office_unit_id, true);
  update plan_item set unit_id = new_unit, owner_id = null, version = version + 1 where id = was.plan_item_id and state = 'open' and was.part = 'lead';
  return head.number || '-' || next_ordinal;
end $$;

-- What a matter's unit may know of the others who had it: the grounds on which they returned it. A co-unit's part is no matter of its own.
create function earlier_returns(of_referral uuid) returns table (clause text, unit_id uuid)
language sql stable security definer set search_path from current as $$
  select r.return_clause, r.unit_id from referral mine join referral r on r.family_id = mine.family_id and r.id <> mine.id
  where mine.id = of_referral and r.return_clause is not null and mine.part = 'lead' and r.part = 'lead'
    and (mine.id = any (granted('referral')) or current_setting('shouwang.role', true) <> 'liaison-officer')
$$;

-- The lead sees how far each co-unit is, and the summary that it wrote for the lead.
create function co_referrals(of_lead uuid)
returns table (id uuid, number text, unit_name text, state referral_state, due_at timestamptz, is_due_certain boolean, signed_at timestamptz,
  answered_at timestamptz, key_sealed bytea, summary_sealed bytea)
language sql stable security definer set search_path from current as $$
  select r.id, r.number, u.name, r.state, r.due_at, r.is_due_certain, r.signed_at, r.answered_at, r.key_sealed, r.summary_sealed
  from referral mine join referral r on r.family_id = mine.family_id and r.part = 'co' join unit u on u.id = r.unit_id
  where mine.id = of_lead and mine.part = 'lead' and mine.id = any (granted('referral'))
    and mine.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid and not mine.case_id = any (kept_from('case'))
  order by r.ordinal
$$;
revoke execute on function name_referral_owner, earlier_returns, co_referrals from public;
grant execute on function name_referral_owner, earlier_returns, co_referrals to shouwang_server;

-- Every kind of notice is declared in the contract of notifications.
alter table notice drop constraint notice_subject_kind_check;
alter table notice add constraint notice_subject_kind_check check (subject_kind <> '');
