-- 审批: one row a step, laid down when somebody asks, bound to the hash of what is approved, decided once and never edited.

drop index case_file_one_running_per_child;
create unique index case_file_one_running_per_child on case_file (child_id) where state not in ('closed', 'archived');

create table approval (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  request_id    uuid not null,
  kind          text not null check (kind in ('plan', 'closing', 'late')),
  step          smallint not null check (step between 1 and 3),
  approver_role account_role not null,
  subject_hash  text not null check (subject_hash ~ '^[0-9a-f]{64}$'),
  requested_by  uuid not null,
  requested_at  timestamptz not null,
  decision      text check (decision in ('agreed', 'sent-back', 'void')),
  decided_by    uuid,
  decided_at    timestamptz,
  note_sealed   bytea,
  constraint approval_step_once unique (request_id, step),
  constraint approval_whole check (num_nulls(decision, decided_by, decided_at) in (0, 3)),
  constraint approval_by_another check (decision = 'void' or decided_by <> requested_by),
  constraint approval_sent_back_why check (decision is distinct from 'sent-back' or note_sealed is not null)
);
create index approval_by_case on approval (case_id, requested_at desc);
comment on table approval is '审批:一级一行,绑定所批内容的摘要;决定后不再改动';
comment on column approval.request_id is '同一次送审的各级';
comment on column approval.kind is 'plan 计划;closing 结案;late 先行实施后的补批';
comment on column approval.subject_hash is '所批内容规范文本的 SHA-256;内容有改动即作废';
comment on column approval.decision is 'agreed 同意;sent-back 退回;void 内容改动或重新送审,作废';
comment on column approval.note_sealed is '审批意见,以个案密钥加密';
select guard('approval', reads := '(exists (select from case_file seen_case where seen_case.id = case_id))',
  writes := '(exists (select from case_file seen_case where seen_case.id = case_id))');

-- Whoever writes past the application meets the same rules: what was asked stays as asked, steps follow one another, every step has
-- another person, and what was decided stands.
create function approval_stands() returns trigger language plpgsql as $$
begin
  if old.decision is not null then
    raise exception 'a decided approval is never edited' using errcode = '23514', constraint = 'approval_decided_once';
  end if;
  if (new.id, new.case_id, new.request_id, new.kind, new.step, new.approver_role, new.subject_hash, new.requested_by, new.requested_at)
    is distinct from
    (old.id, old.case_id, old.request_id, old.kind, old.step, old.approver_role, old.subject_hash, old.requested_by, old.requested_at) then
    raise exception 'a request for approval stays as it was asked' using errcode = '23514', constraint = 'approval_decided_once';
  end if;
  if new.decision in ('agreed', 'sent-back') and exists (
    select from approval earlier where earlier.request_id = new.request_id and earlier.step < new.step
      and (earlier.decision is distinct from 'agreed' or earlier.decided_by = new.decided_by)) then
    raise exception 'steps follow one another, each by another person' using errcode = '23514', constraint = 'approval_in_order';
  end if;
  if new.decision in ('agreed', 'sent-back') and current_setting('shouwang.role', true) not in ('installer', 'worker')
    and (current_setting('shouwang.role', true) <> new.approver_role::text
      or new.decided_by is distinct from nullif(current_setting('shouwang.actor', true), '')::uuid) then
    raise exception 'only the role that was asked decides, in its own name' using errcode = '23514', constraint = 'approval_by_role';
  end if;
  return new;
end $$;
create trigger approval_stands before update on approval for each row execute function approval_stands();
