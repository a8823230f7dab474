import { uuidv7 } from '#server/ids.ts'
import { addDays, today } from '#kernel/day.ts'
import * as orders from '#modules/referrals/orders/contract.ts'
import * as register from '#modules/referrals/orders/register/contract.ts'
import * as unit from '#modules/referrals/orders/unit/contract.ts'
import * as oversight from '#modules/referrals/oversight/contract.ts'
import * as urgings from '#modules/referrals/oversight/urgings/contract.ts'
import { farDay } from '../around.ts'
import { line, REASON, type Instead, type Row } from '../entry.ts'

const many = () => ({ pageSize: 100 })
const day = () => today(new Date())

/** The test county has no office of the leading group, so a leader acts for it; a unit decides nothing on its own. */
const unitAgainst = (role: string): Instead | undefined =>
  role === 'liaison-officer'
    ? { status: 409, code: 'refused', why: '被督办单位不能决定对自己的督办' }
    : undefined
const unitAndDesk = (role: string): Instead | undefined =>
  role === 'liaison-officer' || role === 'duty-officer' || role === 'caseworker'
    ? unitAgainst('liaison-officer')
    : undefined
const ABOVE = ['leader'] as const
const OVERSEERS = ['duty-officer', 'caseworker', 'centre-head', 'leader'] as const

const overseeing: Row[] = [
  line(urgings.listOwed, {
    about: 'nothing',
    input: () => ({ pageSize: 100, all: true }),
    mayShow: { number: 'owed' },
  }),
  line(urgings.urgeReferral, {
    about: 'owed',
    writers: OVERSEERS,
    input: (set) => ({ id: set.referrals.dispatched, urgingId: uuidv7(), words: 'answer-soon' }),
  }),
  line(urgings.listUrgings, {
    about: 'nothing',
    isForEach: true,
    input: (set) => ({ id: set.referrals.signed }),
  }),
  line(urgings.answerUrging, {
    about: 'unit-owed',
    writers: ['liaison-officer'],
    input: (set) => ({ id: set.referrals.signed, expectedDay: farDay() }),
  }),
  line(oversight.listOversights, { about: 'nothing', input: many, mayShow: { oversight: 'oversight' } }),
  line(oversight.getOversight, {
    about: 'oversight',
    input: (set) => ({ id: set.overseen.assigned }),
    shows: { oversight: 'oversight' },
  }),
  line(oversight.printOversight, {
    about: 'oversight',
    isReading: true,
    input: (set) => ({ id: set.overseen.assigned, reason: REASON }),
    shows: { oversight: 'oversight' },
  }),
  line(oversight.proposeOversight, {
    about: 'nothing',
    writers: ['centre-head', 'leader'],
    input: (_, __, { unit: unitId }) => ({
      orderId: uuidv7(),
      unitId,
      matter: '多次超期未答复',
      requirement: '限期办结并答复',
    }),
  }),
  line(oversight.assignOversight, {
    about: 'oversight-proposed',
    writers: ABOVE,
    input: (set) => ({ id: set.overseen.proposed, version: 1 }),
  }),
  line(oversight.signOversight, {
    about: 'unit-owed',
    writers: ['liaison-officer'],
    input: (set) => ({ id: set.overseen.assigned, version: 1 }),
  }),
  line(oversight.handleOversight, {
    about: 'unit-owed',
    writers: ['liaison-officer'],
    input: (set) => ({ id: set.overseen.signed, version: 1, note: '已安排专人负责' }),
  }),
  line(oversight.feedBackOversight, {
    about: 'unit-owed',
    writers: ['liaison-officer'],
    input: (set) => ({ id: set.overseen.handling, version: 1, note: '已全部办结' }),
  }),
  line(oversight.reviewOversight, {
    about: 'oversight',
    writers: ABOVE,
    input: (set) => ({ id: set.overseen['fed-back'], version: 1, isPassed: true, note: '情况属实' }),
    instead: unitAgainst,
  }),
  line(oversight.closeOversight, {
    about: 'oversight',
    writers: ABOVE,
    input: (set) => ({ id: set.overseen.reviewed, version: 1, isAgreed: true, note: '同意销号' }),
    instead: unitAgainst,
  }),
  line(oversight.withdrawOversight, {
    about: 'oversight',
    writers: ['centre-head', 'leader'],
    input: (set) => ({ id: set.overseen.assigned, version: 1, reason: REASON }),
    instead: unitAndDesk,
  }),
]

