import { uuidv7 } from '#server/ids.ts'
import * as divisions from '#modules/organisations/divisions/contract.ts'
import * as network from '#modules/organisations/network/contract.ts'
import * as posts from '#modules/organisations/posts/contract.ts'
import * as settings from '#modules/organisations/settings/contract.ts'
import * as sites from '#modules/organisations/sites/contract.ts'
import * as units from '#modules/organisations/units/contract.ts'
import { line, REASON, type Row } from '../entry.ts'
import { SPARE } from '../world.ts'

const day = '2026-01-10'
const documentNo = '县民〔2026〕1号'
const BUILDERS = ['system-admin', 'centre-head'] as const

const territory: Row[] = [
  line(divisions.listDivisions, { about: 'nothing' }),
  line(divisions.listDivisionChanges, { about: 'nothing' }),
  line(divisions.getDivision, { about: 'open', input: ({ divisionCode: code }) => ({ code }) }),
  line(divisions.renameDivision, {
    about: 'open',
    writers: BUILDERS,
    input: ({ divisionCode: code }) => ({ code, version: 1, name: '新名村', changedOn: day, documentNo }),
  }),
  line(divisions.mergeDivisions, {
    about: 'open',
    writers: BUILDERS,
    input: ({ divisionCode }) => ({
      fromCodes: [divisionCode],
      toCode: SPARE,
      changedOn: day,
      documentNo,
      reason: REASON,
    }),
  }),
  line(network.getNetwork, { about: 'nothing' }),
  line(network.getCoverage, { about: 'nothing' }),
  line(network.listVacancies, { about: 'nothing' }),
  line(sites.setUpSite, {
    about: 'nothing',
    writers: [...BUILDERS, 'supervisor'],
    input: () => ({ id: uuidv7(), kind: 'point', divisionCode: SPARE, name: '新工作点', setUpOn: day }),
  }),
  line(sites.editSite, {
    about: 'open',
    writers: [...BUILDERS, 'supervisor'],
    input: ({ places }) => ({ id: places.site, version: 1, name: '新名字' }),
  }),
  line(sites.closeSite, {
    about: 'open',
    writers: [...BUILDERS, 'supervisor'],
    input: ({ places }) => ({ id: places.site, version: 1, closedOn: day, reason: REASON }),
  }),
]

const people: Row[] = [
  line(posts.setUpPost, {
    about: 'nothing',
    writers: BUILDERS,
    input: () => ({ id: uuidv7(), kind: 'child-director', divisionCode: SPARE, setUpOn: day }),
  }),
  line(posts.closePost, {
    about: 'open',
    writers: BUILDERS,
    input: ({ places }) => ({ id: places.vacant, closedOn: day, reason: REASON }),
  }),
  line(posts.getPost, { about: 'open', input: ({ places }) => ({ id: places.held }) }),
  line(posts.listCandidates, { about: 'place', input: ({ places }) => ({ id: places.vacant }) }),
  line(posts.appoint, {
    about: 'place',
    writers: ['centre-head', 'supervisor'],
    input: ({ places }) => ({
      id: places.vacant,
      holdingId: uuidv7(),
      holderName: '新主任',
      phone: '',
      fromDay: day,
      reason: REASON,
    }),
  }),
  line(posts.endHolding, {
    about: 'place',
    writers: ['centre-head', 'supervisor'],
    input: ({ places }) => ({ id: places.holding, version: 1, toDay: day, reason: REASON }),
  }),
  line(posts.showHolderPhone, {
    about: 'open',
    isReading: true,
    input: ({ places }) => ({ id: places.holding }),
    shows: { colleague: 'open' },
  }),
]

const bodies: Row[] = [
  line(units.listUnits, { about: 'nothing' }),
  line(units.getUnit, { about: 'open', input: ({ unitId: id }) => ({ id }) }),
  line(units.addUnit, {
    about: 'nothing',
    writers: BUILDERS,
    input: () => ({
      id: uuidv7(),
      code: 'new-unit',
      kind: 'other',
      name: '新单位',
      shortName: '新',
      joinedOn: day,
    }),
  }),
  line(units.editUnit, {
    about: 'open',
    writers: BUILDERS,
    input: ({ unitId: id }) => ({ id, version: 1, name: '新名字', shortName: '新' }),
  }),
  line(units.leaveUnit, {
    about: 'open',
    writers: BUILDERS,
    input: ({ unitId: id }) => ({ id, version: 1, leftOn: day, reason: REASON }),
  }),
  line(units.listUnitAccounts, { about: 'unit-staff', input: ({ unitId: id }) => ({ id }) }),
  line(units.appointLiaison, {
    about: 'unit-staff',
    writers: ['centre-head', 'liaison-officer'],
    input: ({ unitId: id }) => ({ id, liaisonId: uuidv7(), name: '新联络员', phone: '', fromDay: day }),
  }),
  line(units.endLiaison, {
    about: 'unit-staff',
    writers: ['centre-head', 'liaison-officer'],
    input: ({ places }) => ({ id: places.liaison, version: 1, toDay: day, reason: REASON }),
  }),
  line(units.showLiaisonPhone, {
    about: 'open',
    isReading: true,
    input: ({ places }) => ({ id: places.liaison }),
    shows: { colleague: 'open' },
  }),
]

const SETTERS = ['system-admin', 'security-admin', 'centre-head'] as const

const rules: Row[] = [
  line(settings.listDeadlineRules, { about: 'nothing' }),
  line(settings.setDeadline, {
    about: 'nothing',
    writers: SETTERS,
    input: () => ({ code: 'CL-04', version: 0, limit: 3, unit: 'working-day', basis: documentNo }),
  }),
  line(settings.resetDeadline, {
    about: 'nothing',
    writers: SETTERS,
    input: () => ({ code: 'CL-03', version: 1 }),
  }),
  line(settings.getCalendar, { about: 'nothing', input: () => ({ year: 2026 }) }),
  line(settings.importHolidays, {
    about: 'nothing',
    writers: SETTERS,
    input: () => ({
      year: 2028,
      version: 0,
      holidays: Array.from({ length: 13 }, (_, index) => `2028-10-${String(index + 1).padStart(2, '0')}`),
      workdays: [],
      documentNo,
    }),
  }),
  line(settings.getEmergencyNumbers, { about: 'nothing' }),
  line(settings.setEmergencyNumbers, {
    about: 'nothing',
    writers: SETTERS,
    input: () => ({ version: 0, items: [{ name: '报警', phone: '110' }] }),
  }),
]

export const places: Row[] = [...territory, ...people, ...bodies, ...rules]
