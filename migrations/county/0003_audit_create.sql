create type audit_result as enum ('done', 'refused', 'failed');

create table audit_entry (
  id            uuid primary key,
  at            timestamptz not null,
  action        text not null,
  result        audit_result not null,
  actor_id      uuid,
  actor_role    text not null,
  session_id    uuid,
  request_id    text not null,
  subject_kind  text,
  subject_id    uuid,
  division_code text collate "C",
  fields        text[],
  count         integer,
  purpose       text,
  code          text,
  seq           bigint,
  hash          bytea,
  constraint audit_entry_seq_unique unique (seq),
  constraint audit_entry_sealed_whole check ((seq is null) = (hash is null))
);
create index audit_entry_unsealed on audit_entry (id) where seq is null;
create index audit_entry_by_subject on audit_entry (subject_id, id) where subject_id is not null;
create index audit_entry_by_actor on audit_entry (actor_id, id);
create index audit_entry_by_time on audit_entry (at, id);
comment on table audit_entry is '审计:谁在何时对哪条记录做了什么;不含任何值;由独立进程封成散列链';

-- The server may only add; the sealer may only number and chain; the audit administrator reads.
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy adds on audit_entry for insert to shouwang_server with check (seq is null and hash is null);
create policy reads on audit_entry for select to shouwang_server using ((select current_setting('shouwang.role', true)) = 'audit-admin');
create policy seals_read on audit_entry for select to shouwang_sealer using (true);
create policy seals_write on audit_entry for update to shouwang_sealer using (seq is null) with check (seq is not null);
grant select, insert on audit_entry to shouwang_server;
grant select on audit_entry to shouwang_sealer;
grant update (seq, hash) on audit_entry to shouwang_sealer;

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
    and (to_jsonb(new) - 'seq' - 'hash') = (to_jsonb(old) - 'seq' - 'hash') then
    return new;
  end if;
  raise exception 'audit entries are never changed or removed' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry for each row execute function audit_is_append_only();
create trigger audit_entry_no_truncate before truncate on audit_entry for each statement execute function audit_is_append_only();
