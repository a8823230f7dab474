-- 会商: several units around one case. What is said stays under the case's key; what an invited unit or colleague may see is a row of its
-- own under a key of its own, and ends with the conference.

alter type task_kind add value 'answer-invitation';
alter type task_kind add value 'hold-conference';
alter type task_kind add value 'draft-minutes';
alter type task_kind add value 'sign-minutes';
alter type task_kind add value 'adopt-resolutions';

create type conference_state as enum ('called', 'held', 'minutes-drafted', 'signed', 'cancelled');
create table conference (
  id            uuid primary key,
  case_id       uuid not null references case_file,
  number        text not null,
  state         conference_state not null default 'called',
  starts_at     timestamptz not null,
  place         text not null check (place <> ''),
  chair_id      uuid not null references account,
  agenda_sealed bytea not null,
  shown_sealed  bytea,
  is_child_named boolean not null,
  called_by     uuid not null references account,
  called_at     timestamptz not null,
  held_at       timestamptz,
  record_sealed bytea,
  minutes_number text,
  minutes_sealed bytea,
  minutes_hash  bytea,
  drafted_by    uuid references account,
  drafted_at    timestamptz,
  signed_at     timestamptz,
  cancelled_at  timestamptz,
  cancelled_by  uuid references account,
  cancel_sealed bytea,
  version       integer not null default 1,
  constraint conference_number_unique unique (number),
  constraint conference_minutes_number_unique unique (minutes_number),
  constraint conference_minutes_whole check (num_nulls(minutes_number, minutes_sealed, minutes_hash, drafted_by, drafted_at) in (0, 4, 5)),
  constraint conference_signed_text check (state <> 'signed' or (signed_at is not null and minutes_hash is not null)),
  constraint conference_cancelled_with_reason check (state <> 'cancelled' or cancel_sealed is not null)
);
create index conference_by_case on conference (case_id, starts_at desc);
create index conference_by_chair on conference (chair_id);
create index conference_by_caller on conference (called_by);
create index conference_by_drafter on conference (drafted_by) where drafted_by is not null;
create index conference_by_canceller on conference (cancelled_by) where cancelled_by is not null;
comment on table conference is '个案会商:召集、开会、纪要、签发;签发或取消后不再改动';
comment on column conference.shown_sealed is '召集人愿意让受邀单位看到的话;为空即只有议程';
comment on column conference.record_sealed is '到会、讨论、不同意见,以个案密钥加密';
comment on column conference.minutes_hash is '纪要正文的 SHA-256;签发的就是这一份';

create table conference_resolution (
  id            uuid primary key,
  conference_id uuid not null references conference,
  case_id       uuid not null references case_file,
  ordinal       integer not null check (ordinal > 0),
  kind          text not null check (kind in ('own', 'referral', 'service', 'allowance', 'visit', 'other')),
  text_sealed   bytea not null,
  owner_id      uuid references account,
  unit_id       uuid references unit,
  due_day       date,
  constraint conference_resolution_ordinal_unique unique (conference_id, ordinal),
  constraint conference_resolution_of_one check (num_nonnulls(owner_id, unit_id) <= 1)
);
create index conference_resolution_by_case on conference_resolution (case_id);
create index conference_resolution_by_owner on conference_resolution (owner_id) where owner_id is not null;
create index conference_resolution_by_unit on conference_resolution (unit_id) where unit_id is not null;
comment on table conference_resolution is '会商决议:做什么、谁负责、何时前;签发后转为计划事项,两边互相指得到';

create table conference_signature (
  id            uuid primary key,
  conference_id uuid not null references conference,
  case_id       uuid not null references case_file,
  signed_as     text not null check (signed_as in ('chair', 'second')),
  signed_by     uuid not null references account,
  signed_at     timestamptz not null,
  minutes_hash  bytea not null,
  constraint conference_signature_one_each unique (conference_id, minutes_hash, signed_as),
  constraint conference_signature_by_two unique (conference_id, minutes_hash, signed_by)
);
create index conference_signature_by_case on conference_signature (case_id);
create index conference_signature_by_signer on conference_signature (signed_by);
comment on table conference_signature is '纪要签发:主持人和另一人各签一次,签的是哪一份正文;正文改了,旧的签名不算';

