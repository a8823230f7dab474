-- From the running plan to the archive: contacts with the child, the outcome told, closings that stay readable, every look-back planned
-- at closing, and a case that is put away for good.

create type contact_way as enum ('home', 'school', 'telephone', 'video', 'elsewhere');
create type contact_aloneness as enum ('alone', 'with-others', 'not-met');
create type usefulness as enum ('yes', 'some', 'no', 'unsaid', 'not-asked');
create type goals_reached as enum ('all', 'some', 'none');

create table follow_up (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  on_day        date not null,
  way           contact_way not null,
  seen          contact_aloneness not null,
  has_concern   boolean not null,
  content_sealed bytea not null,
  made_at       timestamptz not null,
  made_by       uuid not null references account
);
create index follow_up_by_case on follow_up (case_id, on_day desc);
create index follow_up_by_maker on follow_up (made_by);
comment on table follow_up is '跟踪:计划实施期间与孩子的每次接触;孩子的话、变化和担心以个案密钥加密';
comment on column follow_up.seen is 'alone 单独见到(通话);with-others 有别人在场;not-met 没有见到';

create table outcome_telling (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  on_day        date not null,
  told_whom     text not null check (told_whom in ('child', 'guardian', 'both', 'nobody')),
  way           contact_way,
  content_sealed bytea not null,
  told_at       timestamptz not null,
  told_by       uuid not null references account,
  constraint outcome_telling_has_way check ((told_whom = 'nobody') = (way is null))
);
create index outcome_telling_by_case on outcome_telling (case_id, told_at desc);
create index outcome_telling_by_teller on outcome_telling (told_by);
comment on table outcome_telling is '结果告知:用听得懂的话把结果告诉孩子或监护人,或写明为什么不能告知';

alter table closing_request
  add column goals goals_reached,
  add column best_interests_sealed bytea,
  add column telling_id uuid references outcome_telling,
  add column decision_sealed bytea;
create index closing_request_by_telling on closing_request (telling_id) where telling_id is not null;
comment on column closing_request.goals is '目标达到情况;早先的申请没有记';
comment on column closing_request.best_interests_sealed is '最有利于未成年人六项要求的逐项说明(未成年人保护法第四条)';

alter table look_back
  add column closing_id uuid references closing_request,
  add column ordinal integer not null default 1,
  add column cancelled_at timestamptz,
  add column way contact_way,
  add column seen contact_aloneness,
  add column useful usefulness,
  add column words_sealed bytea,
  add column joined_case_id uuid references case_file,
  add constraint look_back_whole check (num_nulls(done_at, done_by, is_better) in (0, 3)),
  add constraint look_back_once check (done_at is null or cancelled_at is null);
create index look_back_by_closing on look_back (closing_id) where closing_id is not null;
create index look_back_by_joined on look_back (joined_case_id) where joined_case_id is not null;
create index look_back_by_done on look_back (done_at) where done_at is not null;
comment on column look_back.ordinal is '本次结案后的第几次回访';
comment on column look_back.joined_case_id is '没有好转、孩子另有在办个案:发现并入那一件';
comment on column look_back.useful is '孩子回答"说出来有用吗";not-asked 没有问,原因另记';

create table case_archive (
  case_id       uuid primary key references case_file,
  archived_at   timestamptz not null,
  archived_by   uuid not null references account,
  book_hash     text not null check (book_hash ~ '^[0-9a-f]{64}$'),
  documents     integer not null check (documents > 0),
  pages         integer not null check (pages > 0)
);
create index case_archive_by_archiver on case_archive (archived_by);
comment on table case_archive is '归档:个案卷宗归档时的件数、页数和内容摘要(SHA-256),以后有改动就对不上';

-- Written where the case itself may be written, and never again.
do $$
declare
  works text := '(exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))';
  of_table text;
begin
  foreach of_table in array array['follow_up', 'outcome_telling', 'case_archive'] loop
    perform guard(of_table::regclass, reads := '(exists (select from case_file seen_case where seen_case.id = case_id))', writes := works);
    execute format('drop policy updates on %I', of_table);
    execute format('revoke update on %I from shouwang_server', of_table);
  end loop;
end $$;

-- A look-back that finds the child no better must not be lost because the child's other case is closed to whoever looks: it goes to that
-- case's owner, who learns its own number and nothing else.
create function running_case_of(of_child uuid) returns table (id uuid, number text, owner_id uuid, division_code text)
language sql stable security definer set search_path from current as $$
  select c.id, c.number, c.owner_id, c.division_code from case_file c
  where c.child_id = of_child and c.state not in ('closed', 'archived')
$$;
revoke execute on function running_case_of from public;
grant execute on function running_case_of to shouwang_server;

-- Who is kept from a case reads nothing of it on the child's timeline either.
do $$
begin
  execute format('create policy kept on timeline_entry as restrictive for select to shouwang_server using (%s)',
    policy_text('{role:installer|worker}')
      || ' or subject_kind is distinct from ''case'' or not subject_id = any ((select kept_from(''case''))::uuid[])');
end $$;

-- A decision, and what a look-back found, stand.
create function stands_as_decided() returns trigger language plpgsql as $$
begin
  raise exception 'what was decided is never edited' using errcode = '23514', constraint = tg_argv[0];
end $$;
create trigger closing_request_stands before update on closing_request for each row
  when (old.decided_at is not null) execute function stands_as_decided('closing_decided_once');
create trigger look_back_stands before update on look_back for each row
  when (old.done_at is not null or old.cancelled_at is not null) execute function stands_as_decided('look_back_done_once');

-- An archived case is only read: neither its own row nor anything that hangs on it is written.
create function is_archived(of_case uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (select from case_file where id = of_case and state = 'archived')
$$;
revoke execute on function is_archived from public;
grant execute on function is_archived to shouwang_server;

create function refuse_archived() returns trigger language plpgsql as $$
begin
  if is_archived(case when tg_op = 'DELETE' then old.case_id else new.case_id end)
    or (tg_op = 'UPDATE' and is_archived(old.case_id)) then
    raise exception 'an archived case is read-only' using errcode = '23514', constraint = 'case_is_archived';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger case_file_archived before update on case_file for each row
  when (old.state = 'archived') execute function stands_as_decided('case_is_archived');

-- Every table that hangs on a case, but for what goes on around it: tasks and notices end by themselves, a report may still be answered,
-- and an unfinished form is its writer's own. Later migrations call this for the tables that they create.
create function lock_with_case(of_table regclass) returns void language plpgsql as $$
begin
  execute format('create trigger archived before insert or update or delete on %s for each row execute function refuse_archived()', of_table);
end $$;
do $$
declare
  of_table regclass;
begin
  for of_table in
    select c.oid::regclass from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'case_id' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = (select relnamespace from pg_class where oid = 'case_file'::regclass)
      and c.relname not in ('task', 'notice', 'report', 'assessment_draft', 'case_archive')
  loop
    perform lock_with_case(of_table);
  end loop;
end $$;
