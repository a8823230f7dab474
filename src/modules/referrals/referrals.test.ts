import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { finishPlanItem, getPlanItem } from '#modules/cases/plans/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { accepted, answered, inDays, loopCounty, running, seen, sent } from '#tests/loop.ts'
import { acceptAnswer, listCaseReferrals, sendReferral, withdrawReferral } from './contract.ts'
import {
  answerReferral,
  getUnitReferral,
  listUnitReferrals,
  returnReferral,
  revealGranted,
  signReferral,
} from './unit/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, otherSupervisor, duty, worker, officer, otherOfficer, education } = county

const dispatched = async () => {
  const story = await running(app, county)
  return { ...story, referral: await sent(county, story) }
}
const kindsAbout = async (who: typeof duty, subjectId: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter((task) => task.subjectId === subjectId)
    .map(({ kind }) => kind)

test('a referral that the browser sends twice is dispatched once', async () => {
  const story = await running(app, county)
  const referralId = uuidv7()
  const first = await sent(county, story, { referralId })
  expect(await sent(county, story, { referralId })).toEqual(first)
  expect((await worker(listCaseReferrals, { caseId: story.caseId })).items).toHaveLength(1)
})

test('the unit sees its task and the granted fields, another unit nothing', async () => {
  const { referral, child } = await dispatched()
  const received = await officer(getUnitReferral, { id: referral.id })
  expect(received.child.map(({ field }) => field)).toEqual(['name', 'phone'])
  expect(JSON.stringify(received)).not.toContain(child.phone)
  await expect(otherOfficer(getUnitReferral, { id: referral.id })).rejects.toMatchObject({ status: 404 })
  await expect(otherOfficer(signReferral, { id: referral.id, version: 1 })).rejects.toMatchObject({
    status: 404,
  })
  expect((await otherOfficer(listUnitReferrals)).total).toBe(0)
  for (const who of [director, worker, duty])
    await expect(who(getUnitReferral, { id: referral.id })).rejects.toMatchObject({ status: 403 })
  for (const task of (await officer(listMyTasks)).items)
    expect(task).toMatchObject({ place: null, caseId: null })
})

test('a secret field is revealed with a reason, and only when it was granted', async () => {
  const { referral, child } = await dispatched()
  const reveal = (field: 'phone' | 'idNumber' | 'name') =>
    officer(revealGranted, { id: referral.id, field, reason: '联系孩子家里' })
  expect(await reveal('phone')).toEqual({ value: child.phone })
  await expect(reveal('idNumber')).rejects.toMatchObject({ code: 'refused' })
  await expect(reveal('name')).rejects.toMatchObject({ code: 'refused' })
  const entries = (await app.auditOf('referral.revealed')).filter(
    (entry) => entry['subject_id'] === referral.id,
  )
  expect(entries).toMatchObject([
    { result: 'done', fields: ['phone'], purpose: '联系孩子家里' },
    { result: 'refused' },
    { result: 'refused' },
  ])
})

test('the first reading is kept, later ones do not change it', async () => {
  const { referral, caseId } = await dispatched()
  const first = async () => (await worker(listCaseReferrals, { caseId })).items[0]?.firstReadAt
  expect(await first()).toBeNull()
  await officer(getUnitReferral, { id: referral.id })
  const at = await first()
  expect(at).not.toBeNull()
  await officer(getUnitReferral, { id: referral.id })
  expect(await first()).toBe(at)
})

test('the clock runs from dispatch: reading and signing do not move what is due', async () => {
  const { referral } = await dispatched()
  const dueAt = async () =>
    (await officer(listMyTasks, { pageSize: 100 })).items.find(
      ({ kind, subjectId }) => kind === 'answer-referral' && subjectId === referral.id,
    )?.dueAt
  const before = await dueAt()
  expect(before).toBe(referral.dueAt)
  const { version } = await officer(getUnitReferral, { id: referral.id })
  await officer(signReferral, { id: referral.id, version })
  expect(await dueAt()).toBe(before)
  expect(await kindsAbout(officer, referral.id)).toEqual(['answer-referral'])
})

test('a unit answers what it has signed, once', async () => {
  const { referral } = await dispatched()
  const { version } = await officer(getUnitReferral, { id: referral.id })
  const early = officer(answerReferral, { id: referral.id, version, answer: '已核实' })
  await expect(early).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('已签收') })
  await answered(county, referral.id)
  await expect(
    officer(answerReferral, { id: referral.id, version: version + 2, answer: '再答' }),
  ).rejects.toMatchObject({
    code: 'refused',
  })
  await expect(officer(signReferral, { id: referral.id, version })).rejects.toMatchObject({ code: 'stale' })
  expect(JSON.stringify(await app.auditOf('referral.answered'))).not.toContain('已核实')
})

