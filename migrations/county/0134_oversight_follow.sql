-- A merged village takes its records along, ended ones too: what stands is what was said and decided, not where it is kept.

create or replace function oversight_stands() returns trigger language plpgsql as $$
begin
  if old.state in ('closed', 'withdrawn') and to_jsonb(new) - 'division_code' <> to_jsonb(old) - 'division_code' then
    raise exception 'an ended oversight is never edited' using errcode = '23514', constraint = 'oversight_order_ended';
  end if;
  if (new.id, new.number, new.unit_id, new.matter, new.reason, new.proposed_at, new.proposed_by)
    is distinct from (old.id, old.number, old.unit_id, old.matter, old.reason, old.proposed_at, old.proposed_by) then
    raise exception 'what was proposed stays as it was proposed' using errcode = '23514', constraint = 'oversight_order_ended';
  end if;
  if new.state <> old.state and new.state not in ('signed', 'handling', 'fed-back')
    and current_setting('shouwang.role', true) = 'liaison-officer'
    and old.unit_id = nullif(current_setting('shouwang.unit', true), '')::uuid then
    raise exception 'a unit decides nothing on its own overseeing' using errcode = '23514', constraint = 'oversight_order_ended';
  end if;
  return new;
end $$;

create or replace function urging_stands() returns trigger language plpgsql as $$
begin
  if (old.answered_at is not null and to_jsonb(new) - 'division_code' <> to_jsonb(old) - 'division_code')
    or (new.referral_id, new.unit_id, new.words, new.urged_on, new.urged_by)
      is distinct from (old.referral_id, old.unit_id, old.words, old.urged_on, old.urged_by) then
    raise exception 'an urging is answered once and never edited' using errcode = '23514', constraint = 'urging_answered_once';
  end if;
  return new;
end $$;

create or replace function service_order_stands() returns trigger language plpgsql as $$
begin
  if old.state in ('accepted', 'withdrawn') and to_jsonb(new) - 'division_code' <> to_jsonb(old) - 'division_code' then
    raise exception 'an ended order is never edited' using errcode = '23514', constraint = 'service_order_ended';
  end if;
  if current_setting('shouwang.role', true) = 'liaison-officer' and
    not ((old.state, new.state) in (('open', 'claimed'), ('claimed', 'returned'), ('taken', 'taken'), ('taken', 'reported'), ('taken', 'returned'))
      and new.confirmed_by is not distinct from old.confirmed_by) then
    raise exception 'an organisation does not decide on its own order' using errcode = '23514', constraint = 'service_order_ended';
  end if;
  return new;
end $$;
