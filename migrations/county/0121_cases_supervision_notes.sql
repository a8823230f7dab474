-- 督导记录: what the town's supervisor or the head advises on a case, what is to be done by when, and what the worker answers.

create table supervision_note (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  made_by       uuid not null references account,
  made_at       timestamptz not null,
  advice_sealed bytea not null,
  todo_sealed   bytea,
  due_day       date,
  answered_by   uuid references account,
  answered_at   timestamptz,
  answer_sealed bytea,
  constraint supervision_note_todo_has_day check ((todo_sealed is null) = (due_day is null)),
  constraint supervision_note_answered_whole check (num_nonnulls(answered_by, answered_at, answer_sealed) in (0, 3)),
  constraint supervision_note_answered_by_another check (answered_by is null or answered_by <> made_by)
);
create index supervision_note_by_case on supervision_note (case_id, made_at desc);
create index supervision_note_by_maker on supervision_note (made_by);
create index supervision_note_by_answerer on supervision_note (answered_by) where answered_by is not null;
comment on table supervision_note is '督导记录:督导员或中心主任对个案的意见、要求和期限,由办案人答复;写下后不改';

do $$
declare
  works text := '(exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))';
begin
  perform guard('supervision_note', reads := '(exists (select from case_file seen_case where seen_case.id = case_id))', writes := works);
  execute format('create policy by_who_supervises on supervision_note as restrictive for insert to shouwang_server with check (%s)',
    policy_text('{role:installer|worker} or ({role:supervisor|centre-head} and {me:made_by} and answered_at is null)'));
  execute format('create policy answered_once on supervision_note as restrictive for update to shouwang_server using (%s) with check (true)',
    policy_text('{role:installer|worker} or (answered_at is null and not {me:made_by})'));
end $$;
revoke update on supervision_note from shouwang_server;
grant update (answered_by, answered_at, answer_sealed) on supervision_note to shouwang_server;

alter type task_kind add value 'answer-supervision';
alter type task_kind add value 'take-over-cases';
