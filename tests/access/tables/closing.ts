import { today } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import * as book from '#modules/cases/book/contract.ts'
import * as closing from '#modules/cases/closing/contract.ts'
import * as followUps from '#modules/cases/follow-ups/contract.ts'
import { CLOSING_WORDS, CONTACT, LOOKED_BACK } from '#tests/loop-words.ts'
import { line, REASON, type Row } from '../entry.ts'

const day = () => today(new Date())
const refusedBy = (why: string) => ({ status: 409, code: 'refused', why })

/** The approval in the world waits for the head. */
const headOnly: Row['instead'] = (role) =>
  role === 'centre-head' ? undefined : refusedBy('现在该中心负责人审批')

export const closingLines: Row[] = [
  line(followUps.listFollowUps, {
    about: 'case',
    input: (set) => ({ id: set.cases.running }),
    shows: { case: 'case' },
  }),
  line(followUps.recordFollowUp, {
    about: 'case-writing',
    input: (set) => ({
      id: set.cases.running,
      version: 1,
      followUpId: uuidv7(),
      onDay: day(),
      ...CONTACT,
    }),
  }),
  line(closing.getClosing, {
    about: 'case',
    input: (set) => ({ id: set.cases.requested }),
    shows: { case: 'case' },
  }),
  line(closing.tellOutcome, {
    about: 'case-writing',
    input: (set) => ({
      id: set.cases.running,
      version: 1,
      tellingId: uuidv7(),
      onDay: day(),
      toldWhom: 'nobody',
      reason: REASON,
    }),
  }),
  line(closing.requestClosing, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.ended, version: 1, ...CLOSING_WORDS }),
  }),
  line(closing.agreeClosing, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.requested, version: 1 }),
    instead: () => refusedBy('申请结案之后个案又有改动'),
  }),
  line(closing.sendBackClosing, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.requested, version: 1, note: REASON }),
    instead: headOnly,
  }),
  line(closing.recordLookBack, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.closed, version: 1, ...LOOKED_BACK }),
  }),
  line(book.getTimeline, { about: 'case', input: (set) => ({ id: set.cases.running }) }),
  line(book.getBook, {
    about: 'case',
    input: (set) => ({ id: set.cases.running }),
    shows: { number: 'case' },
  }),
  line(book.printBook, {
    about: 'case',
    isReading: true,
    input: (set) => ({ id: set.cases.running, reason: REASON }),
    shows: { number: 'case', case: 'case', item: 'case', name: 'case' },
  }),
  line(book.archiveCase, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.closed, version: 1 }),
    instead: () => refusedBy('还有回访没有做'),
  }),
]
