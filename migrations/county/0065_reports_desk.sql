-- The desk: who opened a report and why, whom it called in an emergency, to whom it passed a report on and whether they took it, what it
-- said to the reporter on the way, what the police told, and who is on duty.

alter type task_kind add value 'confirm-set-aside';

alter table report
  add column decided_at timestamptz,
  add column outside_answered_at timestamptz,
  add column outside_answered_by uuid references account,
  add column outside_answer_sealed bytea;
create index report_by_outside_number on report (outside_number) where outside_number is not null;
create index report_by_outside_answerer on report (outside_answered_by) where outside_answered_by is not null;
create index report_by_first_reader on report (first_seen_by) where first_seen_by is not null;
create index report_message_by_writer on report_message (by) where by is not null;
comment on column report.decided_at is '受理、转交、不予受理、并入或搁置的时间';
comment on column report.outside_answered_at is '答复 12345 等外来工单的时间';

-- What the desk writes about a report is the desk's: whoever took the report in a village learns only how far it has come.
create function desk_words() returns text language sql immutable as $$
  select '{role:county} and exists (select from report seen_report where seen_report.id = report_id)'
$$;

create table report_opening (
  id            uuid primary key,
  report_id     uuid not null references report,
  account_id    uuid not null references account,
  at            timestamptz not null,
  reason        text not null check (reason <> '')
);
create index report_opening_by_report on report_opening (report_id, account_id, at);
create index report_opening_by_account on report_opening (account_id);
comment on table report_opening is '打开网上报告的内容:谁、何时、为什么';
select guard('report_opening', reads := desk_words(), writes := '{me:account_id} and ' || desk_words());

create table emergency_call (
  id            uuid primary key,
  report_id     uuid not null references report,
  made_at       timestamptz not null,
  made_by       uuid not null references account,
  recorded_at   timestamptz not null,
  is_needless   boolean not null default false,
  content_sealed bytea not null
);
create index emergency_call_by_report on emergency_call (report_id, made_at);
create index emergency_call_by_person on emergency_call (made_by);
comment on table emergency_call is '紧急联络:打给了谁、何时、对方怎么说;不必打的写明理由';
select guard('emergency_call', reads := desk_words(), writes := desk_words());

create table pass_on (
  id            uuid primary key,
  report_id     uuid not null references report,
  unit_id       uuid references unit,
  outside_name  text check (outside_name <> ''),
  reason        text not null check (reason <> ''),
  passed_at     timestamptz not null,
  passed_by     uuid not null references account,
  taken_at      timestamptz,
  taken_noted_by uuid references account,
  taken_sealed  bytea,
  returned_at   timestamptz,
  returned_noted_by uuid references account,
  return_reason text,
  constraint pass_on_to_one check (num_nonnulls(unit_id, outside_name) = 1),
  constraint pass_on_taken_or_returned check (num_nonnulls(taken_at, returned_at) <= 1),
  constraint pass_on_returned_with_reason check ((returned_at is null) = (return_reason is null))
);
create unique index pass_on_one_open on pass_on (report_id) where taken_at is null and returned_at is null;
create index pass_on_by_report on pass_on (report_id, passed_at);
create index pass_on_by_unit on pass_on (unit_id) where unit_id is not null;
create index pass_on_by_person on pass_on (passed_by);
create index pass_on_by_taken_noted on pass_on (taken_noted_by) where taken_noted_by is not null;
create index pass_on_by_returned_noted on pass_on (returned_noted_by) where returned_noted_by is not null;
comment on table pass_on is '转交:转给谁、为什么、对方接没接;没有写明接收之前一直跟进';
select guard('pass_on', reads := desk_words(), writes := desk_words());

create table report_contact (
  id            uuid primary key,
  report_id     uuid not null references report,
  kind          text not null check (kind in ('accepted', 'asked', 'before-return')),
  at            timestamptz not null,
  by            uuid not null references account,
  how           text not null,
  said_sealed   bytea not null
);
create index report_contact_by_report on report_contact (report_id, at);
create index report_contact_by_person on report_contact (by);
comment on table report_contact is '办理途中与报告人的联系:受理时告知、回问情况、退回前的答复';
select guard('report_contact', reads := desk_words(), writes := desk_words());

create table police_feedback (
  id            uuid primary key,
  report_id     uuid not null references report,
  stage         text not null check (stage in ('filed', 'before-transfer')),
  event_day     date not null,
  due_at        timestamptz not null,
  noted_at      timestamptz not null,
  noted_by      uuid not null references account,
  told_at       timestamptz,
  told_noted_by uuid references account,
  said_sealed   bytea,
  constraint police_feedback_told_with_words check ((told_at is null) = (said_sealed is null))
);
create unique index police_feedback_one_per_stage on police_feedback (report_id, stage);
create index police_feedback_by_person on police_feedback (noted_by);
create index police_feedback_by_told_noted on police_feedback (told_noted_by) where told_noted_by is not null;
comment on table police_feedback is '公安反馈:受案、立案后三日内,移送审查起诉前(高检发〔2020〕9号)';
select guard('police_feedback', reads := desk_words(), writes := desk_words());
drop function desk_words();

create table duty_shift (
  id            uuid primary key,
  day           date not null,
  shift         text not null check (shift in ('day', 'night')),
  account_id    uuid not null references account,
  key_sealed    bytea,
  phone_sealed  bytea,
  planned_by    uuid not null references account,
  planned_at    timestamptz not null
);
create unique index duty_shift_one on duty_shift (day, shift);
create index duty_shift_by_account on duty_shift (account_id);
create index duty_shift_by_planner on duty_shift (planned_by);
comment on table duty_shift is '值班表:哪天白班夜班谁值守、打什么电话';
select guard('duty_shift', reads := '(select nullif(current_setting(''shouwang.actor'', true), '''')) is not null',
  writes := '{role:duty-officer|centre-head}', removes := '{role:duty-officer|centre-head}');

-- Figures of reports for the head of the centre and, as sums, for the leader, who reads no report: rows without a number, an id, a place
-- or a word. Sealed ones and those routed past the desk are left out for everybody, else the difference would tell of them.
create function report_figures(since timestamptz, until timestamptz)
returns table (source text, door text, kinds text[], state text, is_told boolean,
  to_seen double precision, to_decided double precision, to_told double precision)
language sql stable security definer set search_path from current as $$
  select r.source::text, r.door::text, r.duty_kinds, r.state::text, r.told_at is not null,
    extract(epoch from r.first_seen_at - r.received_at)::double precision,
    extract(epoch from r.decided_at - r.received_at)::double precision,
    extract(epoch from r.told_at - r.received_at)::double precision
  from report r
  where r.received_at >= since and r.received_at < until and r.label = 'normal' and r.routed_to = 'desk'
    and current_setting('shouwang.role', true) in ('centre-head', 'leader')
$$;
revoke execute on function report_figures from public;
grant execute on function report_figures to shouwang_server;
