-- What the closed loop needs beyond its first tables: the case that a report led to, a second person for a report that was turned
-- down, plan items that their owner can do without reading the case, and a unit that can hand back what it was given.

alter type task_kind add value 'confirm-turn-down';
alter type task_kind add value 'sign-referral';
alter type task_kind add value 'request-closing';

alter table report
  add column case_id uuid references case_file,
  add column told_sealed bytea,
  add column confirmed_by uuid,
  add column confirmed_at timestamptz,
  add constraint report_turned_down_by_two check (confirmed_by is null or confirmed_by <> triaged_by);
create index report_by_case on report (case_id) where case_id is not null;

-- The owner of an item may be a village's director, who must know the child and seal a result but never reads the case.
alter table plan_item
  add column child_id uuid not null references child,
  add column key_sealed bytea not null,
  add constraint plan_item_has_one_owner check (num_nonnulls(owner_id, unit_id) = 1);
create index plan_item_by_child on plan_item (child_id);

-- Two reports of one child at the same moment must not open two cases that know nothing of each other.
create unique index case_file_one_running_per_child on case_file (child_id) where state <> 'closed';
create unique index referral_one_running_per_item on referral (plan_item_id) where state in ('dispatched', 'signed', 'answered');

-- A unit that returns a referral ends its own access at once; it can neither begin nor prolong one.
-- Its answer goes back as a task of the case's owner: whom that is, it learns from the function, and nothing else of the case.
create policy owner_reads on case_file for select to current_user using (true);
create function case_owner(of_case uuid) returns uuid
language sql stable security definer set search_path from current as $$
  select owner_id from case_file where id = of_case
$$;
revoke execute on function case_owner from public;
grant execute on function case_owner to shouwang_server;

do $$
begin
  execute format('create policy unit_gives_back on access_grant for update to shouwang_server using (%s) with check (%s)',
    policy_text('{unit:unit_id} and ended_at is null'), policy_text('{unit:unit_id} and ended_at is not null'));
  execute format('create policy unit_hands_back on task for insert to shouwang_server with check (%s)',
    policy_text('{role:liaison-officer} and kind = ''review-answer'' and exists (select from referral r where r.id = subject_id and r.case_id = task.case_id and {unit:r.unit_id})'));
end $$;
