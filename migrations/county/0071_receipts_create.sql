-- 责任回执: proof that a unit did its duty to report, at which time, without saying what was reported (anchors: proof of filing).

create table duty_receipt (
  id            uuid primary key,
  report_id     uuid not null references report,
  number        text not null,
  unit_id       uuid not null references unit,
  reporter_id   uuid not null references account,
  known_at      timestamptz not null,
  reported_at   timestamptz not null,
  suite         text not null check (suite in ('ed25519', 'sm2')),
  key_id        text not null,
  text          text not null check (text <> ''),
  signature     bytea not null check (octet_length(signature) = 64),
  is_kept_from_unit boolean not null default false,
  constraint duty_receipt_number_unique unique (number),
  constraint duty_receipt_known_before_reported check (known_at <= reported_at)
);
create unique index duty_receipt_one_per_report on duty_receipt (report_id);
create index duty_receipt_by_reporter on duty_receipt (reporter_id, reported_at desc);
create index duty_receipt_by_unit on duty_receipt (unit_id, reported_at desc);
comment on table duty_receipt is '责任回执:谁的单位何时知悉、何时报告、何处接收,连同内容承诺和审计位置一并签名;不含儿童姓名和内容';
comment on column duty_receipt.text is '规范文本,签名即对它的字节所签(ADR 0025)';
comment on column duty_receipt.is_kept_from_unit is '被反映的人在本单位:不列入单位的履责清单,以免走漏';

-- The reporter sees the own ones; the unit's liaison officer sees that its duty was done. Whoever only reports for a unit opens nothing
-- else of it, so the unit is the account's, not the scope's.
select guard('duty_receipt',
  reads := '{me:reporter_id} or ({role:liaison-officer} and {unit:unit_id} and not is_kept_from_unit)',
  writes := '{role:unit-reporter|liaison-officer} and {me:reporter_id}'
    || ' and exists (select from account a where a.id = reporter_id and a.unit_id = duty_receipt.unit_id)');
-- A receipt is issued once and never changed.
drop policy updates on duty_receipt;
revoke update on duty_receipt from shouwang_server;

do $$
declare
  reporter text := policy_text('{role:unit-reporter|liaison-officer}');
begin
  -- The desk's task that comes with a report, and the colleagues whom it is kept from.
  execute format('create policy duty_asks on task for insert to shouwang_server with check (%s and kind = ''triage-report'''
    || ' and owner_role = ''duty-officer'' and done_at is null)', reporter);
  execute format('create policy duty_keeps on record_exclusion for insert to shouwang_server with check (%s and record_kind = ''report'''
    || policy_text(' and exists (select from report r where r.id = record_id and {me:r.received_by})') || ')', reporter);
end $$;

-- How far the caller's own reports have come, and nothing else of them: also where the caller, as one of the unit, is kept from the
-- report itself. Definer functions, whose owner passes these policies and the server never is.
create policy receipts_read on report for select to current_user using (true);
create policy receipts_own on duty_receipt for select to current_user using (true);
create function own_reports() returns table (report_id uuid, number text, state report_state, danger_level danger_level)
language sql stable security definer set search_path from current as $$
  select r.id, r.number, r.state, r.danger_level from duty_receipt d join report r on r.id = d.report_id
  where d.reporter_id = nullif(current_setting('shouwang.actor', true), '')::uuid
$$;

-- Where the sealed audit chain ends at this moment: a number and a hash, no entry.
create policy position_read on audit_entry for select to current_user using (true);
create function audit_position() returns table (seq bigint, hash bytea)
language sql stable security definer set search_path from current as $$
  select e.seq, e.hash from audit_entry e where e.seq is not null order by e.seq desc limit 1
$$;
revoke execute on function own_reports, audit_position from public;
grant execute on function own_reports, audit_position to shouwang_server;

-- Which generation signs: one row for each change of key. The keys are derived from the master key and stand nowhere (ADR 0025).
create table receipt_generation (
  suite         text not null check (suite in ('ed25519', 'sm2')),
  generation    integer not null check (generation > 1),
  made_at       timestamptz not null,
  primary key (suite, generation)
);
comment on table receipt_generation is '回执签发密钥的换代;第一代不记,旧代公钥一直列出,旧回执仍可核验';
select guard('receipt_generation', reads := 'true', writes := 'false');
