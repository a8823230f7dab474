import { uuidv7 } from '#server/ids.ts'
import * as conflicts from '#modules/cases/assigning/conflicts/contract.ts'
import { getCaseload } from '#modules/cases/assigning/contract.ts'
import * as handOvers from '#modules/cases/assigning/hand-overs/contract.ts'
import * as glass from '#modules/cases/break-glass/contract.ts'
import * as families from '#modules/cases/families/contract.ts'
import * as relations from '#modules/cases/relations/contract.ts'
import * as notes from '#modules/cases/supervision-notes/contract.ts'
import { today } from '#kernel/day.ts'
import { rolesWith } from '#modules/identity/rules.ts'
import { numberOf } from '../around.ts'
import { line, REASON, type Row } from '../entry.ts'

const people: Row[] = [
  line(relations.listRelations, {
    about: 'case',
    input: (set) => ({ caseId: set.cases.opened }),
    shows: { case: 'case', name: 'case' },
    mayShow: { file: 'case' },
  }),
  line(relations.recordRelation, {
    about: 'case-writing',
    input: (set) => ({
      caseId: set.cases.opened,
      relationId: uuidv7(),
      who: { as: 'named', id: uuidv7(), name: '赵某' },
      kind: 'witness',
      whom: { as: 'known', id: set.people.child },
      source: 'visit',
    }),
  }),
  line(relations.endRelation, {
    about: 'case-writing',
    input: (set) => ({ id: set.people.relation, toDay: today(new Date()), reason: REASON }),
  }),
  line(families.listLinks, {
    about: 'case',
    input: (set) => ({ caseId: set.cases.opened }),
    shows: { case: 'case', number: 'case', name: 'case' },
  }),
  line(families.linkCases, {
    about: 'case-writing',
    input: (set) => ({
      caseId: set.cases.opened,
      linkId: uuidv7(),
      number: numberOf(set.relation, '个', 'planned'),
      kind: 'same-event',
      reason: REASON,
    }),
  }),
  line(families.endLink, {
    about: 'case-writing',
    input: (set) => ({ caseId: set.cases.opened, linkId: set.people.link, reason: REASON }),
  }),
  line(notes.listSupervisionNotes, {
    about: 'case',
    input: (set) => ({ caseId: set.cases.opened }),
    shows: { case: 'case' },
  }),
  line(notes.writeSupervisionNote, {
    about: 'case-writing',
    input: (set) => ({ caseId: set.cases.opened, noteId: uuidv7(), advice: '先稳住孩子晚上的照看' }),
  }),
  line(notes.answerSupervisionNote, {
    about: 'case-writing',
    input: (set) => ({ caseId: set.cases.opened, noteId: set.people.note, answer: '已经照办' }),
    instead: () => ({ status: 409, code: 'refused', why: '由个案负责人答复' }),
  }),
]

const assigning: Row[] = [
  line(getCaseload, { about: 'nothing' }),
  line(conflicts.listAssignees, { about: 'case', input: (set) => ({ caseId: set.cases.opened }) }),
  line(conflicts.listRecusals, {
    about: 'case',
    input: (set) => ({ caseId: set.cases.opened }),
    shows: { case: 'case' },
  }),
  line(conflicts.declareRecusal, {
    about: 'case-writing',
    input: (set) => ({ caseId: set.cases.assessed, recusalId: uuidv7(), reason: REASON }),
  }),
  line(conflicts.decideRecusal, {
    about: 'case-writing',
    input: (set) => ({
      caseId: set.cases.opened,
      recusalId: set.people.recusal,
      version: 1,
      decision: 'declined',
      note: REASON,
    }),
  }),
]

const none = () => ({ status: 404, code: 'not-found', why: '没有这次移交' })

const leaving: Row[] = [
  line(handOvers.previewHandOver, { about: 'nothing', input: (_, me) => ({ giverId: me.accountId }) }),
  line(handOvers.listHandOvers, { about: 'nothing' }),
  line(handOvers.drawUpHandOver, {
    about: 'nothing',
    writers: rolesWith('hand-overs.work'),
    input: (set, me) => ({
      id: uuidv7(),
      giverId: me.accountId,
      parts: [{ receiverId: set.strangerId, takesRest: true, lines: [] }],
    }),
  }),
  line(handOvers.getHandOver, { about: 'nothing', input: () => ({ id: uuidv7() }), instead: none }),
  line(handOvers.signHandOver, { about: 'nothing', input: () => ({ id: uuidv7() }), instead: none }),
  line(handOvers.declineHandOver, {
    about: 'nothing',
    input: () => ({ id: uuidv7(), reason: REASON }),
    instead: none,
  }),
]

const night: Row[] = [
  line(glass.listBreakGlass, { about: 'nothing', input: () => ({ pageSize: 100 }) }),
  line(glass.listBreakGlassOfCase, { about: 'case', input: (set) => ({ caseId: set.cases.opened }) }),
  line(glass.getBreakGlass, { about: 'glass', input: (set) => ({ id: set.people.glass }) }),
  line(glass.breakGlass, {
    about: 'nothing',
    writers: ['duty-officer', 'caseworker'],
    input: () => ({ id: uuidv7(), by: 'number', number: numberOf('sealed', '个', 'opened'), reason: REASON }),
  }),
  line(glass.endBreakGlass, {
    about: 'glass',
    input: (set) => ({ id: set.people.glass }),
    instead: () => ({ status: 409, code: 'refused', why: '已经到时关闭' }),
  }),
  line(glass.reviewBreakGlass, {
    about: 'glass',
    input: (set) => ({ id: set.people.glass, verdict: 'justified', words: REASON }),
    writers: ['centre-head'],
  }),
]

export const peopleLines: Row[] = [...people, ...assigning, ...leaving, ...night]
