import { uuidv7 } from '#server/ids.ts'
import { listCaseReferrals } from '#modules/referrals/contract.ts'
import { redirectReferral, returnReferral } from '#modules/referrals/returns/contract.ts'
import { getUnitReferral } from '#modules/referrals/unit/contract.ts'
import type { Caller, testApp } from './app.ts'
import { running, sent } from './loop.ts'
import { type LoopCounty } from './loop-county.ts'

type App = Awaited<ReturnType<typeof testApp>>

/** A loop county with the unit that houses the leading group's office, one more unit, and an officer of each. */
export const withOffice = async (app: App, county: LoopCounty) => {
  const office = uuidv7()
  const women = uuidv7()
  const unit = { kind: 'member-unit' as const, joinedOn: '2021-09-01' }
  await app.setUp((db) =>
    db
      .insertInto('unit')
      .values([
        { ...unit, id: office, code: 'civil-affairs', name: '县民政局', shortName: '民政局' },
        { ...unit, id: women, code: 'women', name: '县妇女联合会', shortName: '妇联' },
      ])
      .execute(),
  )
  const people = {
    officeOfficer: await app.as({ role: 'liaison-officer', unitId: office, name: '民政联络员' }),
    womenOfficer: await app.as({ role: 'liaison-officer', unitId: women, name: '妇联联络员' }),
  }
  return { ...county, ...people, office, women }
}
export type OfficeCounty = Awaited<ReturnType<typeof withOffice>>

/** Dispatched to the police; `more` as of `sent`. */
export const dispatched = async (app: App, county: LoopCounty, more: Parameters<typeof sent>[2] = {}) => {
  const story = await running(app, county)
  return { ...story, referral: await sent(county, story, more) }
}

export const RETURN = { clause: 'not-our-duty', citation: '成员单位职责分工第三条第（二）项' }

/** The unit's officer returns what is with the unit. */
export const giveBack = async (officer: Caller, id: string, proposedUnitId: string, more: object = {}) => {
  const { version } = await officer(getUnitReferral, { id })
  await officer(returnReferral, { id, version, ...RETURN, proposedUnitId, ...more })
}

/** How the sender sees one referral of a case now. */
export const sentOf = async (worker: Caller, caseId: string, id: string) => {
  const { items } = await worker(listCaseReferrals, { caseId })
  const row = items.find((each) => each.id === id)
  if (!row) throw new Error('no such referral of the case')
  return row
}

/** Returned by the police, redirected to education as proposed, and returned from there: with the office. */
export const twiceReturned = async (app: App, county: OfficeCounty) => {
  const story = await dispatched(app, county)
  await giveBack(county.officer, story.referral.id, county.education)
  const { version } = await sentOf(county.worker, story.caseId, story.referral.id)
  const second = await county.worker(redirectReferral, {
    id: story.referral.id,
    version,
    referralId: uuidv7(),
  })
  await giveBack(county.otherOfficer, second.id, county.women, { clause: 'other-organ-first' })
  return { ...story, second }
}
