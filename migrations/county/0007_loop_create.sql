-- The closed loop, thin and true: report → case → assessment → plan → referral → result → closing → answer → look-back.

create type report_state as enum ('received', 'accepted', 'passed-on', 'turned-down', 'answered');
create type report_source as enum ('telephone', 'village', 'school', 'hospital', 'visit', 'paper', 'portal', 'other');
create type danger_level as enum ('immediate', 'high', 'medium', 'low');
create type case_state as enum ('opened', 'assessed', 'planned', 'in-progress', 'closing-requested', 'closed');
create type plan_item_state as enum ('open', 'done', 'dropped');
create type referral_state as enum ('dispatched', 'signed', 'answered', 'returned', 'accepted', 'withdrawn');
create type task_kind as enum (
  'triage-report', 'assess-case', 'plan-case', 'do-item', 'answer-referral', 'review-answer', 'approve-closing', 'tell-reporter', 'look-back'
);

create table report (
  id            uuid primary key,
  number        text not null,
  label         record_label not null default 'normal',
  state         report_state not null default 'received',
  source        report_source not null,
  received_at   timestamptz not null,
  received_by   uuid not null,
  division_code text collate "C" not null,
  child_id      uuid references child,
  key_sealed    bytea not null,
  reporter_sealed  bytea,
  child_sealed     bytea,
  narrative_sealed bytea not null,
  is_anonymous  boolean not null default false,
  danger_answers jsonb not null default '{}',
  danger_level  danger_level,
  triaged_by    uuid,
  triaged_at    timestamptz,
  decision_reason text,
  passed_to     text,
  told_at       timestamptz,
  told_by       uuid,
  told_how      text,
  version       integer not null default 1,
  constraint report_number_unique unique (number)
);
create index report_by_state on report (state, received_at);
create index report_by_child on report (child_id) where child_id is not null;
create index report_by_receiver on report (received_by);
create index report_by_division on report (division_code);
comment on table report is '报告(线索):谁报告了什么;叙述与报告人以报告密钥加密(未成年人保护法第十一条)';

create table case_file (
  id            uuid primary key,
  number        text not null,
  label         record_label not null default 'normal',
  state         case_state not null default 'opened',
  child_id      uuid not null references child,
  division_code text collate "C" not null,
  report_id     uuid references report,
  owner_id      uuid not null references account,
  danger_level  danger_level not null,
  key_sealed    bytea not null,
  opened_at     timestamptz not null,
  opened_by     uuid not null,
  closed_at     timestamptz,
  closed_by     uuid,
  version       integer not null default 1,
  constraint case_file_number_unique unique (number)
);
create index case_file_by_division on case_file (division_code, state);
create index case_file_by_owner on case_file (owner_id, state);
create index case_file_by_child on case_file (child_id);
create index case_file_by_report on case_file (report_id);
comment on table case_file is '个案:一件事从受理到结案的全过程,始终有责任人';

create table case_step (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  command       text not null,
  from_state    case_state,
  to_state      case_state not null,
  at            timestamptz not null,
  by            uuid not null,
  note_sealed   bytea
);
create index case_step_by_case on case_step (case_id, at);
comment on table case_step is '个案流转:每一步由谁在何时做出';

create table assessment (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  made_at       timestamptz not null,
  made_by       uuid not null,
  danger_level  danger_level not null,
  content_sealed bytea not null
);
create index assessment_by_case on assessment (case_id, made_at desc);
comment on table assessment is '评估:危险程度、监护状况、儿童意见(未成年人保护法第四条第五项)';

create table plan (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  goal_sealed   bytea not null,
  child_opinion_sealed bytea,
  made_at       timestamptz not null,
  made_by       uuid not null,
  version       integer not null default 1
);
create unique index plan_one_per_case on plan (case_id);
comment on table plan is '帮扶计划:目标与儿童、监护人意见';

create table plan_item (
  id            uuid primary key,
  plan_id       uuid not null references plan,
  case_id       uuid not null references case_file,
  state         plan_item_state not null default 'open',
  title         text not null check (title <> ''),
  owner_id      uuid references account,
  unit_id       uuid references unit,
  due_day       date not null,
  done_at       timestamptz,
  done_by       uuid,
  result_sealed bytea,
  drop_reason   text,
  version       integer not null default 1,
  constraint plan_item_dropped_with_reason check (state <> 'dropped' or drop_reason <> ''),
  constraint plan_item_done_with_result check (state <> 'done' or result_sealed is not null)
);
create index plan_item_by_case on plan_item (case_id);
create index plan_item_by_plan on plan_item (plan_id);
create index plan_item_by_owner on plan_item (owner_id) where state = 'open';
create index plan_item_by_unit on plan_item (unit_id) where unit_id is not null;
comment on table plan_item is '计划事项:做什么、谁负责、何时前、结果';

