-- Long work on a roster beats every second while it lives. Whoever reads the roster tells a work that was killed by its silence, and the
-- number of the run keeps a work that was given up from finishing behind the back of the next.
alter table roster
  alter column uploaded_by drop not null,
  add column run_id uuid,
  add column beat_at timestamptz,
  add column stop_asked_at timestamptz;
comment on column roster.uploaded_by is '交来名册的账号;空为在服务器上用命令行导入';
comment on column roster.key_sealed is '本名册的密钥(以县密钥加密):暂存文件、名册行、撤销所需的原值都用它加密;作废名册即销毁';
create index roster_by_hash on roster (file_sha256);

-- The blind index of a row's identity number: finds the child again when the roster is applied, and lets rosters be compared later.
alter table roster_row
  add column number_index bytea,
  add column person_id uuid,
  add column changes text[] not null default '{}',
  add column decided_division_code text collate "C",
  add column written_at timestamptz;
comment on column roster_row.changes is '应用后会写入档案的项目(字段名)';
comment on column roster_row.child_id is '对应的儿童;判定为新增的行,是应用时要用的档案编号';
comment on column roster_row.written_at is '应用之后才作决定的行:写入档案的时间';
create index roster_row_by_number on roster_row (number_index) where number_index is not null;
create index roster_row_by_child on roster_row (child_id) where child_id is not null;

-- A child of a sealed file must be recognised too, or a roster would make a second file of the same child. Answers ids for blind
-- indexes; everything else stays behind the policies.
create policy matcher_reads on child for select to current_user using (true);
create function find_children(wanted bytea[]) returns table (id_number_index bytea, id uuid)
language sql stable security definer set search_path from current as $$
  select c.id_number_index, c.id from child c where c.id_number_index = any (wanted)
$$;
revoke execute on function find_children from public;
grant execute on function find_children to shouwang_server;

-- Undoing a roster takes away what that roster put there, and nothing else: only rows of its record of effects (a link or a search entry
-- goes with its child), and only the worker's duty, which the server takes on after it has checked and marked the roster.
do $$
declare
  target record;
begin
  for target in
    select * from (values
      ('child', 'id'), ('person', 'id'), ('child_category', 'id'), ('parent_state', 'id'), ('delegated_care', 'id'), ('schooling', 'id'),
      ('health_record', 'id'), ('child_person', 'id'), ('child_person', 'child_id'), ('child_search', 'child_id')
    ) as t (table_name, column_name)
  loop
    execute format('create policy removes_by_%s on %I for delete to shouwang_server using (%s and exists (
        select from roster_effect effect where effect.record_id = %I.%I and effect.action = ''inserted''))',
      target.column_name, target.table_name, policy_text('{role:installer|worker}'), target.table_name, target.column_name);
    execute format('grant delete on %I to shouwang_server', target.table_name);
  end loop;
end $$;
