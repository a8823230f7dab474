-- Where a child belongs is read from the columns and not copied into the tokens: when a village is merged away, whoever moves the
-- columns has moved the index too.
drop index child_search_tokens;
create index child_search_tokens on child_search using gin ((
  tokens || array[
    'v:' || division_code, 't:' || left(division_code, 9),
    'v:' || coalesce(hukou_division_code, division_code), 't:' || left(coalesce(hukou_division_code, division_code), 9)
  ])) with (fastupdate = on, gin_pending_list_limit = 1024);
comment on column child_search.tokens is '姓名、监护人姓名的词元;v: 村(居)与 t: 镇的词元由索引从区划列取得';

create or replace function search_children(wanted text[], narrow_low text, narrow_high text, at_most integer)
returns table (child_id uuid)
language sql stable security definer set search_path from current as $$
  select s.child_id from child_search s
  where s.tokens || array[
      'v:' || s.division_code, 't:' || left(s.division_code, 9),
      'v:' || coalesce(s.hukou_division_code, s.division_code), 't:' || left(coalesce(s.hukou_division_code, s.division_code), 9)
    ] @> wanted
    and s.label = 'normal'
    and ((s.division_code >= current_setting('shouwang.low', true) and s.division_code < current_setting('shouwang.high', true))
      or (s.hukou_division_code >= current_setting('shouwang.low', true) and s.hukou_division_code < current_setting('shouwang.high', true)))
    and (narrow_low is null or (s.division_code >= narrow_low and s.division_code < narrow_high))
  limit at_most
$$;

-- After many children were written at once: works the pending list into the index (0.1 s), so that the first searches need not read it.
create function settle_child_search() returns void
language sql security definer set search_path from current as $$
  select gin_clean_pending_list('child_search_tokens')
$$;
revoke execute on function settle_child_search from public;
grant execute on function settle_child_search to shouwang_server;