create table conference_invitation (
  id            uuid primary key,
  conference_id uuid not null references conference,
  case_id       uuid not null references case_file,
  unit_id       uuid references unit,
  account_id    uuid references account,
  number        text not null,
  division_code text collate "C" not null,
  starts_at     timestamptz not null,
  place         text not null,
  key_sealed    bytea not null,
  notice_sealed bytea not null,
  invited_at    timestamptz not null,
  first_read_at timestamptz,
  is_coming     boolean,
  answered_at   timestamptz,
  answered_by   uuid references account,
  answer_sealed bytea,
  open_until    timestamptz not null,
  ended_at      timestamptz,
  version       integer not null default 1,
  constraint conference_invitation_to_one check (num_nonnulls(unit_id, account_id) = 1),
  constraint conference_invitation_unit_once unique (conference_id, unit_id),
  constraint conference_invitation_person_once unique (conference_id, account_id),
  constraint conference_invitation_answered check (num_nulls(is_coming, answered_at, answered_by, answer_sealed) in (0, 4))
);
create index conference_invitation_by_case on conference_invitation (case_id);
create index conference_invitation_by_unit on conference_invitation (unit_id, starts_at) where unit_id is not null;
create index conference_invitation_by_account on conference_invitation (account_id, starts_at) where account_id is not null;
create index conference_invitation_by_answerer on conference_invitation (answered_by) where answered_by is not null;
comment on table conference_invitation is '会商通知:受邀单位或个人看得到的全部内容,自带密钥,会商结束或取消即收回';
comment on column conference_invitation.notice_sealed is '议程、召集人选择公开的话、选择公开时的孩子姓名';

create function conference_words(which text) returns text language sql immutable as $$
  select case which
    when 'reads' then '(exists (select from case_file seen_case where seen_case.id = case_id))'
    when 'works' then '(exists (select from case_file worked where worked.id = case_id'
      || ' and (({role:county|supervisor} and {in:worked.division_code}) or {me:worked.owner_id})))'
    else '((({unit:unit_id} and {role:liaison-officer}) or {me:account_id}) and ended_at is null and open_until > now())'
  end
$$;
select guard('conference', reads := conference_words('reads'), writes := conference_words('works'));
select guard('conference_resolution', reads := conference_words('reads'), writes := conference_words('works'),
  removes := conference_words('works'));
select guard('conference_signature', reads := conference_words('reads'), writes := conference_words('works'));
select guard('conference_invitation', reads := conference_words('reads') || ' or ' || conference_words('invited'),
  writes := conference_words('works') || ' or ' || conference_words('invited'));
drop function conference_words;

-- Signed or cancelled: nothing changes any more, whoever asks. A signature is never changed.
create policy settled on conference as restrictive for update to shouwang_server
  using (state not in ('signed', 'cancelled')) with check (true);
create policy settled_inserts on conference_resolution as restrictive for insert to shouwang_server
  with check (exists (select from conference c where c.id = conference_id and c.state not in ('signed', 'cancelled')));
create policy settled_updates on conference_resolution as restrictive for update to shouwang_server using (false);
create policy settled_removes on conference_resolution as restrictive for delete to shouwang_server
  using (exists (select from conference c where c.id = conference_id and c.state not in ('signed', 'cancelled')));
create policy settled on conference_signature as restrictive for update to shouwang_server using (false);

-- Whom the case is kept from is told nothing of its conferences, invited or not.
do $$
begin
  execute format('create policy kept on conference_invitation as restrictive for all to shouwang_server using (%s) with check (true)',
    policy_text('{role:installer|worker}') || ' or not coalesce(case_id = any ((select kept_from(''case''))::uuid[]), false)');
end $$;
