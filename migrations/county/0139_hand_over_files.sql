-- A matter that goes to a unit or a county without the system goes as one sealed file, and its answer comes back as a file. The
-- server keeps neither the file nor its passphrase; it keeps what opens and judges the answer.

create table hand_over_file (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  referral_id   uuid references referral,
  division_code text collate "C" not null,
  recipient     text not null check (recipient <> ''),
  fields        text[] not null,
  reason        text not null,
  ends_on       date not null,
  header_hash   text not null check (header_hash ~ '^[0-9a-f]{64}$'),
  key_id        text not null,
  key_sealed    bytea not null,
  secret_sealed bytea not null,
  made_at       timestamptz not null,
  made_by       uuid not null references account,
  withdrawn_at  timestamptz,
  withdrawn_by  uuid references account,
  constraint hand_over_file_withdrawn_whole check (num_nulls(withdrawn_at, withdrawn_by) in (0, 2))
);
create index hand_over_file_by_case on hand_over_file (case_id, made_at desc);
create index hand_over_file_by_referral on hand_over_file (referral_id) where referral_id is not null;
create index hand_over_file_by_maker on hand_over_file (made_by);
create index hand_over_file_by_withdrawer on hand_over_file (withdrawn_by) where withdrawn_by is not null;
comment on table hand_over_file is '离线交接文件:交给没有本系统的单位或县;文件和口令都不留存,只留核验回件所需';
comment on column hand_over_file.header_hash is '文件抬头(签名所盖的文字)的 SHA-256';
comment on column hand_over_file.secret_sealed is '回件私钥和回件暗号,以本文件的密钥加密';

create table hand_over_answer (
  id            uuid primary key,
  file_id       uuid not null references hand_over_file,
  case_id       uuid not null references case_file,
  content_hash  text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  content_sealed bytea not null,
  came_at       timestamptz not null,
  came_by       uuid not null references account,
  decision      text check (decision in ('adopted', 'set-aside')),
  decided_at    timestamptz,
  decided_by    uuid references account,
  decision_reason text,
  constraint hand_over_answer_once unique (content_hash),
  constraint hand_over_answer_decided_whole check (num_nulls(decision, decided_at, decided_by) in (0, 3)),
  constraint hand_over_answer_set_aside_with_reason check (decision is distinct from 'set-aside' or decision_reason <> '')
);
create index hand_over_answer_by_file on hand_over_answer (file_id, came_at);
create index hand_over_answer_by_case on hand_over_answer (case_id);
create index hand_over_answer_by_bringer on hand_over_answer (came_by);
create index hand_over_answer_by_decider on hand_over_answer (decided_by) where decided_by is not null;
create unique index hand_over_answer_one_adopted on hand_over_answer (file_id) where decision = 'adopted';
comment on table hand_over_answer is '交接文件的回件:核对无误才收下,由发出人采纳或搁置;同一份只收一次';

do $$
declare
  sees text := '(exists (select from case_file seen_case where seen_case.id = case_id))';
  works text := '{role:county} and (exists (select from case_file worked where worked.id = case_id))';
begin
  perform guard('hand_over_file', reads := sees, writes := works);
  perform guard('hand_over_answer', reads := sees, writes := works);
end $$;

-- What was made stays as it was made; it can only be withdrawn, once. What came in stays; it can only be decided on, once.
create function hand_over_stays() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'hand_over_file' and (to_jsonb(old) ->> 'withdrawn_at' is not null
      or to_jsonb(new) - array['withdrawn_at', 'withdrawn_by'] is distinct from to_jsonb(old) - array['withdrawn_at', 'withdrawn_by'])
    or tg_table_name = 'hand_over_answer' and (to_jsonb(old) ->> 'decision' is not null
      or to_jsonb(new) - array['decision', 'decided_at', 'decided_by', 'decision_reason']
        is distinct from to_jsonb(old) - array['decision', 'decided_at', 'decided_by', 'decision_reason'])
  then
    raise exception 'a hand-over is not rewritten' using errcode = 'check_violation', constraint = 'hand_over_stays';
  end if;
  return new;
end $$;
create trigger hand_over_file_stays before update on hand_over_file for each row execute function hand_over_stays();
create trigger hand_over_answer_stays before update on hand_over_answer for each row execute function hand_over_stays();
