create type sex as enum ('male', 'female', 'unknown');
create type id_number_state as enum ('valid', 'invalid', 'none');
create type child_state as enum ('candidate', 'active', 'suspended', 'exited', 'archived');
create type residence_kind as enum ('same-as-hukou', 'in-county', 'outside', 'unknown');
create type category_kind as enum (
  'orphan', 'de-facto-unattended', 'hiv-affected', 'poor-family', 'severely-disabled-or-ill', 'improper-guardianship',
  'other-difficulty', 'left-behind', 'migrant'
);
create type parent_state_kind as enum (
  'deceased', 'declared-missing', 'severe-disability', 'severe-illness', 'imprisoned', 'compulsory-detox', 'other-restriction',
  'out-of-contact', 'guardianship-revoked', 'deported'
);
create type family_relation as enum (
  'father', 'mother', 'paternal-grandfather', 'paternal-grandmother', 'maternal-grandfather', 'maternal-grandmother',
  'brother', 'sister', 'step-parent', 'other-relative', 'other'
);

create table child (
  id               uuid primary key,
  label            record_label not null default 'normal',
  state            child_state not null default 'active',
  state_reason     text,
  name             text not null check (name <> ''),
  sex              sex not null,
  ethnicity        text,
  birth_day        date not null,
  key_sealed       bytea,
  id_number_sealed bytea,
  id_number_index  bytea,
  id_number_state  id_number_state not null default 'none',
  phone_sealed     bytea,
  phone_index      bytea,
  division_code    text collate "C" not null,
  hukou_division_code text collate "C",
  hukou_address_sealed bytea,
  residence        residence_kind not null default 'unknown',
  residence_place  text,
  residence_address_sealed bytea,
  sources          jsonb not null default '{}',
  created_at       timestamptz not null default now(),
  created_by       uuid,
  updated_at       timestamptz not null default now(),
  updated_by       uuid,
  version          integer not null default 1,
  constraint child_id_number_unique unique (id_number_index),
  constraint child_id_number_whole check ((id_number_sealed is null) = (id_number_index is null))
);
create index child_by_division on child (division_code, id);
create index child_by_hukou_division on child (hukou_division_code) where hukou_division_code <> division_code;
create index child_by_phone on child (phone_index) where phone_index is not null;
create index child_by_birth_day on child (birth_day, name);
create index child_by_created_by on child (created_by) where created_by is not null;
comment on table child is '儿童档案:一人一档。division_code 是负责的村(居);户籍与居住分开记;证件号、电话、详址以本人密钥加密';
comment on column child.sources is '每个字段的来源:{"*": 默认来源, "字段": {"kind","rosterId","row","department","day","by"}}';

create table person (
  id               uuid primary key,
  name             text not null check (name <> ''),
  sex              sex not null default 'unknown',
  birth_day        date,
  key_sealed       bytea,
  id_number_sealed bytea,
  id_number_index  bytea,
  id_number_state  id_number_state not null default 'none',
  phone_sealed     bytea,
  phone_index      bytea,
  whereabouts      text,
  sources          jsonb not null default '{}',
  created_by       uuid,
  updated_at       timestamptz not null default now(),
  updated_by       uuid,
  version          integer not null default 1,
  constraint person_id_number_unique unique (id_number_index)
);
create index person_by_phone on person (phone_index) where phone_index is not null;
comment on table person is '成年人:父母、监护人、照护人;两个孩子的母亲是同一个人';

create table child_person (
  id           uuid primary key,
  child_id     uuid not null references child,
  person_id    uuid not null references person,
  relation     family_relation not null,
  is_guardian  boolean not null default false,
  is_household boolean not null default false,
  from_day     date,
  to_day       date,
  end_reason   text,
  sources      jsonb not null default '{}',
  version      integer not null default 1
);
create index child_person_by_child on child_person (child_id);
create index child_person_by_person on child_person (person_id);
create unique index child_person_once on child_person (child_id, person_id, relation) where to_day is null;
comment on table child_person is '儿童与父母、监护人、同住人的关系及起止';

create table parent_state (
  id           uuid primary key,
  person_id    uuid not null references person,
  kind         parent_state_kind not null,
  from_day     date,
  to_day       date,
  proof_kind   text,
  proof_no     text,
  detail_sealed bytea,
  sources      jsonb not null default '{}',
  recorded_by  uuid,
  recorded_at  timestamptz not null default now(),
  version      integer not null default 1
);
create index parent_state_by_person on parent_state (person_id);
comment on table parent_state is '父母状况:死亡、失踪、重残、重病、服刑、戒毒、失联等,各有起止与证明';

create table child_category (
  id           uuid primary key,
  child_id     uuid not null references child,
  kind         category_kind not null,
  from_day     date not null,
  to_day       date,
  proof_kind   text,
  proof_no     text,
  end_reason   text,
  sources      jsonb not null default '{}',
  recorded_by  uuid,
  recorded_at  timestamptz not null default now(),
  version      integer not null default 1,
  constraint child_category_ends_after_start check (to_day is null or to_day >= from_day)
);
create index child_category_by_child on child_category (child_id);
create index child_category_running on child_category (kind, child_id) where to_day is null;
create unique index child_category_once on child_category (child_id, kind) where to_day is null;
comment on table child_category is '类别:一名儿童可同时有多个,各有起止、证明与来源';

