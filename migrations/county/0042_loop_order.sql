-- People speak of "item 2": its number stays when another item is added or its day changes.
alter table plan_item add column ordinal integer not null default 0;
comment on column plan_item.ordinal is '第几项;一经编号不再变动';
