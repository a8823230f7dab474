-- Three administrators, three powers, kept apart by the database too: the system administrator proposes accounts and hands out first
-- passwords, the security administrator grants and takes away, neither touches their own account, and neither reads a secret.
drop policy inserts on account;
drop policy updates on account;
do $$ begin
  execute format('create policy inserts on account for insert to shouwang_server with check (%s)', policy_text(
    '{role:installer|worker} or ({role:system-admin} and state = ''proposed'' and role is null and approved_at is null and not {me:id})'));
  execute format('create policy updates on account for update to shouwang_server using (%1$s) with check (%1$s)', policy_text(
    '{role:gate|installer|worker} or ({role:security-admin} and not {me:id})'));
end $$;

-- Definer functions, because writing a secret through a policy would mean being able to read it.
create policy gate_updates on account for update to current_user using (true) with check (true);
create policy gate_opens on account_secret for all to current_user using (true) with check (true);

create function only_as(of_role text, of_account uuid) returns void language plpgsql stable as $$
begin
  if coalesce(current_setting('shouwang.role', true), '') not in (of_role, 'installer')
    or of_account::text = current_setting('shouwang.actor', true) then
    raise exception 'not a power of this role' using errcode = 'insufficient_privilege';
  end if;
end $$;

create function set_first_password(of_account uuid, hash text, at timestamptz) returns void
language plpgsql security definer set search_path from current as $$
begin
  perform only_as('system-admin', of_account);
  insert into account_secret (account_id, password_hash, changed_at) values (of_account, hash, at)
    on conflict (account_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at;
  update account set must_change_password = true where id = of_account;
  update session set ended_at = at where account_id = of_account and ended_at is null;
end $$;

create function clear_second_factor(of_account uuid, at timestamptz) returns void
language plpgsql security definer set search_path from current as $$
begin
  perform only_as('security-admin', of_account);
  update account_secret set totp_sealed = null, totp_since = null, totp_last_step = null where account_id = of_account;
  update session set ended_at = at where account_id = of_account and ended_at is null;
end $$;

create function end_sessions_of(of_account uuid, at timestamptz) returns void
language plpgsql security definer set search_path from current as $$
begin
  perform only_as('security-admin', of_account);
  update session set ended_at = at where account_id = of_account and ended_at is null;
end $$;

revoke execute on function set_first_password, clear_second_factor, end_sessions_of, only_as from public;
grant execute on function set_first_password, clear_second_factor, end_sessions_of to shouwang_server;
