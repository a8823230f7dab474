-- What the head of a unit was told of what the unit has not opened is seen by whoever of the unit may see that referral. Asked of the table, the
-- policies of referrals and cases were planned into every list of tasks, of everybody; the function answers once, and only a unit.
create function referrals_of_unit() returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(r.id), '{}') from referral r
  where r.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid
    and r.id = any (granted('referral')) and not r.case_id = any (kept_from('case'))
$$;
revoke execute on function referrals_of_unit from public;
grant execute on function referrals_of_unit to shouwang_server;

drop policy unit_reads_press on task;
drop policy unit_ends_press on task;
do $$
declare
  pressed text := policy_text('{role:liaison-officer} and kind = ''press-unread'' and subject_id = any ((select referrals_of_unit())::uuid[])');
begin
  execute format('create policy unit_reads_press on task for select to shouwang_server using (%s)', pressed);
  execute format('create policy unit_ends_press on task for update to shouwang_server using (%1$s) with check (%1$s)', pressed);
end $$;
