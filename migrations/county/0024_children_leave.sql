-- A child leaves the register (销档) by a command with its day, and comes back by another.
alter table child add column state_day date;
comment on column child.state_day is '退出或恢复在册之日；state_reason 是其缘由';
