-- The head of the chain at the end of each day. A chain alone cannot tell that its last links were cut off; the heads can, and the
-- printed ones can even where somebody rewrote the whole database.
create table audit_head (
  day        date primary key,
  seq        bigint not null,
  hash       bytea not null,
  sealed_at  timestamptz not null
);
comment on table audit_head is '审计链头:每天最后封存到的序号和散列,供打印留存与核对';

alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy reads on audit_head for select to shouwang_server using ((select current_setting('shouwang.role', true)) = 'audit-admin');
create policy seals_read on audit_head for select to shouwang_sealer using (true);
create policy seals_add on audit_head for insert to shouwang_sealer with check (true);
-- Only the newest day goes on growing.
create policy seals_write on audit_head for update to shouwang_sealer using (day >= (now() at time zone 'Asia/Shanghai')::date);
grant select on audit_head to shouwang_server;
grant select, insert, update on audit_head to shouwang_sealer;

create index audit_entry_by_action on audit_entry (action, id);
