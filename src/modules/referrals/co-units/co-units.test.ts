import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { getPlanItem } from '#modules/cases/plans/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { answered } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { dispatched, giveBack, sentOf, withOffice } from '#tests/referrals.ts'
import { acceptAnswer, getSentReferral, listCaseReferrals, withdrawReferral } from '../contract.ts'
import { answerReferral, getUnitReferral, signReferral } from '../unit/contract.ts'
import { addCoUnit } from './contract.ts'

const app = await testApp()
const county = await withOffice(app, await loopCounty(app))
const { worker, supervisor, officer, otherOfficer, womenOfficer, education, women, police } = county

const join = async (caseId: string, leadId: string, unitId: string, more: object = {}) => {
  const { version } = await sentOf(worker, caseId, leadId)
  return worker(addCoUnit, {
    id: leadId,
    version,
    referralId: uuidv7(),
    unitId,
    request: '请配合了解在校情况',
    fields: ['name', 'school'],
    reason: '了解在校情况需要',
    ...more,
  })
}

const versionOf = async (who: Caller, id: string) => (await who(getUnitReferral, { id })).version

const answer = async (who: Caller, id: string, more: object = {}) => {
  await who(signReferral, { id, version: await versionOf(who, id) })
  await who(answerReferral, { id, version: await versionOf(who, id), answer: '在校表现正常', ...more })
}

test('a co-unit has its own request, fields and clock; the lead sees how far it is and its summary alone', async () => {
  const { referral, caseId } = await dispatched(app, county)
  const co = await join(caseId, referral.id, education)
  expect(co.number).toBe(`${referral.number}-2`)
  const received = await otherOfficer(getUnitReferral, { id: co.id })
  expect(received).toMatchObject({ part: 'co', request: '请配合了解在校情况', coUnits: [] })
  expect(received.child.map(({ field }) => field)).toEqual(['name', 'school'])
  expect(await officer(getUnitReferral, { id: referral.id })).toMatchObject({
    part: 'lead',
    coUnits: [{ unit: '县教育局', state: 'dispatched', summary: null }],
  })
  await otherOfficer(signReferral, { id: co.id, version: await versionOf(otherOfficer, co.id) })
  const version = await versionOf(otherOfficer, co.id)
  const input = { id: co.id, version, answer: '班主任反映孩子近期常迟到' }
  await expect(otherOfficer(answerReferral, input)).rejects.toMatchObject({ fields: [{ field: 'summary' }] })
  await otherOfficer(answerReferral, { ...input, summary: '在校情况已了解，有迟到' })
  const lead = await officer(getUnitReferral, { id: referral.id })
  expect(lead.coUnits).toMatchObject([{ state: 'answered', summary: '在校情况已了解，有迟到' }])
  expect(JSON.stringify(lead)).not.toContain('班主任')
  expect(lead.handovers.map(({ kind }) => kind)).toEqual(['dispatched', 'co-joined', 'signed', 'answered'])
  await expect(officer(getUnitReferral, { id: co.id })).rejects.toMatchObject({ status: 404 })
})

test('the lead’s answer waits for the co-units, and takes theirs along', async () => {
  const { referral, caseId, theirs } = await dispatched(app, county)
  const co = await join(caseId, referral.id, education)
  const second = await join(caseId, referral.id, women)
  await answered(county, referral.id)
  const accept = async () =>
    worker(acceptAnswer, {
      id: referral.id,
      version: (await sentOf(worker, caseId, referral.id)).version,
      result: '已核实',
    })
  await expect(accept()).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('协办单位没有答复'),
  })
  await answer(otherOfficer, co.id, { summary: '已了解' })
  const { version } = await sentOf(worker, caseId, second.id)
  await worker(withdrawReferral, { id: second.id, version, reason: '已不需要协办' })
  await accept()
  expect(await worker(getPlanItem, { id: theirs })).toMatchObject({ state: 'done', result: '已核实' })
  for (const [who, id] of [
    [officer, referral.id],
    [otherOfficer, co.id],
    [womenOfficer, second.id],
  ] as const)
    await expect(who(getUnitReferral, { id })).rejects.toMatchObject({ status: 404 })
  const { family } = await worker(getSentReferral, { id: referral.id })
  expect(family.map(({ part, state }) => [part, state])).toEqual([
    ['lead', 'accepted'],
    ['co', 'accepted'],
    ['co', 'withdrawn'],
  ])
})

test('a co-unit that returns its part comes back to the sender, and taking the lead back ends all', async () => {
  const { referral, caseId } = await dispatched(app, county)
  const co = await join(caseId, referral.id, education)
  await giveBack(otherOfficer, co.id, women)
  expect(await sentOf(worker, caseId, co.id)).toMatchObject({ state: 'returned' })
  const { version } = await sentOf(worker, caseId, referral.id)
  await worker(withdrawReferral, { id: referral.id, version, reason: '情况已经变化' })
  const { items } = await worker(listCaseReferrals, { caseId })
  expect(items.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
})

test('a unit joins once, and only while the lead is at work', async () => {
  const { referral, caseId } = await dispatched(app, county)
  await expect(join(caseId, referral.id, police)).rejects.toMatchObject({ fields: [{ field: 'unitId' }] })
  await expect(join(caseId, referral.id, uuidv7())).rejects.toMatchObject({ fields: [{ field: 'unitId' }] })
  const referralId = uuidv7()
  const once = await join(caseId, referral.id, education, { referralId })
  expect(await join(caseId, referral.id, education, { referralId })).toEqual(once)
  await expect(join(caseId, referral.id, education)).rejects.toMatchObject({ fields: [{ field: 'unitId' }] })
  await expect(join(caseId, once.id, women)).rejects.toMatchObject({ code: 'refused' })
  await expect(
    supervisor(addCoUnit, {
      id: referral.id,
      version: 1,
      referralId: uuidv7(),
      unitId: women,
      request: '请协办',
      fields: ['name'],
      reason: '协办需要',
    }),
  ).rejects.toMatchObject({ status: 403 })
  await answered(county, referral.id)
  await expect(join(caseId, referral.id, women)).rejects.toMatchObject({ code: 'refused' })
})
