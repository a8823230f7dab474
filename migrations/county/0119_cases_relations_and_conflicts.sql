-- Who stands how to whom in a case, from when to when and by whose word; and who may not work on it.

create type relation_kind as enum (
  'parent', 'grandparent', 'sibling', 'spouse', 'relative', 'guardian', 'cares-for', 'suspected-offender', 'witness', 'teacher', 'classmate',
  'neighbour', 'other'
);
create type relation_source as enum ('register', 'child', 'family', 'visit', 'report', 'unit', 'other');

create function works_words() returns text language sql immutable as $$
  select '(exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))'
$$;
create function seen_words() returns text language sql immutable as $$
  select '(exists (select from case_file seen_case where seen_case.id = case_id))'
$$;

create table case_person (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  child_id      uuid references child,
  person_id     uuid references person,
  name_sealed   bytea,
  sex           sex not null default 'unknown',
  unit_id       uuid references unit,
  division_code text collate "C",
  added_by      uuid not null references account,
  added_at      timestamptz not null,
  constraint case_person_of_one check (num_nonnulls(child_id, person_id, name_sealed) = 1),
  constraint case_person_child_once unique (case_id, child_id),
  constraint case_person_person_once unique (case_id, person_id)
);
create index case_person_by_case on case_person (case_id);
create index case_person_by_child on case_person (child_id) where child_id is not null;
create index case_person_by_person on case_person (person_id) where person_id is not null;
create index case_person_by_unit on case_person (unit_id) where unit_id is not null;
create index case_person_by_adder on case_person (added_by);
comment on table case_person is '案中的人:档案里的儿童、成人,或只在本案记名的人(姓名以个案密钥加密)';
comment on column case_person.unit_id is '在哪个单位工作;用于回避核对';
comment on column case_person.division_code is '在哪个村(居)居住或任职;用于回避核对';

create table case_relation (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  who_id        uuid not null references case_person,
  whom_id       uuid not null references case_person,
  kind          relation_kind not null,
  source        relation_source not null,
  from_day      date,
  to_day        date,
  recorded_by   uuid not null references account,
  recorded_at   timestamptz not null,
  ended_by      uuid references account,
  ended_at      timestamptz,
  end_reason_sealed bytea,
  constraint case_relation_of_two check (who_id <> whom_id),
  constraint case_relation_ends_after_start check (to_day is null or from_day is null or to_day >= from_day),
  constraint case_relation_ended_whole check (num_nonnulls(ended_by, ended_at, to_day, end_reason_sealed) in (0, 4))
);
create index case_relation_by_case on case_relation (case_id);
create index case_relation_by_who on case_relation (who_id);
create index case_relation_by_whom on case_relation (whom_id);
create index case_relation_by_recorder on case_relation (recorded_by);
create index case_relation_by_ender on case_relation (ended_by) where ended_by is not null;
create unique index case_relation_once on case_relation (who_id, whom_id, kind) where ended_at is null;
comment on table case_relation is '人与人的关系:谁是谁的什么人,起止与来源;只终止,不删除,不改写';

-- 回避: a colleague says that somebody else should work on the case, and why; the head decides.
create table recusal (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  account_id    uuid not null references account,
  reason_sealed bytea not null,
  declared_at   timestamptz not null,
  decision      text check (decision in ('accepted', 'declined')),
  decided_by    uuid references account,
  decided_at    timestamptz,
  note_sealed   bytea,
  constraint recusal_decided_by_another check (decided_by is null or decided_by <> account_id),
  constraint recusal_decided_whole check (num_nonnulls(decision, decided_by, decided_at) in (0, 3))
);
create index recusal_by_case on recusal (case_id);
create index recusal_by_account on recusal (account_id);
create index recusal_by_decider on recusal (decided_by) where decided_by is not null;
create unique index recusal_one_open on recusal (case_id, account_id) where decided_at is null;
comment on table recusal is '回避申请:本人提出并说明理由,由另一人决定';

