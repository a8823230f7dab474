import { uuidv7 } from '#server/ids.ts'
import { addCoUnit } from '#modules/referrals/co-units/contract.ts'
import * as sent from '#modules/referrals/contract.ts'
import * as effects from '#modules/referrals/effects/contract.ts'
import * as messages from '#modules/referrals/messages/contract.ts'
import * as office from '#modules/referrals/office/contract.ts'
import * as returns from '#modules/referrals/returns/contract.ts'
import * as received from '#modules/referrals/unit/contract.ts'
import * as people from '#modules/referrals/unit/people/contract.ts'
import { line, REASON, type Row } from '../entry.ts'
import type { RecordSet, World } from '../world.ts'

/** The other of the county's two units. */
const otherUnit = (set: RecordSet, { sets }: World) =>
  sets.find(({ unitId, relation }) => relation !== 'county' && unitId !== set.unitId)?.unitId ?? set.unitId

const sender: Row[] = [
  line(sent.listSentReferrals, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { referral: 'sent-referral', number: 'sent-referral' },
  }),
  line(sent.getSentReferral, {
    about: 'sent-referral',
    input: (set) => ({ id: set.referrals.signed }),
    shows: { referral: 'sent-referral', number: 'sent-referral' },
  }),
  line(returns.redirectReferral, {
    about: 'sent-referral',
    input: (set) => ({ id: set.referrals.returned, version: 1, referralId: uuidv7() }),
    mayShow: { number: 'sent-referral' },
  }),
  line(returns.resendReferral, {
    about: 'sent-referral',
    input: (set) => ({ id: set.referrals.returned, version: 1, referralId: uuidv7(), explanation: REASON }),
    mayShow: { number: 'sent-referral' },
  }),
  line(addCoUnit, {
    about: 'sent-referral',
    input: (set, _, world) => ({
      id: set.referrals.dispatched,
      version: 1,
      referralId: uuidv7(),
      unitId: otherUnit(set, world),
      request: '请协助核实',
      fields: ['name'],
      reason: REASON,
    }),
    mayShow: { number: 'sent-referral' },
  }),
  line(messages.replyAsSender, {
    about: 'sent-referral',
    input: (set) => ({ id: set.referrals.signed, messageId: uuidv7(), text: '住在三组' }),
  }),
  line(effects.sayEffect, {
    about: 'sent-referral',
    input: (set) => ({ id: set.referrals.accepted, version: 1, effect: 'helped', words: '好多了' }),
  }),
  line(effects.reopenReferral, {
    about: 'sent-referral',
    input: (set) => ({
      id: set.referrals.accepted,
      version: 1,
      referralId: uuidv7(),
      itemId: uuidv7(),
      request: '请再次核实',
    }),
    mayShow: { number: 'sent-referral' },
  }),
]

const unit: Row[] = [
  line(returns.getReturnForm, {
    about: 'received-referral',
    input: (set) => ({ id: set.referrals.dispatched }),
  }),
  line(returns.returnReferral, {
    about: 'received-referral',
    input: (set, _, world) => ({
      id: set.referrals.dispatched,
      version: 1,
      clause: 'not-our-duty',
      citation: '职责分工第三条',
      proposedUnitId: otherUnit(set, world),
    }),
  }),
  line(messages.askAsUnit, {
    about: 'received-referral',
    input: (set) => ({ id: set.referrals.signed, messageId: uuidv7(), text: '请问住在哪里' }),
  }),
  line(received.recordMeasure, {
    about: 'received-referral',
    input: (set) => ({
      id: set.referrals.signed,
      version: 1,
      measureId: uuidv7(),
      doneOn: '2026-03-06',
      text: '已上门',
    }),
  }),
  line(people.handToColleague, {
    about: 'received-referral',
    input: (set, _, world) => ({
      id: set.referrals.dispatched,
      version: 1,
      accountId: world.people.find(({ role }) => role === 'liaison-officer')?.accountId ?? uuidv7(),
    }),
  }),
  line(people.getUnitDesk, { about: 'nothing' }),
  line(people.listUnitPast, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { number: 'unit-receipt' },
  }),
]

const leadingGroup: Row[] = [
  line(office.listOfficeReferrals, {
    about: 'nothing',
    shows: { referral: 'received-referral', number: 'received-referral' },
  }),
  line(office.getOfficeReferral, {
    about: 'received-referral',
    input: (set) => ({ id: set.referrals.withOffice }),
    shows: { referral: 'received-referral', number: 'received-referral' },
  }),
  line(office.nameOwner, {
    about: 'received-referral',
    input: (set, _, world) => ({
      id: set.referrals.withOffice,
      version: 1,
      referralId: uuidv7(),
      unitId: otherUnit(set, world),
      basis: '职责分工第四条',
    }),
    mayShow: { number: 'received-referral' },
  }),
  line(messages.replyAsOffice, {
    about: 'received-referral',
    input: (set) => ({ id: set.referrals.withOffice, messageId: uuidv7(), text: '由公安协助' }),
    instead: () => ({ status: 409, code: 'refused', why: '还没有指定承办单位，没有人询问' }),
  }),
]

export const referralLines: Row[] = [...sender, ...unit, ...leadingGroup]
