-- A broken glass lets one read. Whoever has nothing but that takes no step on the case: every step begins by locking its row.
create function only_by_glass() returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(b.case_id), '{}') from break_glass b
  where b.opened_by = nullif(current_setting('shouwang.actor', true), '')::uuid and b.ended_at is null and b.ends_at > now()
    and not exists (select from access_grant g where g.record_kind = 'case' and g.record_id = b.case_id and g.account_id = b.opened_by
      and g.ended_at is null and g.ends_at > b.ends_at)
$$;
revoke execute on function only_by_glass from public;
grant execute on function only_by_glass to shouwang_server;
create policy glass_only_reads on case_file as restrictive for update to shouwang_server
  using (not (id = any ((select only_by_glass())::uuid[]))) with check (true);
