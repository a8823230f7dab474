-- Tables that came after the archive: those that belong to a case's record are locked with it as well. Left open on purpose is what goes on
-- around an archived case: who opened it at night, who is to be kept from it, files and orders that lead an own life, unfinished forms.
do $$
declare
  of_table regclass;
begin
  for of_table in
    select c.oid::regclass from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'case_id' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = (select relnamespace from pg_class where oid = 'case_file'::regclass)
      and c.relname = any (array['case_person', 'case_relation', 'assignment_override', 'supervision_note', 'referral_message',
        'referral_measure', 'referral_handover', 'referral_effect'])
      and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'archived')
  loop
    perform lock_with_case(of_table);
  end loop;
  drop trigger archived on plan_draft;
end $$;
