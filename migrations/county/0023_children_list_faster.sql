-- A list asks the policies about every row that it counts. With what they ask in the index, a count to 10,001 of 80,216 reads no row of
-- the table: measured 7.7 ms before for a town and 3.7 ms for the county, 2.6 ms after.
drop index child_by_division;
create index child_by_division on child (division_code, id) include (state, label, hukou_division_code);

-- The same policy, its commonest answer first: 2.6 ms before, 2.0 ms after.
do $$
begin
  execute format('alter policy reads on child using (%s)',
    policy_text('{in:division_code} or {in:hukou_division_code} or {granted:child:id} or {role:installer|worker}'));
end $$;
