import * as applying from '#modules/rosters/applying/contract.ts'
import * as rosters from '#modules/rosters/contract.ts'
import * as intake from '#modules/rosters/intake/contract.ts'
import * as preview from '#modules/rosters/preview/contract.ts'
import * as review from '#modules/rosters/review/contract.ts'
import * as undo from '#modules/rosters/undo/contract.ts'
import { line, REASON, type Row } from '../entry.ts'
import { ROSTER_FIELDS, rowOf, workbook } from '../rosters.ts'

/** A roster is the county's; only its rows are of a set. */
const relations = ['own', 'county'] as const
const writers = ['caseworker', 'centre-head'] as const

const whole: Row[] = [
  line(rosters.listRosters, { about: 'nothing' }),
  line(rosters.getRoster, { about: 'open', relations, input: (set) => ({ id: set.rosters.previewed }) }),
  line(rosters.discardRoster, {
    about: 'open',
    relations,
    writers,
    input: (set) => ({ id: set.rosters.previewed, version: 1, reason: REASON }),
  }),
  line(intake.receiveRoster, {
    about: 'nothing',
    writers,
    input: () => ({ fileName: '新名册.xlsx', department: '教育局' }),
    body: workbook,
  }),
  line(intake.chooseSheet, {
    about: 'open',
    relations,
    writers,
    input: (set) => ({ id: set.rosters.received, version: 1, sheetName: '名单' }),
  }),
  line(intake.getMapping, { about: 'open', relations, input: (set) => ({ id: set.rosters.received }) }),
  line(intake.saveMapping, {
    about: 'open',
    relations,
    writers,
    input: (set) => ({
      id: set.rosters.received,
      version: 1,
      department: '民政局',
      asOfDay: '2026-01-05',
      purpose: 'register',
      subject: 'child',
      parentState: null,
      fields: [...ROSTER_FIELDS],
    }),
  }),
]

const works: Row[] = [
  line(preview.startPreview, {
    about: 'open',
    relations,
    writers,
    input: (set) => ({ id: set.rosters.received, version: 1 }),
  }),
  line(preview.stopPreview, {
    about: 'open',
    relations,
    writers,
    input: (set) => ({ id: set.rosters.reading }),
  }),
  line(applying.applyRoster, {
    about: 'open',
    relations,
    writers,
    input: (set) => ({ id: set.rosters.previewed, version: 1 }),
  }),
  line(undo.previewUndo, {
    about: 'open',
    relations,
    input: (set) => ({ id: set.rosters.applied }),
    mayShow: { name: 'child' },
  }),
  line(undo.undoRoster, {
    about: 'open',
    relations,
    writers,
    input: (set) => ({ id: set.rosters.applied, version: 1, reason: REASON }),
  }),
]

const rows: Row[] = [
  line(preview.listRows, {
    about: 'open',
    relations,
    isWhole: true,
    input: (set) => ({ id: set.rosters.previewed, pageSize: 100 }),
    shows: { roster: 'roster-row' },
  }),
  line(preview.getRow, {
    about: 'roster-row',
    input: (set) => ({ id: set.rosters.previewed, rowNumber: rowOf(set.relation) }),
    shows: { roster: 'roster-row', name: 'row-child' },
    mayShow: { file: 'row-child' },
  }),
  line(preview.exportBadRows, {
    about: 'open',
    relations,
    isReading: true,
    isWhole: true,
    input: (set) => ({ id: set.rosters.previewed, reason: REASON }),
    shows: { roster: 'roster-row' },
  }),
  line(review.listReview, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { roster: 'roster-row' },
  }),
  line(review.decideRow, {
    about: 'roster-row',
    input: (set) => ({
      id: set.rosters.previewed,
      rowNumber: rowOf(set.relation),
      decision: 'same-child',
      childId: set.children.main,
    }),
    shows: { roster: 'roster-row', name: 'row-child' },
    mayShow: { file: 'row-child' },
    instead: (_, relation) =>
      relation === 'sealed'
        ? { status: 422, code: 'invalid', why: '名册行看得到,密封的档案看不到,不能认定' }
        : undefined,
  }),
]

export const rostersLines: Row[] = [...whole, ...works, ...rows]