test('a return ends the unit’s access at once and comes back to the owner of the case', async () => {
  const { referral, caseId, theirs } = await dispatched()
  const { version } = await officer(getUnitReferral, { id: referral.id })
  await officer(returnReferral, { id: referral.id, version, reason: '不属于本单位职责' })
  await expect(officer(getUnitReferral, { id: referral.id })).rejects.toMatchObject({ status: 404 })
  expect(await kindsAbout(officer, referral.id)).toEqual([])
  expect(await kindsAbout(worker, referral.id)).toEqual(['review-answer'])
  const second = await sent(county, { caseId, theirs }, { unitId: education })
  expect(await kindsAbout(worker, referral.id)).toEqual([])
  expect((await otherOfficer(listUnitReferrals)).items.map(({ id }) => id)).toContain(second.id)
  expect(await worker(getCase, { id: caseId })).toMatchObject({
    plan: { items: [{}, { owner: { name: '教育局' }, hasRunningReferral: true }] },
  })
})

test('an answer that is accepted becomes the result of the item, and the unit’s access ends', async () => {
  const { referral, caseId, theirs } = await dispatched()
  await answered(county, referral.id)
  await expect(supervisor(acceptAnswer, { id: referral.id, version: 3, result: '好' })).rejects.toMatchObject(
    {
      status: 403,
    },
  )
  await accepted(county, { caseId }, referral.id)
  expect(await worker(getPlanItem, { id: theirs })).toMatchObject({
    state: 'done',
    result: '公安已核实并训诫',
  })
  await expect(officer(getUnitReferral, { id: referral.id })).rejects.toMatchObject({ status: 404 })
  const [row] = (await worker(listCaseReferrals, { caseId })).items
  expect(row).toMatchObject({ state: 'accepted', accessEndedAt: expect.any(String) })
})

test('a withdrawn referral is gone for the unit, and its item can be done otherwise', async () => {
  const { referral, theirs } = await dispatched()
  await worker(withdrawReferral, { id: referral.id, version: 1, reason: '家属已自行解决' })
  expect(await kindsAbout(officer, referral.id)).toEqual([])
  await expect(officer(getUnitReferral, { id: referral.id })).rejects.toMatchObject({ status: 404 })
  await worker(finishPlanItem, { id: theirs, version: 2, result: '家属已自行解决' })
})

test('an item has one running referral; two at once leave one', async () => {
  const story = await running(app, county)
  const version = await seen(worker, story.caseId)
  const both = await Promise.allSettled(
    [county.police, education].map((unitId) =>
      worker(sendReferral, {
        caseId: story.caseId,
        version,
        referralId: uuidv7(),
        planItemId: story.theirs,
        unitId,
        subject: '核实情况',
        request: '请核实',
        fields: ['name'],
        reason: '核实需要',
        accessEndsOn: inDays(58),
      }),
    ),
  )
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(sent(county, story, { unitId: education })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('已经转介'),
  })
})

test('access begins with a unit that exists and ends after the answer is due, within a year', async () => {
  const story = await running(app, county)
  await expect(sent(county, story, { unitId: uuidv7() })).rejects.toMatchObject({
    fields: [{ field: 'unitId' }],
  })
  for (const accessEndsOn of [inDays(0), inDays(400)])
    await expect(sent(county, story, { accessEndsOn })).rejects.toMatchObject({
      fields: [{ field: 'accessEndsOn' }],
    })
  await expect(sent(county, { ...story, theirs: uuidv7() })).rejects.toMatchObject({ code: 'refused' })
  await expect(sent(county, story, { fields: [] })).rejects.toMatchObject({ status: 422 })
})

test('an expired grant shows nothing, though the referral is still running', async () => {
  const { referral } = await dispatched()
  await app.setUp((db) =>
    db
      .updateTable('accessGrant')
      .set({ endsAt: new Date(Date.now() - 1_000) })
      .where('recordId', '=', referral.id)
      .execute(),
  )
  await expect(officer(getUnitReferral, { id: referral.id })).rejects.toMatchObject({ status: 404 })
  await expect(
    officer(answerReferral, { id: referral.id, version: 1, answer: '已核实' }),
  ).rejects.toMatchObject({
    status: 404,
  })
  expect((await officer(listUnitReferrals, { pageSize: 100 })).items.map(({ id }) => id)).not.toContain(
    referral.id,
  )
})

test('a case’s referrals are read by those who work on it', async () => {
  const { caseId } = await dispatched()
  expect((await supervisor(listCaseReferrals, { caseId })).items).toHaveLength(1)
  await expect(otherSupervisor(listCaseReferrals, { caseId })).rejects.toMatchObject({ status: 404 })
  for (const who of [director, officer])
    await expect(who(listCaseReferrals, { caseId })).rejects.toMatchObject({ status: 403 })
})
