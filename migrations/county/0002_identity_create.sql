create type account_role as enum (
  'child-director', 'supervisor', 'duty-officer', 'caseworker', 'centre-head', 'liaison-officer', 'leader',
  'system-admin', 'security-admin', 'audit-admin'
);
create type account_state as enum ('proposed', 'active', 'disabled');

create table account (
  id            uuid primary key,
  sign_in_name  text not null,
  display_name  text not null check (display_name <> ''),
  state         account_state not null default 'proposed',
  role          account_role,
  division_code text collate "C",
  unit_id       uuid,
  must_change_password boolean not null default true,
  created_at    timestamptz not null default now(),
  created_by    uuid,
  approved_at   timestamptz,
  approved_by   uuid,
  version       integer not null default 1,
  constraint account_sign_in_name_unique unique (sign_in_name),
  constraint account_active_has_role check (state <> 'active' or role is not null)
);
create index account_by_unit on account (unit_id) where unit_id is not null;
create index account_by_division on account (division_code);
comment on table account is '账号:系统管理员建立,安全管理员授予岗位与辖区后才能登录';

create table account_secret (
  account_id      uuid primary key references account,
  password_hash   text not null,
  totp_sealed     bytea,
  totp_since      timestamptz,
  totp_last_step  bigint,
  changed_at      timestamptz not null default now()
);
comment on table account_secret is '登录秘密:口令的 Argon2id 散列、加密保存的动态口令密钥;只有登录关口读写';

create type session_stage as enum ('password-change', 'second-factor', 'enrolment', 'full');

create table session (
  id            uuid primary key,
  token_hash    bytea not null,
  account_id    uuid not null references account,
  stage         session_stage not null,
  device        text not null,
  created_at    timestamptz not null default now(),
  last_seen_at  timestamptz not null default now(),
  proved_at     timestamptz,
  ended_at      timestamptz,
  constraint session_token_unique unique (token_hash)
);
create index session_by_account on session (account_id, created_at desc);
comment on table session is '登录会话:只存令牌的散列';

create table sign_in_delay (
  name_index    bytea primary key,
  failures      integer not null,
  last_failure_at timestamptz not null,
  not_before    timestamptz not null
);
comment on table sign_in_delay is '登录失败后的逐级延时,各进程共用;只存登录名的散列';

-- The session gate reads a session and its account in one round trip, before any scope exists: a definer function, whose owner
-- (which the server never is) passes the two policies below. It answers one session for one 256-bit token and nothing else.
create function open_session(of_token_hash bytea, at timestamptz)
returns table (session_id uuid, stage session_stage, proved_at timestamptz, last_seen_at timestamptz, account_id uuid, display_name text,
  role account_role, division_code text, unit_id uuid)
language sql stable security definer set search_path from current as $$
  select s.id, s.stage, s.proved_at, s.last_seen_at, a.id, a.display_name, a.role, a.division_code, a.unit_id
  from session s join account a on a.id = s.account_id
  where s.token_hash = of_token_hash and s.ended_at is null and a.state = 'active'
    and s.last_seen_at > at - interval '15 minutes' and s.created_at > at - interval '12 hours'
$$;

create function touch_session(of_session uuid, at timestamptz) returns void
language sql security definer set search_path from current as $$
  update session set last_seen_at = at where id = of_session
$$;

-- Names of colleagues are open within the county to those signed in (whose task it is must be visible).
select guard('account',
  reads := '{role:gate} or (select nullif(current_setting(''shouwang.actor'', true), '''')) is not null',
  writes := '{role:gate|system-admin|security-admin}');
select guard('account_secret', reads := '{role:gate}', writes := '{role:gate}');
select guard('session', reads := '{role:gate} or {me:account_id}', writes := '{role:gate} or {me:account_id}');
select guard('sign_in_delay', reads := '{role:gate}', writes := '{role:gate}', removes := '{role:gate}');
create policy gate_opens on account for select to current_user using (true);
create policy gate_opens on session for all to current_user using (true) with check (true);
revoke execute on function open_session, touch_session from public;
grant execute on function open_session, touch_session to shouwang_server;
