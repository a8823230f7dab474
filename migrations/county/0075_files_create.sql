-- Photos, audio, video and documents that come with a record. Here are the facts; the bytes lie sealed under the data folder.

create type file_kind as enum ('image', 'audio', 'video', 'document');
create type file_state as enum ('uploading', 'checking', 'ready', 'refused');

create table file (
  id            uuid primary key,
  record_kind   text,
  record_id     uuid,
  state         file_state not null default 'uploading',
  refusal       text,
  kind          file_kind,
  media_type    text,
  size          integer not null,
  received      integer not null default 0,
  sha256        bytea,
  is_evidence   boolean not null default false,
  is_scanned    boolean not null default false,
  key_sealed    bytea not null,
  secret_hash   bytea,
  blanks_sealed bytea,
  view_type     text,
  view_size     integer,
  uploaded_by   uuid references account,
  created_at    timestamptz not null,
  touched_at    timestamptz not null,
  arrived_at    timestamptz,
  checked_at    timestamptz,
  bound_at      timestamptz,
  expires_at    timestamptz,
  constraint file_of_a_record check (record_kind in ('report') and (record_kind is null) = (record_id is null)),
  constraint file_waits_or_is_bound check ((record_id is null) = (expires_at is not null) and (record_id is null) = (bound_at is null)),
  constraint file_secret_until_bound check ((record_id is null) = (secret_hash is not null)),
  constraint file_bound_whole check (record_id is null or state <> 'uploading'),
  constraint file_size_bounded check (size between 1 and 209715200 and received between 0 and size),
  constraint file_ready_is_known check (state <> 'ready' or (kind is not null and media_type is not null and sha256 is not null)),
  constraint file_refused_with_code check ((state = 'refused') = (refusal is not null)),
  constraint file_hash_is_sha256 check (sha256 is null or octet_length(sha256) = 32)
);
create index file_by_record on file (record_id) where record_id is not null;
create index file_waiting on file (expires_at) where record_id is null;
create index file_in_check on file (arrived_at) where state = 'checking';
create index file_by_uploader on file (uploaded_by) where uploaded_by is not null;
comment on table file is '附件的事实：内容以每份各自的密钥加密存放在数据目录；随报告等记录而见';
comment on column file.size is '收到的原件的字节数';
comment on column file.sha256 is '原件的 SHA-256，收齐时算出';
comment on column file.is_evidence is '按证据保存：原件加密留存；否则只留去掉位置等信息后的内容';
comment on column file.is_scanned is '已经杀毒软件检查，没有发现问题';
comment on column file.secret_hash is '凭它续传和归到报告；归到之后清空';
comment on column file.blanks_sealed is '原件里拿给人看时要抹掉的位置、拍摄信息所在的区间';

-- Who may see the record may see its files. What waits for its record is seen by nobody but the duties and whoever sent it in signed in.
select guard('file',
  reads := '{role:portal} or (record_id is null and {me:uploaded_by})'
    || ' or (record_kind = ''report'' and exists (select from report r where r.id = record_id))',
  writes := '{role:portal}',
  removes := 'record_id is null and {role:portal}');

-- Whoever sent a file in signed in hands it to a record of theirs, and then no longer.
do $$ begin
  execute format('create policy uploader_hands_over on file for update to shouwang_server using (%s) with check (%s)',
    policy_text('record_id is null and {me:uploaded_by}'),
    policy_text('{me:uploaded_by} and record_kind = ''report'' and exists (select from report r where r.id = record_id)'));
end $$;

-- Each look at a file: by whom, until when its content is answered. The reason stands in the audit.
create table file_opening (
  id            uuid primary key,
  file_id       uuid not null references file,
  account_id    uuid not null references account,
  at            timestamptz not null,
  ends_at       timestamptz not null,
  is_original   boolean not null default false,
  constraint file_opening_short check (ends_at > at and ends_at <= at + interval '1 hour')
);
create index file_opening_by_file on file_opening (file_id, at);
create index file_opening_by_account on file_opening (account_id, at);
comment on table file_opening is '谁在何时打开过附件；事由在审计里';
select guard('file_opening',
  reads := 'exists (select from file f where f.id = file_id)',
  writes := '{me:account_id} and exists (select from file f where f.id = file_id)');
