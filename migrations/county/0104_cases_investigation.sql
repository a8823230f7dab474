-- 社会背景调查 (MZ/T 086-2017): drafted by one person, signed by that person, signed by a second one; after that it stands.

create table investigation (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  state         text not null default 'draft' check (state in ('draft', 'written', 'signed')),
  begun_at      timestamptz not null,
  saved_by      uuid not null,
  saved_at      timestamptz not null,
  written_by    uuid,
  written_at    timestamptz,
  signed_by     uuid,
  signed_at     timestamptz,
  return_sealed bytea,
  content_sealed bytea not null,
  version       integer not null default 1,
  constraint investigation_written check ((state = 'draft') = (written_by is null) and num_nulls(written_by, written_at) in (0, 2)),
  constraint investigation_signed check ((state = 'signed') = (signed_by is not null) and num_nulls(signed_by, signed_at) in (0, 2)),
  constraint investigation_by_two check (signed_by is null or signed_by <> written_by)
);
create unique index investigation_one_open on investigation (case_id) where state <> 'signed';
create index investigation_by_case on investigation (case_id, begun_at desc);
comment on table investigation is '社会背景调查:起草、调查人签字、另一人复核签字;签定后不再改动';
comment on column investigation.content_sealed is '各部分、各方说法、走访对象、还不清楚的,以个案密钥加密';
comment on column investigation.return_sealed is '复核人退回时写明的意见';

do $$
begin
  perform guard('investigation', reads := '(exists (select from case_file seen_case where seen_case.id = case_id))',
    writes := '(exists (select from case_file worked where worked.id = case_id'
      || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))');
end $$;

-- What two people signed is nobody's to change, and what one signed is changed only by giving it back first.
create function investigation_stands() returns trigger language plpgsql as $$
begin
  if old.state = 'signed' then
    raise exception 'a signed investigation is never edited' using errcode = '23514', constraint = 'investigation_stands';
  end if;
  if old.state = 'written' and new.state <> 'draft'
    and (new.content_sealed, new.written_by, new.written_at, new.case_id)
      is distinct from (old.content_sealed, old.written_by, old.written_at, old.case_id) then
    raise exception 'what was signed is not changed under the signature' using errcode = '23514', constraint = 'investigation_stands';
  end if;
  return new;
end $$;
create trigger investigation_stands before update on investigation for each row execute function investigation_stands();
