-- The plan in full: every version that was submitted, begun or revised can be read as it was; what came of an item; a form kept while
-- somebody fills it in.

alter table plan_item add column effect text check (effect in ('helped', 'partly', 'not-helped', 'too-early'));
comment on column plan_item.effect is '这一项有没有帮到孩子';

create table plan_version (
  id            uuid primary key,
  plan_id       uuid not null references plan,
  case_id       uuid not null references case_file,
  number        integer not null check (number > 0),
  made_at       timestamptz not null,
  made_by       uuid not null references account,
  subject_hash  text not null check (subject_hash ~ '^[0-9a-f]{64}$'),
  content_sealed bytea not null,
  why_sealed    bytea,
  constraint plan_version_number_unique unique (plan_id, number)
);
create index plan_version_by_case on plan_version (case_id);
create index plan_version_by_maker on plan_version (made_by);
comment on table plan_version is '计划的各版:送审、开始、修订时的全文和摘要;旧版照原样可读';
comment on column plan_version.subject_hash is '规范文本的 SHA-256;审批绑定的就是它';
comment on column plan_version.why_sealed is '实施中修订的原因';
select guard('plan_version', reads := '(exists (select from case_file seen_case where seen_case.id = case_id))',
  writes := '(exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))');
create policy kept_as_it_was on plan_version as restrictive for update to shouwang_server using (false);

create table plan_draft (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  made_by       uuid not null references account,
  case_version  integer not null,
  saved_at      timestamptz not null,
  values_sealed bytea not null,
  constraint plan_draft_one_each unique (case_id, made_by)
);
create index plan_draft_by_person on plan_draft (made_by);
comment on table plan_draft is '填到一半的计划:只有填写人看得到,以个案密钥加密';
select guard('plan_draft',
  reads := '{me:made_by} and (exists (select from case_file seen_case where seen_case.id = case_id))',
  writes := '{me:made_by} and (exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))',
  removes := '{me:made_by} and (exists (select from case_file seen_case where seen_case.id = case_id))');
