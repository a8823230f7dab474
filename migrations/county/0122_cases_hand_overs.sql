-- 工作移交: when a colleague leaves, all that they own goes to one or several successors, each of whom signs for their part.

create table hand_over (
  id            uuid primary key,
  giver_id      uuid not null references account,
  is_giver_gone boolean not null default false,
  receiver_ids  uuid[] not null check (cardinality(receiver_ids) > 0),
  drawn_up_by   uuid not null references account,
  drawn_up_at   timestamptz not null,
  ended_at      timestamptz,
  key_sealed    bytea not null,
  constraint hand_over_signed_for_giver check (is_giver_gone or drawn_up_by = giver_id),
  constraint hand_over_to_another check (not giver_id = any (receiver_ids))
);
create unique index hand_over_one_open on hand_over (giver_id) where ended_at is null;
create index hand_over_by_giver on hand_over (giver_id);
create index hand_over_by_drawer on hand_over (drawn_up_by);
comment on table hand_over is '工作移交:由本人提出,本人已离岗的由中心主任代为提出';

create table hand_over_part (
  id            uuid primary key,
  hand_over_id  uuid not null references hand_over,
  receiver_id   uuid not null references account,
  takes_rest    boolean not null default false,
  state         text not null default 'awaiting' check (state in ('awaiting', 'taken', 'declined')),
  signed_at     timestamptz,
  words_sealed  bytea,
  constraint hand_over_part_once unique (hand_over_id, receiver_id),
  constraint hand_over_part_signed check ((state = 'awaiting') = (signed_at is null))
);
create index hand_over_part_by_receiver on hand_over_part (receiver_id);
create unique index hand_over_part_one_rest on hand_over_part (hand_over_id) where takes_rest;
comment on table hand_over_part is '移交给一位接收人的部分:签收后一次生效,或退回并说明';

create table hand_over_line (
  id            uuid primary key,
  hand_over_id  uuid not null references hand_over,
  part_id       uuid not null references hand_over_part,
  case_id       uuid not null references case_file,
  note_sealed   bytea not null,
  despite_sealed bytea,
  constraint hand_over_line_once unique (hand_over_id, case_id)
);
create index hand_over_line_by_part on hand_over_line (part_id);
create index hand_over_line_by_case on hand_over_line (case_id);
comment on table hand_over_line is '移交的个案,各有一句嘱咐(加密)';

do $$
declare
  of_hand_over text := '(exists (select from hand_over h where h.id = hand_over_id))';
  of_drawer text := '(exists (select from hand_over h where h.id = hand_over_id and {me:h.drawn_up_by}))';
  receives text := '(select nullif(current_setting(''shouwang.actor'', true), '''')::uuid) = any (receiver_ids)';
begin
  perform guard('hand_over', reads := '{me:giver_id} or {me:drawn_up_by} or {role:centre-head} or ' || receives,
    writes := '{me:drawn_up_by} or ' || receives);
  perform guard('hand_over_part', reads := of_hand_over, writes := of_drawer || ' or {me:receiver_id}');
  perform guard('hand_over_line', reads := of_hand_over, writes := of_drawer);
  -- One's own work, or as the head that of somebody who has gone.
  execute format('create policy ones_own on hand_over as restrictive for insert to shouwang_server with check (%s)',
    policy_text('{role:installer|worker} or ({me:drawn_up_by} and ({me:giver_id} or {role:centre-head}))'));
  execute format('create policy drawn_up on hand_over_part as restrictive for insert to shouwang_server with check (%s)',
    policy_text('{role:installer|worker} or (state = ''awaiting'' and ' || of_drawer || ')'));
  execute format('create policy signs_once on hand_over_part as restrictive for update to shouwang_server using (%s) with check (true)',
    policy_text('{role:installer|worker} or (state = ''awaiting'' and {me:receiver_id})'));
end $$;
revoke update on hand_over, hand_over_part, hand_over_line from shouwang_server;
grant update (ended_at) on hand_over to shouwang_server;
grant update (state, signed_at, words_sealed) on hand_over_part to shouwang_server;

-- What an account owns, as numbers: for whoever hands over, and for whoever is about to disable the account and reads no case.
create policy counts_drafts on assessment_draft for select to current_user using (true);
create policy takes_over on plan_item for all to current_user using (true) with check (true);
create policy takes_over on task for all to current_user using (true) with check (true);
create policy takes_over on hand_over for select to current_user using (true);
create policy takes_over on hand_over_part for select to current_user using (true);
create function owned_by(of_account uuid) returns table (cases integer, items integer, tasks integer, drafts integer)
language sql stable security definer set search_path from current as $$
  select (select count(*)::int from case_file k where k.owner_id = of_account and k.state::text not in ('closed', 'archived')),
    (select count(*)::int from plan_item i join case_file k on k.id = i.case_id
      where i.owner_id = of_account and i.state = 'open' and k.owner_id <> of_account),
    (select count(*)::int from task t where t.owner_id = of_account and t.done_at is null and t.cancelled_at is null),
    (select count(*)::int from assessment_draft d where d.made_by = of_account)
  where current_setting('shouwang.role', true) in ('centre-head', 'security-admin', 'installer')
    or of_account::text = current_setting('shouwang.actor', true)
$$;

-- Items of other people's cases and what else the giver had to do go to the receiver who takes the rest, but for what is kept from them.
create function take_over_rest(of_part uuid) returns integer
language sql volatile security definer set search_path from current as $$
  with part as (
    select p.receiver_id, h.giver_id from hand_over_part p join hand_over h on h.id = p.hand_over_id
    where p.id = of_part and p.takes_rest and p.state = 'awaiting'
      and p.receiver_id = nullif(current_setting('shouwang.actor', true), '')::uuid
  ), moved as (
    update plan_item i set owner_id = part.receiver_id, version = i.version + 1 from part, case_file k
    where i.owner_id = part.giver_id and i.state = 'open' and k.id = i.case_id and k.owner_id <> part.giver_id
      and not (i.case_id = any (kept_from('case')))
    returning i.id
  ), passed as (
    update task t set owner_id = part.receiver_id from part
    where t.owner_id = part.giver_id and t.done_at is null and t.cancelled_at is null and t.kind <> 'take-over-cases'
      and not coalesce(t.case_id = any (kept_from('case')), false)
      and (t.case_id is null or not exists (select from case_file k where k.id = t.case_id and k.owner_id = part.giver_id))
    returning t.id
  )
  select (select count(*) from moved)::int + (select count(*) from passed)::int
$$;
-- A case that goes to somebody else takes along the open items that its owner had in it.
revoke execute on function owned_by, take_over_rest from public;
grant execute on function owned_by, take_over_rest to shouwang_server;
