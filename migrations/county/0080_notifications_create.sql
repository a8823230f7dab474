-- 提醒: that there is something to do, never what about. One row for each person; what leaves the system waits in an outbox.

create type notice_kind as enum ('task', 'message');
create type notice_channel as enum ('email', 'sms', 'web-push');
create type delivery_state as enum ('waiting', 'sending', 'sent', 'failed', 'given-up', 'joined', 'unneeded');

create table notice (
  id            uuid primary key,
  account_id    uuid not null references account,
  kind          notice_kind not null,
  subject_kind  text not null check (subject_kind in ('report', 'case', 'plan-item', 'referral', 'unit-referral')),
  subject_id    uuid not null,
  task_id       uuid,
  is_danger     boolean not null,
  created_at    timestamptz not null,
  read_at       timestamptz
);
create index notice_by_account on notice (account_id, created_at desc, id);
create index notice_unread on notice (account_id) where read_at is null;
create index notice_unread_of_task on notice (task_id) where read_at is null;
comment on table notice is '提醒:告诉一个人有待办或新留言;不写姓名与事由';
comment on column notice.task_id is '待办办结后,这条提醒随之已读';

create table notice_choice (
  account_id    uuid primary key references account,
  task_channels    notice_channel[] not null default '{}',
  danger_channels  notice_channel[] not null default '{}',
  message_channels notice_channel[] not null default '{}',
  quiet_from    smallint check (quiet_from between 0 and 1439),
  quiet_until   smallint check (quiet_until between 0 and 1439),
  digest_at     smallint check (digest_at between 0 and 1439),
  key_sealed    bytea,
  email_sealed  bytea,
  phone_sealed  bytea,
  version       integer not null default 1,
  changed_at    timestamptz not null,
  constraint notice_choice_quiet_from_until check ((quiet_from is null) = (quiet_until is null)),
  constraint notice_choice_contact_has_key check (key_sealed is not null or (email_sealed is null and phone_sealed is null))
);
comment on table notice_choice is '提醒设置:每人选择的渠道、免打扰时段、合并发送的时间、加密保存的邮箱和手机号';
comment on column notice_choice.quiet_from is '从零点起的分钟数,北京时间';

create table push_subscription (
  id            uuid primary key,
  account_id    uuid not null references account,
  key_sealed    bytea not null,
  subscription_sealed bytea not null,
  endpoint_index bytea not null,
  device        text not null,
  created_at    timestamptz not null,
  constraint push_subscription_once unique (account_id, endpoint_index)
);
comment on table push_subscription is '浏览器推送的订阅,加密保存';

create table notice_delivery (
  id            uuid primary key,
  account_id    uuid not null references account,
  notice_id     uuid references notice,
  channel       notice_channel not null,
  subscription_id uuid references push_subscription on delete set null,
  state         delivery_state not null default 'waiting',
  is_danger     boolean not null,
  task_count    integer not null default 0,
  message_count integer not null default 0,
  attempts      integer not null default 0,
  created_at    timestamptz not null,
  next_at       timestamptz not null,
  sent_at       timestamptz,
  proof         text check (length(proof) <= 200),
  joined_to     uuid references notice_delivery,
  constraint notice_delivery_sent_at check ((state = 'sent') = (sent_at is not null)),
  constraint notice_delivery_joined_to_one check ((state = 'joined') = (joined_to is not null))
);
create index notice_delivery_due on notice_delivery (next_at) where state in ('waiting', 'sending', 'failed');
create index notice_delivery_by_account on notice_delivery (account_id, created_at desc);
create index notice_delivery_last_sent on notice_delivery (account_id, channel, sent_at desc) where state = 'sent';
create index notice_delivery_by_notice on notice_delivery (notice_id) where notice_id is not null;
create index notice_delivery_by_subscription on notice_delivery (subscription_id) where subscription_id is not null;
create index notice_delivery_by_joined on notice_delivery (joined_to) where joined_to is not null;
create index notice_delivery_given_up on notice_delivery (channel) where state = 'given-up';
comment on table notice_delivery is '发件箱:要经邮件、短信或浏览器推送发出的提醒,发到哪一步、凭据是什么;不存收件地址';
comment on column notice_delivery.notice_id is '空:本人要求的测试消息';
comment on column notice_delivery.next_at is '何时再看;发送中的行到此时还没有结果,就由下一个进程接手';

