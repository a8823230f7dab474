-- What whoever sent it took it for: told apart from the content, a wrong one is answered in other words.
alter table file add column declared file_kind;
comment on column file.declared is '发送的人以为是什么；以内容为准';
