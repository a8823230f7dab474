-- What a sealed file is found by says whose file it is: its name, its family's names. The search never answers it; now the policies keep
-- it from every other statement too.
do $$ begin
  execute format('create policy sealed on child_search as restrictive for all to shouwang_server using (%s) with check (true)',
    policy_text('label = ''normal'' or {role:installer|worker} or {granted:child:child_id}'));
end $$;
