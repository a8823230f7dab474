-- A resolution becomes an item of the plan, and each can be found from the other.
alter table plan_item
  add column kind text not null default 'other' check (kind in ('own', 'referral', 'service', 'allowance', 'visit', 'other')),
  add column resolution_id uuid references conference_resolution;
create unique index plan_item_by_resolution on plan_item (resolution_id) where resolution_id is not null;
comment on column plan_item.kind is '本中心办理、转介、社会服务、救助申请、走访、其他';
comment on column plan_item.resolution_id is '来自哪一项会商决议';
