-- Cases of one family or one event know of each other; each is seen by its own readers only.

create type case_link_kind as enum ('siblings', 'same-household', 'same-event', 'same-offender', 'other');
create table case_link (
  id            uuid primary key,
  one_id        uuid not null references case_file,
  other_id      uuid not null references case_file,
  kind          case_link_kind not null,
  key_sealed    bytea not null,
  reason_sealed bytea not null,
  made_by       uuid not null references account,
  made_at       timestamptz not null,
  ended_by      uuid references account,
  ended_at      timestamptz,
  end_reason_sealed bytea,
  constraint case_link_of_two check (one_id <> other_id),
  constraint case_link_ended_whole check (num_nonnulls(ended_by, ended_at, end_reason_sealed) in (0, 3))
);
create unique index case_link_once on case_link (least(one_id, other_id), greatest(one_id, other_id)) where ended_at is null;
create index case_link_by_one on case_link (one_id);
create index case_link_by_other on case_link (other_id);
create index case_link_by_maker on case_link (made_by);
create index case_link_by_ender on case_link (ended_by) where ended_by is not null;
comment on table case_link is '关联个案:同胞、同户、同一事件等;两案都看得到的人才知道有关联';

do $$
declare
  both_seen text := '(exists (select from case_file one where one.id = one_id)) and (exists (select from case_file other where other.id = other_id))';
  one_worked text := '(exists (select from case_file worked where worked.id in (one_id, other_id)'
    || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))';
begin
  perform guard('case_link', reads := both_seen, writes := both_seen || ' and ' || one_worked);
end $$;
revoke update on case_link from shouwang_server;
grant update (ended_by, ended_at, end_reason_sealed) on case_link to shouwang_server;
create policy ends_once on case_link as restrictive for update to shouwang_server using (ended_at is null) with check (true);
