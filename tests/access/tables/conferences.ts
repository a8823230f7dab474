import { uuidv7 } from '#server/ids.ts'
import * as conferences from '#modules/cases/conferences/contract.ts'
import * as invitations from '#modules/cases/conferences/invitations/contract.ts'
import * as minutes from '#modules/cases/conferences/minutes/contract.ts'
import * as plans from '#modules/cases/plans/contract.ts'
import { openPlanForm, savePlanDraft } from '#modules/cases/plans/drafts/contract.ts'
import { listPlanVersions } from '#modules/cases/plans/versions/contract.ts'
import { PLAN_WORDS } from '#tests/loop-words.ts'
import { farDay, soon } from '../around.ts'
import { line, REASON, type Row } from '../entry.ts'
import type { RecordSet } from '../world.ts'

const called = (set: RecordSet) => ({ id: set.conferences.called, version: 1 })

const ofCase: Row[] = [
  line(conferences.listConferences, {
    about: 'case',
    input: (set) => ({ caseId: set.cases.running }),
    shows: { number: 'case' },
  }),
  line(conferences.getConference, {
    about: 'case',
    input: (set) => ({ id: set.conferences.held }),
    shows: { number: 'case', case: 'case' },
    mayShow: { name: 'case' },
  }),
  line(conferences.listInvitable, { about: 'case', input: (set) => ({ caseId: set.cases.running }) }),
  line(conferences.callConference, {
    about: 'case-writing',
    input: (set) => ({
      caseId: set.cases.running,
      id: uuidv7(),
      startsAt: soon().toISOString(),
      place: '会议室',
      chairId: set.strangerId,
      agenda: ['怎样安排'],
      isChildNamed: false,
      unitIds: [set.unitId],
      accountIds: [],
    }),
  }),
  line(conferences.moveConference, {
    about: 'case-writing',
    input: (set) => ({ ...called(set), startsAt: soon().toISOString(), place: '另一会议室' }),
  }),
  line(conferences.cancelConference, {
    about: 'case-writing',
    input: (set) => ({ ...called(set), reason: REASON }),
  }),
  line(conferences.holdConference, { about: 'case-writing', input: called }),
  line(conferences.recordConference, {
    about: 'case-writing',
    input: (set) => ({
      id: set.conferences.held,
      version: 1,
      attendees: [],
      discussion: '议了',
      dissents: [],
      resolutions: [],
    }),
  }),
  line(minutes.draftMinutes, {
    about: 'case-writing',
    input: (set) => ({ id: set.conferences.held, version: 1 }),
  }),
  line(minutes.takeBackMinutes, {
    about: 'case-writing',
    input: (set) => ({ id: set.conferences.drafted.id, version: 1, reason: REASON }),
  }),
  line(minutes.signMinutes, {
    about: 'case-writing',
    input: ({ conferences: { drafted } }) => ({ id: drafted.id, version: 1, hash: drafted.hash }),
  }),
  line(minutes.takeMinutes, {
    about: 'case',
    isReading: true,
    input: (set) => ({ id: set.conferences.drafted.id, reason: REASON }),
    mayShow: { number: 'case', case: 'case' },
  }),
]

const ofInvited: Row[] = [
  line(invitations.listInvitations, { about: 'nothing', shows: { number: 'received-referral' } }),
  line(invitations.getInvitation, {
    about: 'received-referral',
    input: (set) => ({ id: set.conferences.invitation }),
    shows: { number: 'received-referral', invitation: 'received-referral' },
  }),
  line(invitations.answerInvitation, {
    about: 'received-referral',
    input: (set) => ({ id: set.conferences.invitation, version: 1, isComing: false, reason: REASON }),
  }),
]

const ofPlan: Row[] = [
  line(plans.revisePlan, {
    about: 'case-writing',
    input: ({ cases, strangerId }) => ({
      id: cases.ended,
      version: 1,
      why: REASON,
      ...PLAN_WORDS,
      items: [{ itemId: uuidv7(), title: '每周看望', ownerId: strangerId, dueDay: farDay() }],
    }),
  }),
  line(plans.adoptResolution, {
    about: 'case-writing',
    input: ({ cases, conferences: { signed } }) => ({
      id: cases.running,
      version: 1,
      itemId: uuidv7(),
      resolutionId: signed.resolution,
    }),
  }),
  line(listPlanVersions, {
    about: 'case',
    input: (set) => ({ id: set.cases.running }),
    shows: { number: 'case' },
  }),
  line(openPlanForm, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.running }),
    shows: { case: 'case-writing', number: 'case-writing' },
  }),
  line(savePlanDraft, {
    about: 'case-writing',
    input: (set) => ({ id: set.cases.running, caseVersion: 1, values: '{}' }),
  }),
]

export const conferenceLines: Row[] = [...ofCase, ...ofInvited, ...ofPlan]