select guard('notice', reads := '{me:account_id}', writes := '{me:account_id}');
select guard('notice_choice', reads := '{me:account_id}', writes := '{me:account_id}');
select guard('push_subscription', reads := '{me:account_id}', writes := '{me:account_id}', removes := '{me:account_id}');
select guard('notice_delivery', reads := '{me:account_id}', writes := '{me:account_id}');

-- Whoever opens a task for others may not write to their inbox: a definer function does, and writes nothing but that there is something.
create policy sends on notice for all to current_user using (true) with check (true);
create policy sends on notice_delivery for all to current_user using (true) with check (true);
create policy sends on notice_choice for select to current_user using (true);
create policy sends on push_subscription for select to current_user using (true);

-- To accounts, to everybody of a role whose territory covers the division, or to a unit's people; not to the person who acts, and to
-- nobody whom a record is kept from. Answers to how many.
create function send_notice(of_kind notice_kind, of_subject_kind text, of_subject uuid, of_records uuid[], of_task uuid, danger boolean,
  to_accounts uuid[], to_role account_role, to_division text, to_unit uuid, at timestamptz)
returns integer language sql volatile security definer set search_path from current as $$
  with meant as (
    select a.id from account a
    where a.state = 'active'
      and a.id is distinct from nullif(current_setting('shouwang.actor', true), '')::uuid
      and (a.id = any (to_accounts)
        or (a.role = to_role and (a.role in ('duty-officer', 'caseworker', 'centre-head', 'leader')
          or a.division_code in (to_division, left(to_division, 9) || '000')))
        or (a.unit_id = to_unit and a.role = 'liaison-officer'))
      and not exists (select from record_exclusion x where x.record_id = any (of_records)
        and (x.account_id = a.id or x.unit_id = a.unit_id or x.division_code = case
          when a.role in ('duty-officer', 'caseworker', 'centre-head') then left(to_division, 6) || '000000'
          else a.division_code end))
  ), made as (
    insert into notice (id, account_id, kind, subject_kind, subject_id, task_id, is_danger, created_at)
    select gen_random_uuid(), id, of_kind, of_subject_kind, of_subject, of_task, danger, at from meant
    returning id, account_id
  ), queued as (
    insert into notice_delivery (id, account_id, notice_id, channel, subscription_id, is_danger, task_count, message_count, created_at, next_at)
    select gen_random_uuid(), m.account_id, m.id, w.channel, p.id, danger, (of_kind = 'task')::int, (of_kind = 'message')::int, at, at
    from made m join notice_choice c on c.account_id = m.account_id
    cross join unnest(case when danger then c.danger_channels when of_kind = 'task' then c.task_channels else c.message_channels end)
      as w (channel)
    left join push_subscription p on w.channel = 'web-push' and p.account_id = m.account_id
    where (w.channel = 'email' and c.email_sealed is not null) or (w.channel = 'sms' and c.phone_sealed is not null) or p.id is not null
  )
  select count(*)::int from made
$$;

-- The task is done, perhaps by a colleague: whoever was told need not look any more. Answers whose notices these were.
create function settle_notices(of_tasks uuid[], at timestamptz) returns uuid[]
language sql volatile security definer set search_path from current as $$
  with settled as (update notice set read_at = at where task_id = any (of_tasks) and read_at is null returning account_id)
  select coalesce(array_agg(distinct account_id), '{}') from settled
$$;

-- How the sending goes, as numbers, for the system administrator, who reads nobody's notices.
create function delivery_figures()
returns table (channel notice_channel, waiting integer, failing integer, given_up integer, sent integer, oldest_at timestamptz)
language sql stable security definer set search_path from current as $$
  select d.channel, (count(*) filter (where d.state in ('waiting', 'sending')))::int, (count(*) filter (where d.state = 'failed'))::int,
    (count(*) filter (where d.state = 'given-up'))::int, (count(*) filter (where d.state = 'sent'))::int,
    min(d.created_at) filter (where d.state = 'failed')
  from notice_delivery d
  where (select current_setting('shouwang.role', true)) = 'system-admin' and d.created_at > now() - interval '30 days'
  group by d.channel
$$;
revoke execute on function send_notice, settle_notices, delivery_figures from public;
grant execute on function send_notice, settle_notices, delivery_figures to shouwang_server;
