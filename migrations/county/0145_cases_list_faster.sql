-- The list of cases in its order: running before closed, the more dangerous and the newer first. A page of it is read from the index.
create index case_file_in_order on case_file ((state in ('closed', 'archived')), danger_level, opened_at desc, id);