create table delegated_care (
  id           uuid primary key,
  child_id     uuid not null references child,
  carer_id     uuid not null references person,
  relation     family_relation not null,
  reason       text not null,
  from_day     date not null,
  to_day       date,
  agreement_no text,
  village_told_on date,
  school_told_on  date,
  recorded_by  uuid,
  recorded_at  timestamptz not null default now(),
  version      integer not null default 1
);
create index delegated_care_by_child on delegated_care (child_id);
create index delegated_care_by_carer on delegated_care (carer_id);
comment on table delegated_care is '委托照护:被委托人、原因、期间及书面告知(未成年人保护法第二十二、二十三条)';

create table schooling (
  id           uuid primary key,
  child_id     uuid not null references child,
  school_name  text not null,
  grade        text,
  class_name   text,
  is_boarding  boolean,
  from_day     date,
  to_day       date,
  sources      jsonb not null default '{}',
  version      integer not null default 1
);
create index schooling_by_child on schooling (child_id);
comment on table schooling is '就学:学校、年级、班级、是否寄宿';

create table health_record (
  id           uuid primary key,
  child_id     uuid not null references child,
  detail_sealed bytea not null,
  from_day     date,
  to_day       date,
  sources      jsonb not null default '{}',
  recorded_by  uuid,
  recorded_at  timestamptz not null default now(),
  version      integer not null default 1
);
create index health_record_by_child on health_record (child_id);
comment on table health_record is '健康与残疾:内容(种类、级别、证号、病名)以本人密钥加密';

create table child_change (
  id           uuid primary key,
  child_id     uuid not null references child,
  record_kind  text not null,
  record_id    uuid not null,
  fields       text[] not null,
  before_sealed bytea,
  after_sealed  bytea,
  reason       text,
  changed_by   uuid,
  changed_at   timestamptz not null default now()
);
create index child_change_by_child on child_change (child_id, changed_at desc);
comment on table child_change is '变更历史:谁、何时、为何、改前改后(以本人密钥加密)';

create table timeline_entry (
  id           uuid primary key,
  child_id     uuid not null references child,
  at           timestamptz not null,
  kind         text not null,
  title        text not null,
  subject_kind text,
  subject_id   uuid,
  recorded_by  uuid
);
create index timeline_entry_by_child on timeline_entry (child_id, at desc);
comment on table timeline_entry is '时间线:一名儿童身上发生过的每件事,只写类别与一句不含隐情的话';

-- Search. GIN operators are not leakproof, so under row-level security the planner may not use their index; the definer function
-- below reads this table as its owner, applies the caller's scope itself, and answers ids. The caller joins child under the policies.
create table child_search (
  child_id     uuid primary key references child,
  division_code text collate "C" not null,
  hukou_division_code text collate "C",
  label        record_label not null default 'normal',
  tokens       text[] not null
);
create index child_search_tokens on child_search using gin (tokens) with (fastupdate = off);
comment on table child_search is '检索词:姓名、拼音、首字母、近音、监护人姓名、村镇代码的词元';

select guard('child', reads := '{in:division_code} or {in:hukou_division_code} or {granted:child:id}',
  writes := '{in:division_code} or {in:hukou_division_code}');
select guard_sealed('child', 'child');
-- A person is seen through a child; one just written, before the link exists, by its author.
select guard('child_person', reads := '{child:child_id}', writes := '{child:child_id}');
select guard('person', reads := '(exists (select from child_person link where link.person_id = person.id)) or {me:created_by}',
  writes := '(exists (select from child_person link where link.person_id = person.id)) or {me:created_by}');
select guard('parent_state', reads := '(exists (select from child_person link where link.person_id = parent_state.person_id))',
  writes := '(exists (select from child_person link where link.person_id = parent_state.person_id))');
select guard('child_category', reads := '{child:child_id}', writes := '{child:child_id}');
select guard('delegated_care', reads := '{child:child_id}', writes := '{child:child_id}');
select guard('schooling', reads := '{child:child_id}', writes := '{child:child_id}');
select guard('health_record', reads := '{child:child_id}', writes := '{child:child_id}');
select guard('child_change', reads := '{child:child_id}', writes := '{child:child_id}');
select guard('timeline_entry', reads := '{child:child_id}', writes := '{child:child_id}');
select guard('child_search', reads := '{in:division_code} or {in:hukou_division_code}', writes := '{in:division_code} or {in:hukou_division_code}');
create policy search_reads on child_search for select to current_user using (true);

-- Ids of children who carry all wanted tokens, inside the caller's territory (and inside [narrow_low, narrow_high) when given).
create function search_children(wanted text[], narrow_low text, narrow_high text, at_most integer)
returns table (child_id uuid)
language sql stable security definer set search_path from current as $$
  select s.child_id from child_search s
  where s.tokens @> wanted and s.label = 'normal'
    and ((s.division_code >= current_setting('shouwang.low', true) and s.division_code < current_setting('shouwang.high', true))
      or (s.hukou_division_code >= current_setting('shouwang.low', true) and s.hukou_division_code < current_setting('shouwang.high', true)))
    and (narrow_low is null or (s.division_code >= narrow_low and s.division_code < narrow_high))
  limit at_most
$$;
revoke execute on function search_children from public;
grant execute on function search_children to shouwang_server;
