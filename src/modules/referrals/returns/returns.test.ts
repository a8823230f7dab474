import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { getCase } from '#modules/cases/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { seen } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { dispatched, giveBack, RETURN, sentOf, twiceReturned, withOffice } from '#tests/referrals.ts'
import { getSentReferral, listCaseReferrals, withdrawReferral } from '../contract.ts'
import { getOfficeReferral, listOfficeReferrals, nameOwner } from '../office/contract.ts'
import { getUnitReferral, listUnitReferrals, revealGranted, signReferral } from '../unit/contract.ts'
import { getReturnForm, redirectReferral, resendReferral, returnReferral } from './contract.ts'

const app = await testApp()
const county = await withOffice(app, await loopCounty(app))
const { worker, supervisor, otherSupervisor, director, officer, otherOfficer, officeOfficer, womenOfficer } =
  county
const { education, women, police } = county

const kindsAbout = async (who: Caller, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)

const decide = async (caseId: string, id: string) => ({
  id,
  version: (await sentOf(worker, caseId, id)).version,
  referralId: uuidv7(),
})

test('a return names a clause of the county’s procedure, the exact place, and another unit', async () => {
  const { referral } = await dispatched(app, county)
  const { id } = referral
  const form = await officer(getReturnForm, { id })
  expect(form).toMatchObject({ goesTo: '县未成年人救助保护中心' })
  expect(form.clauses.map(({ code }) => code)).toContain('not-our-duty')
  expect(form.units.map((unit) => unit.id)).not.toContain(police)
  const { version } = await officer(getUnitReferral, { id })
  const give = (more: object) =>
    officer(returnReferral, { id, version, ...RETURN, proposedUnitId: education, ...more })
  for (const [field, more] of [
    ['clause', { clause: 'too-busy' }],
    ['citation', { citation: ' ' }],
    ['proposedUnitId', { proposedUnitId: police }],
    ['proposedUnitId', { proposedUnitId: uuidv7() }],
  ] as const)
    await expect(give(more)).rejects.toMatchObject({ status: 422, fields: [{ field }] })
  await give({})
  await expect(officer(getUnitReferral, { id })).rejects.toMatchObject({ status: 404 })
})

test('one press redirects to the proposed unit: the same matter, the request as it was, a clock of its own', async () => {
  const { referral, caseId, theirs } = await dispatched(app, county)
  await giveBack(officer, referral.id, education, { note: '孩子在校住宿' })
  expect(await kindsAbout(worker, referral.id)).toEqual(['decide-return'])
  expect(await sentOf(worker, caseId, referral.id)).toMatchObject({
    state: 'returned',
    returned: {
      clause: '不属于本单位职责',
      citation: RETURN.citation,
      proposedUnit: { id: education },
      note: '孩子在校住宿',
    },
  })
  const input = await decide(caseId, referral.id)
  await expect(supervisor(redirectReferral, input)).rejects.toMatchObject({ status: 403 })
  await expect(otherSupervisor(redirectReferral, input)).rejects.toMatchObject({ status: 403 })
  const next = await worker(redirectReferral, input)
  expect(next.number).toBe(`${referral.number}-2`)
  expect(await otherOfficer(getUnitReferral, { id: next.id })).toMatchObject({
    request: '请上门核实夜间看护情况并告知结果',
    child: [{ field: 'name' }, { field: 'phone' }],
  })
  expect(await kindsAbout(worker, referral.id)).toEqual([])
  expect((await kindsAbout(otherOfficer, next.id)).toSorted()).toEqual(['answer-referral', 'sign-referral'])
  expect((await worker(getCase, { id: caseId })).plan?.items.find(({ id }) => id === theirs)).toMatchObject({
    owner: { name: '教育局' },
    hasRunningReferral: true,
  })
  await expect(officer(getUnitReferral, { id: next.id })).rejects.toMatchObject({ status: 404 })
})