-- Somebody was given work although there was a warning: which, by whom, and why.
create table assignment_override (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  account_id    uuid not null references account,
  part          text not null check (part in ('owner', 'item', 'approver', 'guest')),
  warnings      text[] not null check (cardinality(warnings) > 0),
  reason_sealed bytea not null,
  made_by       uuid not null references account,
  made_at       timestamptz not null
);
create index assignment_override_by_case on assignment_override (case_id);
create index assignment_override_by_account on assignment_override (account_id);
create index assignment_override_by_maker on assignment_override (made_by);
comment on table assignment_override is '明知有可能的关联仍指派:哪些提示、谁决定、为什么';

select guard('case_person', reads := seen_words(), writes := works_words());
select guard('case_relation', reads := seen_words(), writes := works_words());
select guard('recusal', reads := seen_words(), writes := works_words());
select guard('assignment_override', reads := seen_words(), writes := works_words());
drop function works_words();
drop function seen_words();

-- What is written down stays as it is: a relation can be ended once, a declaration decided once, by the columns that say so.
revoke update on case_person, case_relation, recusal, assignment_override from shouwang_server;
-- A village that is merged away takes along who lives there.
grant update (division_code) on case_person to shouwang_server;
grant update (to_day, ended_by, ended_at, end_reason_sealed) on case_relation to shouwang_server;
grant update (decision, decided_by, decided_at, note_sealed) on recusal to shouwang_server;
create policy ends_once on case_relation as restrictive for update to shouwang_server using (ended_at is null) with check (true);
create policy decides_once on recusal as restrictive for update to shouwang_server using (decided_at is null) with check (true);
do $$ begin
  execute format('create policy own_word on recusal as restrictive for insert to shouwang_server with check (%s)',
    policy_text('decided_at is null and ({me:account_id} or {role:installer|worker})'));
end $$;

-- Which of these accounts a record is kept from: the same words as kept_from(), asked about others. Whoever is kept from it themselves
-- learns nothing.
create function kept_out(of_kind text, of_record uuid, of_accounts uuid[]) returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(a.id), '{}') from account a
  where a.id = any (of_accounts) and not (of_record = any (kept_from(of_kind)))
    and exists (select from record_exclusion x where x.record_kind = of_kind and x.record_id = of_record
      and (x.account_id = a.id or x.unit_id = a.unit_id or x.division_code = case
        when a.role in ('duty-officer', 'caseworker', 'centre-head') then left(x.division_code, 6) || '000000'
        else a.division_code end))
$$;

-- Blind indexes of the telephones of a case's child and family: compared with a colleague's, never turned back.
create policy phones_read on case_person for select to current_user using (true);
create policy phones_read on child_person for select to current_user using (true);
create function phones_of_case(of_case uuid) returns bytea[]
language sql stable security definer set search_path from current as $$
  with known as (
    select k.child_id from case_file k where k.id = of_case
    union select n.child_id from case_person n where n.case_id = of_case and n.child_id is not null
  ), phones as (
    select c.phone_index from child c where c.id in (select child_id from known)
    union select p.phone_index from person p where p.id in (
      select l.person_id from child_person l where l.child_id in (select child_id from known) and l.to_day is null
      union select n.person_id from case_person n where n.case_id = of_case)
  )
  select coalesce(array_agg(phone_index) filter (where phone_index is not null), '{}') from phones
  where not (of_case = any (kept_from('case')))
$$;

-- How many running cases everybody owns, by level, sealed ones among them: numbers, for whoever assigns the next one.
create function case_load() returns table (owner_id uuid, danger_level danger_level, cases integer)
language sql stable security definer set search_path from current as $$
  select k.owner_id, k.danger_level, count(*)::int from case_file k
  where k.state::text not in ('closed', 'archived') and not (k.id = any (kept_from('case')))
    and current_setting('shouwang.role', true) in ('duty-officer', 'caseworker', 'centre-head', 'supervisor', 'installer', 'worker')
  group by k.owner_id, k.danger_level
$$;
revoke execute on function kept_out, phones_of_case, case_load from public;
grant execute on function kept_out, phones_of_case, case_load to shouwang_server;

alter type task_kind add value 'decide-recusal';
