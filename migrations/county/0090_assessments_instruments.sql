-- Assessments in full: instruments as versioned data, filled in under the case's key, with a second person for every lowering.

alter type task_kind add value 'confirm-lowering';
alter type task_kind add value 'redo-assessment';

create type instrument_state as enum ('draft', 'published', 'retired');
create table instrument_version (
  id            uuid primary key,
  code          text not null check (code ~ '^[a-z][a-z0-9-]*$'),
  number        integer not null check (number > 0),
  state         instrument_state not null default 'draft',
  edition       integer,
  content       jsonb not null,
  changed_by    uuid references account,
  changed_at    timestamptz not null,
  published_by  uuid references account,
  published_at  timestamptz,
  version       integer not null default 1,
  constraint instrument_version_number_unique unique (code, number),
  constraint instrument_version_by_two check (published_by is null or published_by <> changed_by),
  constraint instrument_version_published check (state = 'draft' or edition is not null or published_by is not null)
);
create unique index instrument_version_one_published on instrument_version (code) where state = 'published';
create unique index instrument_version_one_draft on instrument_version (code) where state = 'draft';
create unique index instrument_version_one_per_edition on instrument_version (code, edition) where edition is not null;
create index instrument_version_by_changer on instrument_version (changed_by) where changed_by is not null;
create index instrument_version_by_publisher on instrument_version (published_by) where published_by is not null;
comment on table instrument_version is '评估表的一版:题目、分支、权重、等级;发布后不再改动,旧评估用旧版';
comment on column instrument_version.edition is '随产品带来的第几版;县里自己改的为空';
comment on column instrument_version.changed_by is '最后修改人,发布人必须是另一人;随产品带来的为空';
select guard('instrument_version', reads := '(select nullif(current_setting(''shouwang.actor'', true), '''')) is not null',
  writes := '{role:security-admin|centre-head}', removes := '{role:security-admin|centre-head} and state = ''draft''');

-- An assessment without an instrument is the conclusion drawn from the filled-in ones.
alter table assessment
  alter column danger_level drop not null,
  add column instrument_version_id uuid references instrument_version,
  add column code text,
  add column level text,
  add column points integer check (points >= 0),
  add column state text not null default 'counted' check (state in ('counted', 'awaiting', 'refused', 'replaced')),
  add column supersedes uuid references assessment,
  add column next_due_at timestamptz,
  add column is_next_due_certain boolean not null default true,
  add column decided_by uuid references account,
  add column decided_at timestamptz,
  add column decision_sealed bytea,
  add constraint assessment_of_a_version check (num_nulls(instrument_version_id, code, level, points) in (0, 4)),
  add constraint assessment_conclusion_has_level check (instrument_version_id is not null or danger_level is not null),
  add constraint assessment_lowered_by_two check (decided_by is null or decided_by <> made_by),
  add constraint assessment_refused_by_somebody check (state <> 'refused' or decided_by is not null);
create index assessment_by_version on assessment (instrument_version_id) where instrument_version_id is not null;
create index assessment_by_code on assessment (code, made_at desc) where code is not null;
create index assessment_by_superseded on assessment (supersedes) where supersedes is not null;
create index assessment_by_decider on assessment (decided_by) where decided_by is not null;
comment on column assessment.code is '哪一种评估表;空的是综合评估结论';
comment on column assessment.state is 'counted 有效;awaiting 等级降低、等另一人确认;refused 未被确认,不作数;replaced 等待中又做了一份新的';
comment on column assessment.supersedes is '接替哪一次同类评估';

-- What somebody has filled in so far: theirs alone until it is recorded.
create table assessment_draft (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  instrument_version_id uuid not null references instrument_version,
  made_by       uuid not null references account,
  begun_at      timestamptz not null,
  saved_at      timestamptz not null,
  answers_sealed bytea not null,
  constraint assessment_draft_one_each unique (case_id, instrument_version_id, made_by)
);
create index assessment_draft_by_version on assessment_draft (instrument_version_id);
create index assessment_draft_by_person on assessment_draft (made_by);
comment on table assessment_draft is '填到一半的评估:只有填写人看得到,以个案密钥加密';
select guard('assessment_draft',
  reads := '{me:made_by} and (exists (select from case_file seen_case where seen_case.id = case_id))',
  writes := '{me:made_by} and (exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))',
  removes := '{me:made_by} and (exists (select from case_file seen_case where seen_case.id = case_id))');