const serving: Row[] = [
  line(orders.publishOrder, {
    about: 'case-writing',
    input: (set) => ({
      caseId: set.cases.running,
      orderId: uuidv7(),
      planItemId: set.items.open,
      kind: 'tutoring',
      age: '7-12',
      hours: 20,
      qualification: '社工师',
      content: '每周课业辅导一次',
      detail: '放学以后',
      startsOn: day(),
      endsOn: farDay(),
      takeBy: addDays(day(), 3),
    }),
  }),
  line(orders.listOrders, { about: 'nothing', input: many }),
  line(orders.getOrder, {
    about: 'case',
    input: (set) => ({ id: set.services.taken }),
    shows: { service: 'case', number: 'case', item: 'case' },
  }),
  line(orders.confirmTaking, {
    about: 'case',
    input: (set) => ({
      id: set.services.claimed,
      version: 1,
      fields: ['name'],
      reason: REASON,
      accessEndsOn: farDay(),
    }),
  }),
  line(orders.declineTaking, {
    about: 'case',
    input: (set) => ({ id: set.services.claimed, version: 1, reason: REASON }),
  }),
  line(orders.revokeOrder, {
    about: 'case',
    input: (set) => ({ id: set.services.taken, version: 1, reason: REASON }),
  }),
  line(orders.sendBackService, {
    about: 'case',
    input: (set) => ({ id: set.services.reported, version: 1, reason: REASON }),
  }),
  line(orders.acceptService, {
    about: 'case',
    input: (set) => ({ id: set.services.reported, version: 1, result: '已经完成' }),
  }),
  line(orders.republishOrder, {
    about: 'case',
    input: (set) => ({
      id: set.services.returned,
      version: 1,
      startsOn: day(),
      endsOn: farDay(),
      takeBy: addDays(day(), 3),
    }),
  }),
  line(orders.withdrawOrder, {
    about: 'case',
    input: (set) => ({ id: set.services.returned, version: 1, reason: REASON }),
  }),
  line(unit.listUnitOrders, { about: 'nothing', input: many }),
  line(unit.getUnitOrder, {
    about: 'unit-owed',
    input: (set) => ({ id: set.services.taken }),
    shows: { service: 'received-referral', name: 'received-referral' },
  }),
  line(unit.claimOrder, {
    about: 'open',
    writers: ['liaison-officer'],
    input: (set, _, { sets }) => ({
      id: set.services.open,
      version: 1,
      workerId: sets.find(({ relation }) => relation === 'own')?.services.workerId ?? '',
      edition: 1,
      promisedBy: '周负责',
      isPromised: true,
    }),
  }),
  line(unit.giveBackOrder, {
    about: 'unit-owed',
    writers: ['liaison-officer'],
    input: (set) => ({ id: set.services.taken, version: 1, reason: REASON }),
  }),
  line(unit.recordSession, {
    about: 'received-referral',
    input: (set) => ({
      id: set.services.taken,
      sessionId: uuidv7(),
      heldOn: day(),
      hours: 1,
      note: '辅导一次',
    }),
  }),
  line(unit.reportService, {
    about: 'received-referral',
    input: (set) => ({ id: set.services.taken, version: 1, result: '已经完成' }),
  }),
  line(unit.revealServed, {
    about: 'received-referral',
    isReading: true,
    input: (set) => ({ id: set.services.taken, field: 'phone', reason: REASON }),
    shows: { secret: 'received-referral' },
  }),
]

const VETTING = { kinds: ['tutoring' as const], qualification: '社工师', documents: '登记证书' }

const registering: Row[] = [
  line(register.listVetted, { about: 'nothing' }),
  line(register.vetOrganisation, {
    about: 'nothing',
    writers: ['centre-head'],
    input: (set) => ({ ...VETTING, unitId: set.unitId, version: 1, validUntil: farDay() }),
    instead: (role) =>
      role === 'signed-out'
        ? undefined
        : { status: 404, code: 'not-found', why: '测试县的单位都不是社会组织' },
  }),
  line(register.suspendOrganisation, {
    about: 'nothing',
    writers: ['centre-head'],
    input: (set) => ({ unitId: set.unitId, version: 1, reason: REASON }),
  }),
  line(register.recordWorker, {
    about: 'nothing',
    writers: ['centre-head'],
    input: (set) => ({
      unitId: set.unitId,
      workerId: uuidv7(),
      name: '李社工',
      qualification: '社工',
      entryQueryOn: day(),
      entryQueryAt: '公安局回执第 9 号',
    }),
  }),
  line(register.renewQuery, {
    about: 'nothing',
    writers: ['centre-head'],
    input: (set) => ({ id: set.services.workerId, entryQueryOn: day(), entryQueryAt: '公安局回执第 9 号' }),
  }),
  line(register.endWorker, {
    about: 'nothing',
    writers: ['centre-head'],
    input: (set) => ({ id: set.services.workerId, reason: REASON }),
  }),
]

export const oversightLines: Row[] = [...overseeing, ...serving, ...registering]
