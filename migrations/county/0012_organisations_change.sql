-- A merger moves children, so it is the centre head's act; the system administrator renames.
drop policy inserts on division;
drop policy updates on division;
drop policy inserts on division_change;
drop policy updates on division_change;
do $$
declare
  may text := policy_text('{role:installer|worker|system-admin|centre-head}');
  of_table text;
begin
  foreach of_table in array array['division', 'division_change'] loop
    execute format('create policy inserts on %I for insert to shouwang_server with check (%s)', of_table, may);
    execute format('create policy updates on %I for update to shouwang_server using (%s) with check (%s)', of_table, may, may);
  end loop;
end $$;

alter table site add column close_reason text;
create unique index site_one_open on site (division_code, kind) where closed_on is null;
create unique index liaison_officer_one_head on liaison_officer (unit_id) where is_head and to_day is null;
