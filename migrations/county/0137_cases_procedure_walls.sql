-- A version of the procedure that was published never changes; a draft is shown to whoever edits it.

drop policy reads on procedure_version;
do $$ begin
  execute format('create policy reads on procedure_version for select to shouwang_server using (%s)', policy_text(
    '{role:installer|worker} or ((select nullif(current_setting(''shouwang.actor'', true), '''')) is not null and (state <> ''draft'' or {role:system-admin|security-admin}))'));
end $$;

create function procedure_version_stays() returns trigger language plpgsql as $$
begin
  if row (new.id, new.number, new.edition, new.content, new.changed_by, new.published_by, new.published_at)
    is distinct from row (old.id, old.number, old.edition, old.content, old.changed_by, old.published_by, old.published_at)
    or (new.state <> old.state and (old.state, new.state) <> ('published', 'retired'))
  then
    raise exception 'a published procedure is not changed' using errcode = 'check_violation', constraint = 'procedure_version_stays';
  end if;
  return new;
end $$;
create trigger procedure_version_stays before update on procedure_version
  for each row when (old.state <> 'draft') execute function procedure_version_stays();
