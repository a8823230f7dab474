create type roster_state as enum ('received', 'reading', 'previewed', 'applying', 'applied', 'undoing', 'undone', 'discarded', 'failed');
create type row_verdict as enum ('new', 'changed', 'same', 'doubtful', 'wrong', 'skipped');

create table roster (
  id            uuid primary key,
  state         roster_state not null default 'received',
  department    text not null,
  file_name     text not null,
  file_sha256   bytea not null,
  file_size     bigint not null,
  format        text not null,
  as_of_day     date not null,
  sheet_name    text,
  header_row    integer,
  header        jsonb,
  layout        text,
  mapping       jsonb,
  counts        jsonb not null default '{}',
  progress      jsonb not null default '{}',
  failure       text,
  key_sealed    bytea,
  uploaded_by   uuid not null,
  uploaded_at   timestamptz not null default now(),
  applied_by    uuid,
  applied_at    timestamptz,
  undone_by     uuid,
  undone_at     timestamptz,
  undo_reason   text,
  version       integer not null default 1
);
create index roster_by_time on roster (uploaded_at desc, id);
comment on table roster is '名册:部门交来的一份表,从收到、预览、应用到撤销';

create table roster_row (
  roster_id     uuid not null references roster,
  row_number    integer not null,
  verdict       row_verdict not null,
  division_code text collate "C",
  record_sealed bytea,
  problems      jsonb not null default '[]',
  rules         jsonb not null default '[]',
  child_id      uuid,
  candidates    uuid[] not null default '{}',
  decision      text check (decision in ('same-child', 'new-child', 'leave-out')),
  decided_by    uuid,
  decided_at    timestamptz,
  primary key (roster_id, row_number)
);
create index roster_row_by_verdict on roster_row (roster_id, verdict, row_number);
create index roster_row_to_review on roster_row (division_code, roster_id) where verdict = 'doubtful' and decision is null;
comment on table roster_row is '名册行:清洗后的内容(以名册密钥加密)、判定与理由、人工决定';

create table roster_effect (
  roster_id     uuid not null references roster,
  seq           bigint generated always as identity,
  record_kind   text not null,
  record_id     uuid not null,
  child_id      uuid,
  row_number    integer,
  action        text not null check (action in ('inserted', 'changed', 'ended')),
  version_after integer not null,
  before_sealed bytea,
  primary key (roster_id, seq)
);
create index roster_effect_by_record on roster_effect (record_id);
comment on table roster_effect is '名册的作用:应用时新增或改动了哪些记录,供整份撤销';

create table roster_layout (
  layout        text not null,
  department    text not null,
  mapping       jsonb not null,
  used_at       timestamptz not null default now(),
  used_by       uuid,
  primary key (layout, department)
);
comment on table roster_layout is '版式记忆:某部门某版式的列对应关系';

select guard('roster', reads := '{role:county|supervisor}', writes := '{role:caseworker|centre-head}');
select guard('roster_row', reads := '{role:county} or ({role:supervisor} and {in:division_code})',
  writes := '{role:caseworker|centre-head} or ({role:supervisor} and {in:division_code})', removes := '{role:caseworker|centre-head}');
select guard('roster_effect', reads := '{role:caseworker|centre-head}', writes := '{role:caseworker|centre-head}');
select guard('roster_layout', reads := '{role:county}', writes := '{role:caseworker|centre-head}');
