-- The small shared schema: it knows the counties of this installation and which migrations each has had.
create table county (
  code         text primary key check (code ~ '^[0-9]{6}$'),
  name         text not null,
  index_suite  text not null check (index_suite in ('aes', 'sm')),
  is_demonstration boolean not null default false,
  created_at   timestamptz not null default now()
);
comment on table county is '本安装所服务的县(市、区),每县一个 schema';
grant select on county to shouwang_server, shouwang_sealer;