create table referral (
  id            uuid primary key,
  number        text not null,
  state         referral_state not null default 'dispatched',
  case_id       uuid not null references case_file,
  plan_item_id  uuid not null references plan_item,
  child_id      uuid not null references child,
  division_code text collate "C" not null,
  unit_id       uuid not null references unit,
  grant_id      uuid not null references access_grant,
  subject       text not null check (subject <> ''),
  key_sealed    bytea not null,
  request_sealed bytea not null,
  fields        text[] not null,
  dispatched_at timestamptz not null,
  dispatched_by uuid not null,
  due_at        timestamptz not null,
  is_due_certain boolean not null default true,
  first_read_at timestamptz,
  signed_at     timestamptz,
  signed_by     uuid,
  answered_at   timestamptz,
  answered_by   uuid,
  answer_sealed bytea,
  return_reason text,
  accepted_at   timestamptz,
  accepted_by   uuid,
  version       integer not null default 1,
  constraint referral_number_unique unique (number)
);
create index referral_by_unit on referral (unit_id, state, due_at);
create index referral_by_case on referral (case_id);
create index referral_by_item on referral (plan_item_id);
create index referral_by_child on referral (child_id);
create index referral_by_grant on referral (grant_id);
create index referral_by_division on referral (division_code);
comment on table referral is '转介:交给成员单位办理的事项;期限自交办起算';

create table closing_request (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  case_version  integer not null,
  summary_sealed bytea not null,
  requested_by  uuid not null,
  requested_at  timestamptz not null,
  decision      text check (decision in ('agreed', 'sent-back')),
  decided_by    uuid,
  decided_at    timestamptz,
  decision_note text,
  constraint closing_request_by_two check (decided_by is null or decided_by <> requested_by)
);
create index closing_request_by_case on closing_request (case_id, requested_at desc);
comment on table closing_request is '结案申请:申请人与批准人必须是两个人';

create table look_back (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  due_at        timestamptz not null,
  done_at       timestamptz,
  done_by       uuid,
  is_better     boolean,
  finding_sealed bytea
);
create index look_back_by_case on look_back (case_id);
comment on table look_back is '回访:结案后看孩子是否真的好了';

create table task (
  id            uuid primary key,
  kind          task_kind not null,
  title         text not null,
  subject_kind  text not null,
  subject_id    uuid not null,
  case_id       uuid references case_file,
  division_code text collate "C" not null,
  owner_id      uuid references account,
  owner_role    account_role,
  unit_id       uuid references unit,
  rule_code     text,
  due_at        timestamptz not null,
  is_due_certain boolean not null default true,
  created_at    timestamptz not null,
  done_at       timestamptz,
  done_by       uuid,
  cancelled_at  timestamptz,
  constraint task_has_owner check (num_nonnulls(owner_id, owner_role, unit_id) = 1)
);
create index task_by_owner on task (owner_id, due_at) where done_at is null and cancelled_at is null;
create index task_by_role on task (owner_role, due_at) where done_at is null and cancelled_at is null;
create index task_by_unit on task (unit_id, due_at) where done_at is null and cancelled_at is null;
create index task_by_division on task (division_code, due_at) where done_at is null and cancelled_at is null;
create index task_by_subject on task (subject_id);
create index task_by_case on task (case_id);
comment on table task is '待办:今天必须做什么,归谁,何时前;题目不含姓名与事由';

create table number_series (
  kind          text not null,
  year          integer not null,
  last          integer not null,
  primary key (kind, year)
);
comment on table number_series is '编号:每年一套流水号';

-- Narratives of harm are need-to-know: the desk, and whoever took the report.
select guard('report', reads := '({role:county} and {in:division_code}) or {me:received_by} or {granted:report:id}',
  writes := '({role:county} and {in:division_code}) or {me:received_by}');
select guard_sealed('report', 'report');
select guard('case_file', reads := '({role:county|supervisor} and {in:division_code}) or {me:owner_id} or {granted:case:id}',
  writes := '({role:county|supervisor} and {in:division_code}) or {me:owner_id}');
select guard_sealed('case_file', 'case');
create function case_words() returns text language sql immutable as $$ select '(exists (select from case_file seen_case where seen_case.id = case_id))' $$;
select guard('case_step', reads := case_words(), writes := case_words());
select guard('assessment', reads := case_words(), writes := case_words());
select guard('plan', reads := case_words(), writes := case_words());
select guard('plan_item', reads := case_words() || ' or {me:owner_id}', writes := case_words() || ' or {me:owner_id}');
select guard('closing_request', reads := case_words(), writes := case_words());
select guard('look_back', reads := case_words(), writes := case_words());
drop function case_words();
select guard('referral', reads := '({role:county|supervisor} and {in:division_code}) or ({unit:unit_id} and {granted:referral:id})',
  writes := '({role:county} and {in:division_code}) or ({unit:unit_id} and {granted:referral:id})');
select guard('task', reads := '{me:owner_id} or {unit:unit_id} or ({role:county|supervisor} and {in:division_code})',
  writes := '{me:owner_id} or {unit:unit_id} or ({role:county|supervisor|child-director} and {in:division_code})');
select guard('number_series', reads := 'true', writes := '(select nullif(current_setting(''shouwang.actor'', true), '''')) is not null');
