-- Vocabulary of the second wall. Every later migration calls guard() for each table it creates.
-- Policies use (select current_setting(…)): evaluated once a statement, not once a row.

create table access_grant (
  id           uuid primary key,
  record_kind  text not null check (record_kind in ('child', 'case', 'report', 'referral')),
  record_id    uuid not null,
  account_id   uuid,
  unit_id      uuid,
  fields       text[] not null default '{}',
  reason       text not null check (reason <> ''),
  granted_by   uuid,
  granted_at   timestamptz not null default now(),
  ends_at      timestamptz not null,
  ended_at     timestamptz,
  constraint access_grant_to_one check (num_nonnulls(account_id, unit_id) = 1)
);
create index access_grant_by_account on access_grant (account_id, record_kind) where account_id is not null;
create index access_grant_by_unit on access_grant (unit_id, record_kind) where unit_id is not null;
create index access_grant_by_record on access_grant (record_kind, record_id);
comment on table access_grant is '授权:辖区之外的人或单位看一条记录的哪些字段、为什么、到何时';

-- Records of one kind that somebody granted to the caller or the caller's unit, at this moment. A definer function: as a subquery the
-- table's own policies would be planned anew inside every policy that asks (measured: half of a list's time).
create policy grants_read on access_grant for select to current_user using (true);
create function granted(of_kind text) returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(g.record_id), '{}') from access_grant g
  where g.record_kind = of_kind and g.ended_at is null and g.ends_at > now()
    and (g.account_id = nullif(current_setting('shouwang.actor', true), '')::uuid
      or g.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid)
$$;
revoke execute on function granted from public;
grant execute on function granted to shouwang_server;

-- Turns a short text into a policy expression. Words:
--   {in:column}            division code within the caller's territory
--   {me:column}            column is the caller's account
--   {unit:column}          column is the caller's unit
--   {role:a|b}             caller has one of the roles ('county' stands for the three desk roles of the county centre)
--   {granted:kind:column}  a running grant on that record
--   {child:column}         the caller may see that child
create function policy_text(words text) returns text language plpgsql immutable as $$
declare
  out text := words;
begin
  out := replace(out, '{role:county', '{role:duty-officer|caseworker|centre-head');
  out := regexp_replace(out, '\{in:([a-z_.]+)\}',
    '(\1 >= (select current_setting(''shouwang.low'', true)) and \1 < (select current_setting(''shouwang.high'', true)))', 'g');
  out := regexp_replace(out, '\{me:([a-z_.]+)\}',
    '(\1 = (select nullif(current_setting(''shouwang.actor'', true), '''')::uuid))', 'g');
  out := regexp_replace(out, '\{unit:([a-z_.]+)\}',
    '(\1 = (select nullif(current_setting(''shouwang.unit'', true), '''')::uuid))', 'g');
  out := regexp_replace(out, '\{role:([a-z|-]+)\}',
    '((select current_setting(''shouwang.role'', true)) = any (string_to_array(''\1'', ''|'')))', 'g');
  out := regexp_replace(out, '\{granted:([a-z]+):([a-z_.]+)\}', '(\2 = any ((select granted(''\1''))::uuid[]))', 'g');
  out := regexp_replace(out, '\{child:([a-z_.]+)\}',
    '(exists (select from child seen_child where seen_child.id = \1))', 'g');
  return out;
end $$;

-- Row-level security on one table: forced, default deny, and what the server's role may do at all.
-- reads / writes are policy words; removes only where rows may be deleted; null means nobody.
-- The duties 'installer' (set-up) and 'worker' (timed work) pass every wall; no person holds them.
create function guard(of_table regclass, reads text, writes text default null, removes text default null)
returns void language plpgsql as $$
declare
  duty text := policy_text('{role:installer|worker}');
  may_read text := duty || ' or (' || policy_text(reads) || ')';
  may_write text := duty || case when writes is null then '' else ' or (' || policy_text(writes) || ')' end;
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('alter table %s force row level security', of_table);
  execute format('create policy reads on %s for select to shouwang_server using (%s)', of_table, may_read);
  execute format('create policy inserts on %s for insert to shouwang_server with check (%s)', of_table, may_write);
  execute format('create policy updates on %s for update to shouwang_server using (%s) with check (%s)', of_table, may_write, may_write);
  if removes is not null then
    execute format('create policy removes on %s for delete to shouwang_server using (%s)', of_table, duty || ' or (' || policy_text(removes) || ')');
    execute format('grant delete on %s to shouwang_server', of_table);
  end if;
  execute format('grant select, insert, update on %s to shouwang_server', of_table);
end $$;

-- Sealed records (密封): only named readers, whatever their territory. Restrictive, so it narrows every other policy.
create function guard_sealed(of_table regclass, kind text) returns void language plpgsql as $$
begin
  execute format('create policy sealed on %s as restrictive for all to shouwang_server using (%s) with check (true)', of_table,
    policy_text(format('label = ''normal'' or {role:installer|worker} or {granted:%s:id}', kind)));
end $$;

create type record_label as enum ('normal', 'sealed');

select guard('access_grant',
  reads := '{me:account_id} or {unit:unit_id} or {role:county|supervisor}',
  writes := '{role:county|supervisor}');
