create type division_level as enum ('county', 'town', 'village');
create type division_kind as enum ('village', 'community');

create table division (
  code         text collate "C" primary key check (code ~ '^[0-9]{12}$'),
  name         text not null,
  level        division_level not null,
  kind         division_kind,
  parent_code  text collate "C" references division,
  aliases      text[] not null default '{}',
  valid_from   date not null,
  valid_to     date,
  source       text not null,
  version      integer not null default 1
);
create index division_by_parent on division (parent_code);
comment on table division is '区划:县、镇(街道)、村(居),统计用区划代码 12 位;撤并后保留并指向承接者';

create table division_change (
  id           uuid primary key,
  kind         text not null check (kind in ('rename', 'merge', 'split')),
  from_code    text collate "C" not null references division,
  to_code      text collate "C" not null references division,
  old_name     text not null,
  new_name     text not null,
  changed_on   date not null,
  document_no  text,
  recorded_by  uuid,
  recorded_at  timestamptz not null default now()
);
create index division_change_by_from on division_change (from_code);
create index division_change_by_to on division_change (to_code);
comment on table division_change is '区划沿革:更名、撤并、拆分及承接关系';

create type site_kind as enum ('centre', 'station', 'point');
create table site (
  id            uuid primary key,
  kind          site_kind not null,
  name          text not null,
  division_code text collate "C" not null references division,
  address       text,
  phone         text,
  set_up_on     date not null,
  closed_on     date,
  version       integer not null default 1
);
create index site_by_division on site (division_code);
comment on table site is '阵地:县未成年人救助保护中心、镇工作站、村(居)工作点及其设立日期(未成年人保护法第八十一条)';

create type post_kind as enum ('child-director', 'child-supervisor');
create table post (
  id            uuid primary key,
  kind          post_kind not null,
  division_code text collate "C" not null references division,
  set_up_on     date not null,
  closed_on     date
);
create index post_by_division on post (division_code);
comment on table post is '岗位:村(居)儿童主任、镇儿童督导员;无任职者即空缺';

create table post_holding (
  id            uuid primary key,
  post_id       uuid not null references post,
  holder_name   text not null,
  account_id    uuid,
  phone_sealed  bytea,
  key_sealed    bytea,
  from_day      date not null,
  to_day        date,
  end_reason    text,
  version       integer not null default 1,
  constraint post_holding_ends_after_start check (to_day is null or to_day >= from_day)
);
create index post_holding_by_post on post_holding (post_id, from_day desc);
create index post_holding_by_account on post_holding (account_id) where account_id is not null;
create unique index post_holding_one_at_a_time on post_holding (post_id) where to_day is null;
comment on table post_holding is '任职:某人在某岗位的起止日期';

create type unit_kind as enum ('member-unit', 'school', 'hospital', 'protection-centre', 'social-organisation', 'other');
create table unit (
  id            uuid primary key,
  code          text not null,
  name          text not null,
  short_name    text not null,
  kind          unit_kind not null,
  division_code text collate "C" references division,
  joined_on     date not null,
  left_on       date,
  version       integer not null default 1,
  constraint unit_code_unique unique (code)
);
create index unit_by_division on unit (division_code);
comment on table unit is '单位:领导小组成员单位、学校、医院等';

create table liaison_officer (
  id            uuid primary key,
  unit_id       uuid not null references unit,
  name          text not null,
  title         text,
  is_head       boolean not null default false,
  account_id    uuid,
  phone_sealed  bytea,
  key_sealed    bytea,
  from_day      date not null,
  to_day        date,
  version       integer not null default 1
);
create index liaison_officer_by_unit on liaison_officer (unit_id);
create index liaison_officer_by_account on liaison_officer (account_id) where account_id is not null;
comment on table liaison_officer is '联络员:成员单位指定的负责人和经办人';

create table county_setting (
  key         text primary key,
  value       jsonb not null,
  changed_at  timestamptz not null default now(),
  changed_by  uuid,
  version     integer not null default 1
);
comment on table county_setting is '县级设置:期限规则的本地值、节假日表、热线号码等';

-- Places and bodies are open (C1) to everyone signed in.
select guard('division', reads := 'true', writes := '{role:system-admin}');
select guard('division_change', reads := 'true', writes := '{role:system-admin}');
select guard('site', reads := 'true', writes := '{role:system-admin|centre-head} or ({role:supervisor} and {in:division_code})');
select guard('post', reads := 'true', writes := '{role:system-admin|centre-head}');
select guard('post_holding', reads := 'true',
  writes := '{role:centre-head} or ({role:supervisor} and exists (select from post p where p.id = post_id and {in:p.division_code}))');
select guard('unit', reads := 'true', writes := '{role:system-admin|centre-head}');
select guard('liaison_officer', reads := 'true', writes := '{role:centre-head} or ({role:liaison-officer} and {unit:unit_id})');
select guard('county_setting', reads := 'true', writes := '{role:system-admin|security-admin|centre-head}');
