-- Two holes that the test of both walls found. A referral of a sealed case was seen by the whole desk of its place: now its sender must
-- see the case. And whoever was granted a look at a case could write to what hangs on it: a grant lets one read, the case is worked on
-- where the case itself may be written.
drop policy reads on referral;
drop policy inserts on referral;
drop policy updates on referral;
do $$
declare
  works text := '(exists (select from case_file worked where worked.id = case_id'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))';
  of_unit text := '({unit:unit_id} and {granted:referral:id})';
  may text;
  of_table text;
begin
  may := policy_text('{role:installer|worker} or ({role:county|supervisor} and {in:division_code}'
    || ' and exists (select from case_file seen where seen.id = case_id)) or ' || of_unit);
  execute format('create policy reads on referral for select to shouwang_server using (%s)', may);
  may := policy_text('{role:installer|worker} or ({role:county} and {in:division_code} and ' || works || ') or ' || of_unit);
  execute format('create policy inserts on referral for insert to shouwang_server with check (%s)', may);
  execute format('create policy updates on referral for update to shouwang_server using (%1$s) with check (%1$s)', may);

  foreach of_table in array array['case_step', 'assessment', 'plan', 'plan_item', 'closing_request', 'look_back'] loop
    execute format('drop policy inserts on %I', of_table);
    execute format('drop policy updates on %I', of_table);
    may := policy_text('{role:installer|worker} or ' || works
      || case of_table when 'plan_item' then ' or {me:owner_id}' else '' end);
    execute format('create policy inserts on %I for insert to shouwang_server with check (%s)', of_table, may);
    execute format('create policy updates on %I for update to shouwang_server using (%s) with check (%s)', of_table, may, may);
  end loop;
end $$;
