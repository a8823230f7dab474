-- What a county decides about its loop is data with versions; a case goes on under the version that it was opened with.

create type procedure_state as enum ('draft', 'published', 'retired');
create table procedure_version (
  id            uuid primary key,
  number        integer not null check (number > 0),
  state         procedure_state not null default 'draft',
  edition       integer,
  content       jsonb not null,
  changed_by    uuid references account,
  changed_at    timestamptz not null,
  published_by  uuid references account,
  published_at  timestamptz,
  version       integer not null default 1,
  constraint procedure_version_number_unique unique (number),
  constraint procedure_version_by_two check (published_by is null or published_by <> changed_by),
  constraint procedure_version_published check (state = 'draft' or edition is not null or published_by is not null)
);
create unique index procedure_version_one_published on procedure_version (state) where state = 'published';
create unique index procedure_version_one_draft on procedure_version (state) where state = 'draft';
create unique index procedure_version_one_per_edition on procedure_version (edition) where edition is not null;
create index procedure_version_by_changer on procedure_version (changed_by) where changed_by is not null;
create index procedure_version_by_publisher on procedure_version (published_by) where published_by is not null;
comment on table procedure_version is '办案规程的一版:各等级的必经步骤、审批人、期限、评估表、文字;发布后不再改动';
comment on column procedure_version.edition is '随产品带来的第几版;县里自己改的为空';
select guard('procedure_version', reads := '(select nullif(current_setting(''shouwang.actor'', true), '''')) is not null',
  writes := '{role:system-admin|security-admin}', removes := '{role:system-admin|security-admin} and state = ''draft''');

alter table case_file add column procedure_id uuid references procedure_version;
create index case_file_by_procedure on case_file (procedure_id) where procedure_id is not null;
comment on column case_file.procedure_id is '立案时施行的规程;空的按现行的办';
