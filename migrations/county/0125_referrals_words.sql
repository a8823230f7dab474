-- Words of the referral's full way; used from the next migration on, for a new word may not be used where it was added.

alter type referral_state add value 'with-office';
alter type referral_state add value 'redirected';
alter type task_kind add value 'decide-return';
alter type task_kind add value 'answer-query';
alter type task_kind add value 'name-owner';
alter type task_kind add value 'answer-office-query';
alter type task_kind add value 'press-unread';
alter type task_kind add value 'say-effect';
