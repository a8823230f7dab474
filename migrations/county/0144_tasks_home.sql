-- What somebody did today, and the open tasks of the cases that somebody owns.
create index task_done_by on task (done_by, done_at) where done_by is not null;
create index task_open_of_case on task (case_id, due_at) where done_at is null and cancelled_at is null and case_id is not null;