test('the sender may send it again with an explanation, or take it back', async () => {
  const again = await dispatched(app, county)
  await giveBack(officer, again.referral.id, education)
  const explanation = '县职责分工第五条写明由公安机关核实'
  const input = await decide(again.caseId, again.referral.id)
  await expect(worker(resendReferral, { ...input, explanation: ' ' })).rejects.toMatchObject({ status: 422 })
  const { id } = await worker(resendReferral, { ...input, explanation })
  expect(await officer(getUnitReferral, { id })).toMatchObject({ explanation })
  const back = await dispatched(app, county)
  await giveBack(officer, back.referral.id, education)
  const { version } = await sentOf(worker, back.caseId, back.referral.id)
  await worker(withdrawReferral, { id: back.referral.id, version, reason: '改由中心自己办理' })
  expect(await kindsAbout(worker, back.referral.id)).toEqual([])
  expect(await sentOf(worker, back.caseId, back.referral.id)).toMatchObject({ state: 'withdrawn' })
})

test('two people of one unit at once: one signs, one returns, and the later is told that it moved on', async () => {
  const { referral } = await dispatched(app, county)
  const colleague = await app.as({ role: 'liaison-officer', unitId: police, name: '公安联络员乙' })
  const { version } = await officer(getUnitReferral, { id: referral.id })
  const both = await Promise.allSettled([
    officer(signReferral, { id: referral.id, version }),
    colleague(returnReferral, { id: referral.id, version, ...RETURN, proposedUnitId: education }),
  ])
  const rejected = both.filter((each) => each.status === 'rejected')
  expect(rejected).toHaveLength(1)
  expect([404, 409]).toContain(rejected[0]?.reason.status)
})

test('the second return goes to the leading group’s office, whose officers see what is asked and nothing of the child', async () => {
  const { second, child, caseId } = await twiceReturned(app, county)
  expect(await kindsAbout(officeOfficer, second.id)).toEqual(['name-owner'])
  expect(await kindsAbout(worker, second.id)).toEqual([])
  const matter = await officeOfficer(getOfficeReferral, { id: second.id })
  expect(matter).toMatchObject({
    state: 'with-office',
    unit: '县教育局',
    request: '请上门核实夜间看护情况并告知结果',
    returned: { clause: '依法应当先由其他机关处理', proposedUnit: { id: women } },
  })
  expect(matter.handovers.map(({ kind }) => kind)).toEqual([
    'dispatched',
    'returned',
    'redirected',
    'to-office',
  ])
  const text = JSON.stringify(matter)
  for (const secret of [child.name, child.phone]) expect(text).not.toContain(secret)
  await expect(officeOfficer(getUnitReferral, { id: second.id })).rejects.toMatchObject({ status: 404 })
  await expect(
    officeOfficer(revealGranted, { id: second.id, field: 'phone', reason: '想看一看' }),
  ).rejects.toMatchObject({ status: 404 })
  for (const who of [officer, otherOfficer, womenOfficer]) {
    await expect(who(getOfficeReferral, { id: second.id })).rejects.toMatchObject({ status: 404 })
    expect((await who(listOfficeReferrals)).items.map(({ id }) => id)).not.toContain(second.id)
  }
  for (const who of [director, worker])
    await expect(who(getOfficeReferral, { id: second.id })).rejects.toMatchObject({ status: 403 })
  expect(await sentOf(worker, caseId, second.id)).toMatchObject({ state: 'with-office' })
})

