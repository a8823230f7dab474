-- The way of a case in full: a plan is submitted before it begins, a closed case is put away at the end. Words only: a new word of an
-- enum can be used by the file after the one that adds it.

alter type case_state add value 'plan-submitted' after 'planned';
alter type case_state add value 'archived' after 'closed';

alter type task_kind add value 'approve-plan';
alter type task_kind add value 'approve-late';
alter type task_kind add value 'ask-late-approval';
alter type task_kind add value 'respond-emergency';
alter type task_kind add value 'renew-safety';
alter type task_kind add value 'investigate-case';
alter type task_kind add value 'sign-investigation';
