-- Whom a report accuses is sealed like the rest; what follows from it (who is kept out, who works on it) is in the clear for the policies.

alter table report add column accused_sealed bytea;
comment on column report.accused_sealed is '被反映的人及其单位,以报告密钥加密';
create index report_routed on report (id) where routed_to <> 'desk';

-- What the duty 'portal' must know of people to route a report: ids of accounts of a name, and which posts have anybody left.
create policy reads_for_functions on unit for select to current_user using (true);
create policy reads_for_functions on report for select to current_user using (true);
create policy updates_for_functions on report for update to current_user using (true) with check (true);
create policy removes_for_functions on record_exclusion for delete to current_user using (true);

create function accounts_named(of_name text) returns uuid[]
language sql stable security definer set search_path from current as $$
  select coalesce(array_agg(a.id), '{}') from account a
  where current_setting('shouwang.role', true) in ('portal', 'installer')
    and regexp_replace(normalize(a.display_name, nfkc), '[[:space:]·•・]', '', 'g') = of_name
$$;
create function posts_filled(but_not uuid[], but_not_unit uuid[]) returns table (role text, unit_code text)
language sql stable security definer set search_path from current as $$
  select distinct a.role::text, u.code from account a left join unit u on u.id = a.unit_id
  where current_setting('shouwang.role', true) in ('portal', 'installer')
    and a.state = 'active' and a.role in ('duty-officer', 'caseworker', 'centre-head', 'leader', 'liaison-officer')
    and not a.id = any (but_not) and not coalesce(a.unit_id = any (but_not_unit), false)
$$;

-- Those above found that the desk is not concerned: the report becomes the desk's, with its key wrapped anew, and is no longer kept from
-- the centre as a whole; who was named stays out. The row leaves the caller's sight by this, which no policy for them could allow.
create function hand_to_desk(of_report uuid, new_key bytea) returns boolean
language sql volatile security definer set search_path from current as $$
  with handed as (
  update report r set routed_to = 'desk', key_sealed = new_key, version = r.version + 1
  where r.id = of_report and r.routed_to <> 'desk' and not r.id = any (kept_from('report'))
    and ((r.routed_to = 'leading-group' and current_setting('shouwang.role', true) = 'leader')
      or (r.routed_to = 'procuratorate' and current_setting('shouwang.role', true) = 'liaison-officer'
        and exists (select from unit u where u.code = 'procuratorate'
          and u.id = nullif(current_setting('shouwang.unit', true), '')::uuid)))
  returning r.id
  ), opened as (
    delete from record_exclusion x using handed h
    where x.record_kind = 'report' and x.record_id = h.id and x.division_code like '%000000'
  )
  select exists (select from handed)
$$;

-- Reports that the caller may know nothing of, their tasks included: kept from them, or worked on past the desk by others.
create function closed_reports() returns uuid[]
language sql stable security definer set search_path from current as $$
  select kept_from('report') || coalesce(array_agg(r.id), '{}') from report r
  where r.routed_to <> 'desk'
    and not (r.routed_to = 'leading-group' and current_setting('shouwang.role', true) = 'leader')
    and not (r.routed_to = 'procuratorate' and current_setting('shouwang.role', true) = 'liaison-officer'
      and exists (select from unit u where u.code = 'procuratorate'
        and u.id = nullif(current_setting('shouwang.unit', true), '')::uuid))
$$;
revoke execute on function accounts_named, posts_filled, hand_to_desk, closed_reports from public;
grant execute on function accounts_named, posts_filled, hand_to_desk, closed_reports to shouwang_server;

do $$
declare
  passes text := policy_text('{role:installer|worker|portal}');
  of_cases text := 'coalesce(case_id = any ((select kept_from(''case''))::uuid[]), false)';
  above text := policy_text('subject_kind = ''report'' and ((owner_role = ''leader'' and {role:leader}) or ({role:liaison-officer} and {unit:unit_id}))');
begin
  execute format('create policy kept on task as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not (' || of_cases
      || ' or (subject_kind = ''report'' and subject_id = any ((select closed_reports())::uuid[]))'
      || ' or (subject_kind = ''case'' and subject_id = any ((select kept_from(''case''))::uuid[])))');
  execute format('create policy kept on plan_item as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not ' || of_cases);
  execute format('create policy kept on referral as restrictive for all to shouwang_server using (%s) with check (true)',
    passes || ' or not ' || of_cases);
  -- Those above have their own tasks, and open the desk's when they hand a report down.
  execute format('create policy above_reads on task for select to shouwang_server using (%s)', above);
  execute format('create policy above_works on task for update to shouwang_server using (%1$s) with check (%1$s)', above);
  execute format('create policy above_opens on task for insert to shouwang_server with check (%s)',
    policy_text('subject_kind = ''report'' and kind = ''triage-report'' and owner_role = ''duty-officer'' and {role:leader|liaison-officer}'));
end $$;
