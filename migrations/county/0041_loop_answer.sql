-- Who approves a closing may be a supervisor, who never reads reports, yet the reporters of the case must be told: one yes or no.
create policy owner_reads on report for select to current_user using (true);
create function has_unanswered_report(of_case uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (select from report where case_id = of_case and told_at is null)
$$;
revoke execute on function has_unanswered_report from public;
grant execute on function has_unanswered_report to shouwang_server;
