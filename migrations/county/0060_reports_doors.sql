-- Reports from outside: the doors they come in by, whom they are kept from, the code with which somebody comes back.

alter type report_state add value 'joined';
alter type report_state add value 'set-aside';
alter type report_source add value 'email';
alter type report_source add value 'order-12345';
alter type task_kind add value 'answer-message';
alter type task_kind add value 'follow-pass-on';
alter type task_kind add value 'police-feedback';
alter type task_kind add value 'answer-outside-order';

create type report_door as enum ('desk', 'anonymous', 'confidential', 'mandatory');
create type report_routing as enum ('desk', 'leading-group', 'procuratorate');

alter table report
  alter column received_by drop not null,
  add column door report_door not null default 'desk',
  add column routed_to report_routing not null default 'desk',
  add column has_code boolean not null default false,
  add column unit_id uuid references unit,
  add column known_at timestamptz,
  add column duty_kinds text[] not null default '{}',
  add column outside_number text,
  add column outside_due_at timestamptz,
  add column first_seen_at timestamptz,
  add column first_seen_by uuid references account,
  add column asked_at timestamptz,
  add column joined_to uuid references report,
  add constraint report_known_before_taken check (known_at is null or known_at <= received_at),
  add constraint report_not_joined_to_itself check (joined_to is null or joined_to <> id);
create index report_by_joined on report (joined_to) where joined_to is not null;
create index report_by_unit on report (unit_id) where unit_id is not null;
create index report_unseen on report (received_at) where first_seen_at is null;
comment on column report.door is '从哪扇门来:值守登记、匿名、实名保密、强制报告责任人';
comment on column report.routed_to is '由谁办理:涉及县中心自己的人时转上一级或检察院';
comment on column report.has_code is '报告人持有回访码,可以经码来回说话';
comment on column report.known_at is '责任单位知悉的时间;“立即”以经过的时间显示,不另设时限';
comment on column report.duty_kinds is '强制报告九类情形中对得上的(高检发〔2020〕9号第四条)';
comment on column report.first_seen_at is '值守第一次打开看的时间';

-- Whom a record is kept from: somebody named in it, everybody of a unit, everybody of a village, a town or the county centre.
create table record_exclusion (
  id            uuid primary key,
  record_kind   text not null check (record_kind in ('report', 'case')),
  record_id     uuid not null,
  account_id    uuid references account,
  unit_id       uuid references unit,
  division_code text collate "C",
  made_at       timestamptz not null,
  constraint record_exclusion_of_one check (num_nonnulls(account_id, unit_id, division_code) = 1)
);
create index record_exclusion_by_record on record_exclusion (record_id);
create index record_exclusion_by_account on record_exclusion (account_id) where account_id is not null;
create index record_exclusion_by_unit on record_exclusion (unit_id) where unit_id is not null;
create index record_exclusion_by_division on record_exclusion (division_code) where division_code is not null;
comment on table record_exclusion is '回避:被反映的人及其单位的人看不到这条记录';

-- The records that the caller is kept from, whatever else they may see; once a statement, not once a row.
create policy exclusions_read on record_exclusion for select to current_user using (true);
create function kept_from(of_kind text) returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(x.record_id), '{}') from record_exclusion x
  where x.record_kind = of_kind
    and (x.account_id = nullif(current_setting('shouwang.actor', true), '')::uuid
      or x.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid
      or x.division_code = nullif(current_setting('shouwang.low', true), ''))
$$;
revoke execute on function kept_from from public;
grant execute on function kept_from to shouwang_server;

-- Nobody may learn that they are kept from something: those who see the record see who is kept from it.
select guard('record_exclusion',
  reads := '{role:portal} or (record_kind = ''report'' and exists (select from report r where r.id = record_id))'
    || ' or (record_kind = ''case'' and exists (select from case_file c where c.id = record_id))',
  writes := '{role:portal} or {role:county}');

-- The duty 'portal' takes what comes from outside: no person holds it, and it reads nothing back but what a code opens.
do $$
declare
  passes text := policy_text('{role:installer|worker|portal}');
begin
  execute format('create policy excluded on report as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not (id = any ((select kept_from(''report''))::uuid[]))');
  execute format('create policy excluded on case_file as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not (id = any ((select kept_from(''case''))::uuid[]))');
  -- What was routed past the desk is not the desk's, whoever took it.
  execute format('create policy routed on report as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or routed_to = ''desk''' || policy_text(' or (routed_to = ''leading-group'' and {role:leader})'
      || ' or (routed_to = ''procuratorate'' and {role:liaison-officer} and exists (select from unit u where u.code = ''procuratorate'' and {unit:u.id}))'
      || ' or {granted:report:id}'));
  execute format('create policy portal_takes on report for insert to shouwang_server with check (%s)', policy_text('{role:portal}'));
  execute format('create policy portal_finds on report for select to shouwang_server using (%s)', policy_text('{role:portal}'));
  execute format('create policy portal_numbers on number_series for all to shouwang_server using (%1$s) with check (%1$s)', policy_text('{role:portal}'));
  execute format('create policy portal_asks on task for insert to shouwang_server with check (%s)', policy_text('{role:portal}'));
  execute format('create policy portal_reads on task for select to shouwang_server using (%s)', policy_text('{role:portal}'));
  execute format('create policy above_reads on report for select to shouwang_server using (%s)',
    policy_text('(routed_to = ''leading-group'' and {role:leader}) or (routed_to = ''procuratorate'' and {role:liaison-officer}'
      || ' and exists (select from unit u where u.code = ''procuratorate'' and {unit:u.id}))'));
  execute format('create policy above_works on report for update to shouwang_server using (%1$s) with check (%1$s)',
    policy_text('(routed_to = ''leading-group'' and {role:leader}) or (routed_to = ''procuratorate'' and {role:liaison-officer}'
      || ' and exists (select from unit u where u.code = ''procuratorate'' and {unit:u.id}))'));
end $$;

-- What the holder of a code can be known by; nothing here can be turned back into the code.
create table report_code (
  report_id   uuid primary key references report,
  lookup      bytea not null,
  proof       bytea not null,
  public_key  bytea not null,
  is_lowered  boolean not null default false,
  made_at     timestamptz not null,
  ended_at    timestamptz,
  constraint report_code_lookup_unique unique (lookup)
);
comment on table report_code is '回访码:只存不能还原的散列和公钥';
select guard('report_code', reads := '{role:portal}', writes := '{role:portal}');

-- The key of a report, wrapped once more for whom else may open it: the escrow, and the holder of the code.
create table report_key (
  report_id   uuid not null references report,
  reader      text not null check (reader in ('escrow', 'code')),
  wrapped     bytea not null,
  primary key (report_id, reader)
);
comment on table report_key is '报告密钥的另外几份:托管、回访码持有人';
select guard('report_key', reads := '{role:portal}', writes := '{role:portal}');

-- Two-way words between the desk and whoever holds the code.
create table report_message (
  id            uuid primary key,
  report_id     uuid not null references report,
  is_from_reporter boolean not null,
  at            timestamptz not null,
  by            uuid references account,
  sealed        bytea not null,
  read_at       timestamptz,
  constraint report_message_by_one check (is_from_reporter = (by is null))
);
create index report_message_by_report on report_message (report_id, at);
comment on table report_message is '与报告人来回的话,以报告密钥加密;持码人每次取看时另以其公钥加密';
select guard('report_message',
  reads := '{role:portal} or exists (select from report r where r.id = report_id)',
  writes := '{role:portal} or exists (select from report r where r.id = report_id)');
