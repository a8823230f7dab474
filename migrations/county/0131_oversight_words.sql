-- 督办 and services of social organisations: new words of an enum can be used by the file after the one that adds them.

alter type task_kind add value 'assign-oversight';
alter type task_kind add value 'sign-oversight';
alter type task_kind add value 'answer-oversight';
alter type task_kind add value 'review-oversight';
alter type task_kind add value 'close-oversight';
alter type task_kind add value 'place-service';
alter type task_kind add value 'confirm-taker';
alter type task_kind add value 'do-service';
alter type task_kind add value 'accept-service';
