-- Words only: a new word of an enum can be used by the file after the one that adds it.

alter type task_kind add value 'contact-child';
alter type task_kind add value 'archive-case';