test('whom the office names is bound: not on a ground that was put forward before, only to ask the office', async () => {
  const { second, caseId, theirs } = await twiceReturned(app, county)
  const { version } = await officeOfficer(getOfficeReferral, { id: second.id })
  const named = {
    id: second.id,
    version,
    referralId: uuidv7(),
    unitId: women,
    basis: '县未保委〔2026〕2号第四条',
  }
  await expect(womenOfficer(nameOwner, named)).rejects.toMatchObject({ status: 404 })
  await expect(officeOfficer(nameOwner, { ...named, unitId: uuidv7() })).rejects.toMatchObject({
    fields: [{ field: 'unitId' }],
  })
  const { number } = await officeOfficer(nameOwner, named)
  expect(number).toMatch(/号-3$/)
  const id = named.referralId
  const received = await womenOfficer(getUnitReferral, { id })
  expect(received).toMatchObject({ isBinding: true, canAskOffice: true, request: expect.any(String) })
  expect(received.child.map(({ field }) => field)).toEqual(['name', 'phone'])
  expect((await kindsAbout(womenOfficer, id)).toSorted()).toEqual(['answer-referral', 'sign-referral'])
  expect(await kindsAbout(officeOfficer, second.id)).toEqual([])
  expect(
    (await worker(getCase, { id: caseId })).plan?.items.find((item) => item.id === theirs),
  ).toMatchObject({ owner: { name: '妇联' } })
  const form = await womenOfficer(getReturnForm, { id })
  expect(form.clauses.filter(({ isDecided }) => isDecided).map(({ code }) => code)).toEqual([
    'not-our-duty',
    'other-organ-first',
  ])
  for (const clause of ['not-our-duty', 'other-organ-first'])
    await expect(giveBack(womenOfficer, id, police, { clause })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('不能再以同一事由退回'),
    })
  // Another ground there may be: it goes to the office again.
  await giveBack(womenOfficer, id, police, { clause: 'already-handled' })
  expect(await kindsAbout(officeOfficer, id)).toEqual(['name-owner'])
})

test('every party reads the log of hand-overs: units, days, clauses, and no word of the child', async () => {
  const { referral, second, child, caseId } = await twiceReturned(app, county)
  const { version } = await officeOfficer(getOfficeReferral, { id: second.id })
  const id = uuidv7()
  await officeOfficer(nameOwner, {
    id: second.id,
    version,
    referralId: id,
    unitId: women,
    basis: '分工第四条',
  })
  const own = await womenOfficer(getUnitReferral, { id })
  expect(own.handovers).toMatchObject([
    { kind: 'dispatched', unit: '县公安局', toUnit: null },
    {
      kind: 'returned',
      unit: '县公安局',
      toUnit: '县教育局',
      clause: 'not-our-duty',
      citation: RETURN.citation,
    },
    { kind: 'redirected', unit: '县公安局', toUnit: '县教育局' },
    { kind: 'to-office', unit: '县教育局', toUnit: '县妇女联合会' },
    { kind: 'office-named', unit: '县教育局', toUnit: '县妇女联合会', citation: '分工第四条' },
  ])
  expect(JSON.stringify(own.handovers)).not.toContain(child.name)
  const sender = await worker(getSentReferral, { id })
  expect(sender.handovers).toEqual(own.handovers)
  expect(sender.family.map(({ number }) => number)).toEqual([
    referral.number,
    `${referral.number}-2`,
    `${referral.number}-3`,
  ])
  // Who no longer has a part in it reads nothing of it.
  await expect(officer(getUnitReferral, { id })).rejects.toMatchObject({ status: 404 })
  expect((await worker(listCaseReferrals, { caseId })).items.map(({ state }) => state).toSorted()).toEqual([
    'dispatched',
    'redirected',
    'redirected',
  ])
})

test('the sender can take back what is with the office, and then it is the office’s no longer', async () => {
  const { second, caseId } = await twiceReturned(app, county)
  const { version } = await sentOf(worker, caseId, second.id)
  await worker(withdrawReferral, { id: second.id, version, reason: '情况已经变化' })
  await expect(officeOfficer(getOfficeReferral, { id: second.id })).rejects.toMatchObject({ status: 404 })
  expect(await kindsAbout(officeOfficer, second.id)).toEqual([])
  expect(await seen(worker, caseId)).toBeGreaterThan(1)
})

test('audit names the act and never what was written', async () => {
  await twiceReturned(app, county)
  const entries = JSON.stringify([
    ...(await app.auditOf('referral.returned')),
    ...(await app.auditOf('referral.owner-named')),
    ...(await app.auditOf('referral.redirected')),
  ])
  expect(entries).toContain('done')
  for (const words of [RETURN.citation, '分工第四条']) expect(entries).not.toContain(words)
  expect(
    (await otherOfficer(listUnitReferrals, { pageSize: 100 })).items.map(({ state }) => state),
  ).not.toContain('returned')
})
