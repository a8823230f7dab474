-- The running number is the one row that all who take a report share, so it is taken last: a report stands under its own id until
-- everything else is written, then one statement numbers it and its task. Others then wait for a commit and not for a whole report.
create policy numbers_for_functions on number_series for all to current_user using (true) with check (true);
create policy titles_for_functions on task for select to current_user using (true);
create policy titles_change_for_functions on task for update to current_user using (true) with check (true);

-- Numbers a report that has none yet; null for any other.
create function number_report(of_report uuid, of_series text, of_year integer) returns text
language plpgsql security definer set search_path from current as $$
declare
  given text;
begin
  perform from report where id = of_report and number = of_report::text;
  if not found then return null; end if;
  insert into number_series as n (kind, year, last) values (of_series, of_year, 1)
    on conflict (kind, year) do update set last = n.last + 1
    returning of_series || '〔' || of_year || '〕' || lpad(last::text, greatest(4, length(last::text)), '0') || '号' into given;
  update report set number = given where id = of_report;
  update task set title = replace(title, of_report::text, given) where subject_id = of_report;
  return given;
end $$;
revoke execute on function number_report from public;
grant execute on function number_report to shouwang_server;
