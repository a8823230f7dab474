import { uuidv7 } from '#server/ids.ts'
import * as filling from '#modules/cases/assessments/filling/contract.ts'
import { riskScreening } from '#modules/cases/assessments/instruments/risk-screening.ts'
import { strengths } from '#modules/cases/assessments/instruments/strengths.ts'
import * as versions from '#modules/cases/assessments/versions/contract.ts'
import { shippedId } from '#modules/cases/assessments/versions/queries.ts'
import { REQUIRED } from '#modules/cases/assessments/versions/rules.ts'
import type { Role } from '#modules/identity/rules.ts'
import { harmlessAnswers } from '#tests/loop.ts'
import { line, REASON, type Row } from '../entry.ts'
import { DRAFT_INSTRUMENT } from '../assessments.ts'

const EDITORS: Role[] = ['centre-head', 'security-admin']
const STRENGTHS = shippedId('strengths', 1)

const filled: Row[] = [
  line(filling.listFilled, {
    about: 'case',
    input: (set) => ({ caseId: set.cases.assessed }),
    shows: { number: 'case' },
  }),
  line(filling.openForm, {
    about: 'case-writing',
    input: (set) => ({ caseId: set.cases.assessed, code: 'strengths' }),
    shows: { number: 'case-writing' },
  }),
  line(filling.saveDraft, {
    about: 'case-writing',
    input: (set) => ({ caseId: set.cases.assessed, versionId: STRENGTHS, answers: { talent: 'have' } }),
  }),
  line(filling.fillIn, {
    about: 'case-writing',
    input: (set) => ({
      caseId: set.cases.assessed,
      id: uuidv7(),
      versionId: STRENGTHS,
      answers: harmlessAnswers(strengths),
    }),
  }),
  line(filling.getFilled, {
    about: 'case',
    input: (set) => ({ id: set.assessments.filled }),
    shows: { case: 'case', number: 'case' },
  }),
  line(filling.printFilled, {
    about: 'case-writing',
    isReading: true,
    input: (set) => ({ id: set.assessments.filled, reason: REASON }),
    shows: { case: 'case-writing', number: 'case-writing' },
  }),
  line(filling.confirmLowering, {
    about: 'case-writing',
    input: (set) => ({ id: set.assessments.awaiting }),
  }),
  line(filling.refuseLowering, {
    about: 'case-writing',
    input: (set) => ({ id: set.assessments.awaiting, note: REASON }),
  }),
]

const instruments: Row[] = [
  line(versions.listInstruments, { about: 'nothing' }),
  line(versions.getInstrumentVersion, { about: 'nothing', input: () => ({ id: STRENGTHS }) }),
  line(versions.draftInstrument, {
    about: 'nothing',
    input: () => ({ id: uuidv7(), fromId: STRENGTHS }),
    writers: EDITORS,
  }),
  line(versions.saveInstrument, {
    about: 'nothing',
    input: () => ({ id: DRAFT_INSTRUMENT, version: 1, content: riskScreening }),
    writers: EDITORS,
  }),
  line(versions.discardInstrument, {
    about: 'nothing',
    input: () => ({ id: DRAFT_INSTRUMENT, version: 1 }),
    writers: EDITORS,
  }),
  line(versions.publishInstrument, {
    about: 'nothing',
    input: () => ({ id: DRAFT_INSTRUMENT, version: 1 }),
    writers: EDITORS,
  }),
  line(versions.tryInstrument, {
    about: 'nothing',
    isReading: true,
    input: () => ({ id: DRAFT_INSTRUMENT }),
  }),
  line(versions.setRequiredInstruments, {
    about: 'nothing',
    input: () => ({ required: REQUIRED, version: 0 }),
    writers: [...EDITORS, 'system-admin'],
  }),
]

export const assessments: Row[] = [...filled, ...instruments]
