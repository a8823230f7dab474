-- 紧急调阅: at night somebody opens a case that is closed to them, for two hours, and answers for it the next working day.

create table break_glass (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  child_id      uuid not null references child,
  number        text not null,
  opened_by     uuid not null references account,
  opened_at     timestamptz not null,
  ends_at       timestamptz not null,
  ended_at      timestamptz,
  key_sealed    bytea not null,
  reason_sealed bytea not null,
  verdict       text check (verdict in ('justified', 'not-justified')),
  reviewed_by   uuid references account,
  reviewed_at   timestamptz,
  words_sealed  bytea,
  constraint break_glass_ends check (ends_at > opened_at and ends_at <= opened_at + interval '12 hours'),
  constraint break_glass_reviewed_by_another check (reviewed_by is null or reviewed_by <> opened_by),
  constraint break_glass_reviewed_whole check (num_nonnulls(verdict, reviewed_by, reviewed_at, words_sealed) in (0, 4))
);
create index break_glass_by_case on break_glass (case_id);
create index break_glass_by_child on break_glass (child_id);
create index break_glass_by_opener on break_glass (opened_by, opened_at desc);
create index break_glass_by_reviewer on break_glass (reviewed_by) where reviewed_by is not null;
create index break_glass_by_time on break_glass (opened_at desc);
comment on table break_glass is '紧急调阅:谁、何时、为什么越过权限打开个案,何时自动关闭,次日由中心主任复核';
comment on column break_glass.number is '个案编号:复核的人可能看不到个案本身';

select guard('break_glass',
  reads := '{role:centre-head|audit-admin} or {me:opened_by} or (exists (select from case_file seen_case where seen_case.id = case_id))',
  writes := '({role:duty-officer|caseworker} and {me:opened_by} and reviewed_at is null) or {role:centre-head}');
revoke update on break_glass from shouwang_server;
grant update (ended_at, verdict, reviewed_by, reviewed_at, words_sealed) on break_glass to shouwang_server;
do $$
declare
  passes text := policy_text('{role:installer|worker}');
  kept text := 'case_id = any ((select kept_from(''case''))::uuid[])';
begin
  execute format('create policy kept on break_glass as restrictive for all to shouwang_server using (%1$s or not (%2$s)) with check (%1$s or not (%2$s))',
    passes, kept);
  execute format('create policy opens_for_oneself on break_glass as restrictive for insert to shouwang_server with check (%s)',
    passes || policy_text(' or ({me:opened_by} and reviewed_at is null and ended_at is null)'));
  execute format('create policy reviewed_once on break_glass as restrictive for update to shouwang_server using (%s) with check (true)',
    passes || ' or reviewed_at is null');
end $$;

-- The case that somebody means who may not see it: by its number, the child's identity number, or the child's name and day of birth.
-- Answers only to those who may break the glass, and nothing to whom the case is kept from.
create policy glass_reads on break_glass for select to current_user using (true);
create function case_behind(of_number text, of_id_number bytea, of_name text, of_birth_day date)
returns table (id uuid, child_id uuid, number text, division_code text, owner_id uuid)
language sql stable security definer set search_path from current as $$
  select k.id, k.child_id, k.number, k.division_code, k.owner_id
  from case_file k join child c on c.id = k.child_id
  where current_setting('shouwang.role', true) in ('duty-officer', 'caseworker', 'installer')
    and (k.number = of_number or c.id_number_index = of_id_number or (c.name = of_name and c.birth_day = of_birth_day))
    and not (k.id = any (kept_from('case')))
  order by k.state::text in ('closed', 'archived'), k.opened_at desc
  limit 1
$$;

-- Who may hand out a look at a case or a child: whoever sees it, and nobody to themselves beyond that, but for as long as a glass that
-- they broke lasts; a broken glass lets one hand on nothing. Until now any post of the desk could grant itself any record.
create function may_grant(of_kind text, of_record uuid, to_account uuid, until timestamptz) returns boolean
language sql stable security definer set search_path from current as $$
  with me as (
    select nullif(current_setting('shouwang.actor', true), '')::uuid as id,
      current_setting('shouwang.low', true) as low, current_setting('shouwang.high', true) as high
  ), cases as (
    select k.label, k.owner_id, k.division_code, null::text as hukou from case_file k where of_kind = 'case' and k.id = of_record
  ), children as (
    select c.label, null::uuid, c.division_code, c.hukou_division_code from child c where of_kind = 'child' and c.id = of_record
  ), records as (select * from cases union all select * from children)
  select current_setting('shouwang.role', true) in ('installer', 'worker')
    -- The readers of a sealed case are named before it is written down.
    or not exists (select from records)
    or (not (of_kind = 'case' and of_record = any (kept_from('case')))
      and (exists (select from access_grant g, me where g.record_kind = of_kind and g.record_id = of_record and g.account_id = me.id
          and g.ended_at is null and g.ends_at > now()
          and not exists (select from break_glass b where b.opened_by = me.id and g.ends_at <= b.ends_at
            and (b.case_id = of_record or b.child_id = of_record)))
        or exists (select from records r, me where r.label = 'normal'
          and (r.owner_id = me.id or (r.division_code >= me.low and r.division_code < me.high) or (r.hukou >= me.low and r.hukou < me.high)))
        or exists (select from break_glass g, me where g.opened_by = me.id and to_account = me.id and g.ended_at is null
          and (g.case_id = of_record or g.child_id = of_record) and until <= g.ends_at and until <= now() + interval '12 hours')
        -- A referral of a sealed case shows its unit the child, whoever of the desk may open the child's file.
        or (of_kind = 'child' and to_account is null
          and exists (select from case_file k where k.child_id = of_record and k.id = any (granted('case'))))))
$$;
revoke execute on function case_behind, may_grant from public;
grant execute on function case_behind, may_grant to shouwang_server;
create policy by_who_sees on access_grant as restrictive for insert to shouwang_server
  with check (record_kind not in ('case', 'child') or may_grant(record_kind, record_id, account_id, ends_at));
create policy prolonged_by_who_sees on access_grant as restrictive for update to shouwang_server using (true)
  with check (ended_at is not null or record_kind not in ('case', 'child') or may_grant(record_kind, record_id, account_id, ends_at));

alter type task_kind add value 'review-break-glass';
alter table notice drop constraint notice_subject_kind_check;
alter table notice add constraint notice_subject_kind_check check (subject_kind ~ '^[a-z-]+$');
