-- 责任报告人: an account of a unit that may only report. Used from 0071 on: a new word of an enum cannot be used where it is added.
alter type account_role add value 'unit-reporter';
