-- 应急处置: what was done for a child in danger, told once and never edited; a later fact is a later row. Approvals are written by who
-- works on the case, not by who was granted a look at it.

create table emergency_measure (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  happened_at   timestamptz not null,
  recorded_at   timestamptz not null,
  recorded_by   uuid not null,
  safety        text check (safety in ('safe', 'arranged', 'unsafe', 'unknown')),
  safe_until    timestamptz,
  call_id       uuid,
  content_sealed bytea not null,
  constraint emergency_measure_until check ((safety = 'arranged') = (safe_until is not null) or safety is null),
  constraint emergency_measure_call check ((safety is null) = (call_id is not null)),
  constraint emergency_measure_not_ahead check (happened_at <= recorded_at)
);
create index emergency_measure_by_case on emergency_measure (case_id, happened_at desc);
create unique index emergency_measure_one_per_call on emergency_measure (case_id, call_id) where call_id is not null;
comment on table emergency_measure is '应急处置记录:做了什么、打给了谁、孩子现在在哪里、安全到什么时候;只增不改';
comment on column emergency_measure.safety is 'safe 已经安全;arranged 临时安排到某时;unsafe 还不安全;unknown 不清楚;值班台带来的联络记录为空';
comment on column emergency_measure.call_id is '从哪一条报告的紧急联络带来';
comment on column emergency_measure.content_sealed is '经过,以个案密钥加密';

do $$
declare
  sees text := '(exists (select from case_file seen_case where seen_case.id = case_id))';
  works text := '(exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))';
  may text := policy_text('{role:installer|worker} or ' || works);
begin
  perform guard('emergency_measure', reads := sees, writes := works);
  drop policy updates on emergency_measure;
  revoke update on emergency_measure from shouwang_server;
  drop policy inserts on approval;
  drop policy updates on approval;
  execute format('create policy inserts on approval for insert to shouwang_server with check (%s)', may);
  execute format('create policy updates on approval for update to shouwang_server using (%1$s) with check (%1$s)', may);
end $$;
