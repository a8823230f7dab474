import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyNotices } from '#modules/notifications/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import { ATTENDEES, confersOf, later, SHOWN } from '#tests/conferences.ts'
import { opened } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { getCase } from '../contract.ts'
import * as conferences from './contract.ts'
import * as invitations from './invitations/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, otherDirector, supervisor, otherSupervisor, duty, worker, officer, otherOfficer } = county
const { call, seen, resolution, held } = confersOf(county)

test('a conference is called: units and colleagues are asked who comes, and see the agenda and what was chosen', async () => {
  const { caseId, child } = await opened(app, county)
  const { id, number } = await call(caseId)
  expect(number).toMatch(/^会〔\d{4}〕\d{4}号$/)
  const [task] = (await officer(listMyTasks)).items.filter(({ kind }) => kind === 'answer-invitation')
  expect(task).toMatchObject({ title: `回复会商通知 ${number}`, subjectKind: 'invitation', caseId: null })
  const [notice] = (await officer(listMyNotices)).items
  expect(notice).toMatchObject({ subjectKind: 'invitation', subjectId: task?.subjectId })
  const view = await officer(invitations.getInvitation, { id: task?.subjectId ?? '' })
  expect(view).toMatchObject({
    number,
    agenda: ['孩子这几天住在哪里', '谁去和父亲谈'],
    shown: SHOWN,
    childName: null,
    isForUnit: true,
  })
  expect(JSON.stringify(view)).not.toContain(child.name)
  await expect(officer(getCase, { id: caseId })).rejects.toMatchObject({ status: 403 })
  await expect(officer(conferences.getConference, { id })).rejects.toMatchObject({ status: 403 })
  expect((await director(invitations.listInvitations)).items.map((each) => each.number)).toContain(number)
  expect((await otherOfficer(invitations.listInvitations)).items).toEqual([])
  expect((await otherDirector(invitations.listInvitations)).items).toEqual([])
  await expect(otherOfficer(invitations.getInvitation, { id: view.id })).rejects.toMatchObject({
    status: 404,
  })
  await officer(invitations.answerInvitation, {
    id: view.id,
    version: view.version,
    isComing: true,
    people: [{ name: '陈警官', post: '未成年人案件专员' }],
  })
  expect(await worker(conferences.getConference, { id })).toMatchObject({
    state: 'called',
    invited: expect.arrayContaining([
      expect.objectContaining({
        isRead: true,
        isComing: true,
        people: [{ name: '陈警官', post: '未成年人案件专员' }],
      }),
    ]),
  })
  expect((await officer(listMyTasks)).items.filter(({ subjectId }) => subjectId === view.id)).toEqual([])
})

test('the child is named to the invited only when the caller chose so', async () => {
  const { caseId, child } = await opened(app, county)
  const { number } = await call(caseId, { isChildNamed: true })
  const { items } = await officer(invitations.listInvitations)
  const { id = '' } = items.find((each) => each.number === number) ?? {}
  expect(await officer(invitations.getInvitation, { id })).toMatchObject({ childName: child.name })
})

test('whoever is kept out of the matter is neither offered nor invited nor made responsible', async () => {
  const { caseId } = await opened(app, county)
  await app.setUp((db) =>
    db
      .insertInto('recordExclusion')
      .values([
        { id: uuidv7(), recordKind: 'case', recordId: caseId, unitId: county.police, madeAt: new Date() },
        {
          id: uuidv7(),
          recordKind: 'case',
          recordId: caseId,
          accountId: director.accountId,
          madeAt: new Date(),
        },
      ])
      .execute(),
  )
  const offered = await worker(conferences.listInvitable, { caseId })
  expect(offered.units.map(({ id }) => id)).not.toContain(county.police)
  expect(offered.people.map(({ id }) => id)).not.toContain(director.accountId)
  expect(offered.keptOut).toEqual(['县公安局', '东村主任'])
  await expect(call(caseId, { accountIds: [] })).rejects.toMatchObject({ fields: [{ field: 'unitIds' }] })
  await expect(call(caseId, { unitIds: [] })).rejects.toMatchObject({ fields: [{ field: 'accountIds' }] })
  const { id } = await call(caseId, {
    unitIds: [county.education],
    accountIds: [],
    startsAt: later(0),
  })
  await worker(conferences.holdConference, { id, version: await seen(id) })
  const record = { id, version: await seen(id), attendees: [], discussion: '', dissents: [] }
  for (const of of [{ ownerId: director.accountId }, { ownerId: undefined, unitId: county.police }])
    await expect(
      worker(conferences.recordConference, { ...record, resolutions: [resolution(of)] }),
    ).rejects.toMatchObject({ status: 422, fields: [{ field: 'items' }] })
})

test('who is kept out later loses the invitation at once', async () => {
  const { caseId } = await opened(app, county)
  const { number } = await call(caseId)
  const { items } = await officer(invitations.listInvitations)
  const { id = '' } = items.find((each) => each.number === number) ?? {}
  await app.setUp((db) =>
    db
      .insertInto('recordExclusion')
      .values({
        id: uuidv7(),
        recordKind: 'case',
        recordId: caseId,
        unitId: county.police,
        madeAt: new Date(),
      })
      .execute(),
  )
  await expect(officer(invitations.getInvitation, { id })).rejects.toMatchObject({ status: 404 })
})

test('it begins when its time has come; then the invited look in no more', async () => {
  const { caseId } = await opened(app, county)
  const { id, number } = await call(caseId)
  await expect(worker(conferences.holdConference, { id, version: 1 })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('还没有到通知的时间'),
  })
  const { items } = await officer(invitations.listInvitations)
  const invitation = items.find((each) => each.number === number)?.id ?? ''
  await officer(invitations.answerInvitation, {
    id: invitation,
    version: 1,
    isComing: false,
    reason: '当天出警，另行书面反馈',
  })
  await app.setUp((db) =>
    db.updateTable('conference').set({ startsAt: new Date() }).where('id', '=', id).execute(),
  )
  await worker(conferences.holdConference, { id, version: 1 })
  await expect(officer(invitations.getInvitation, { id: invitation })).rejects.toMatchObject({ status: 404 })
  expect((await worker(conferences.getConference, { id })).record.attendees).toEqual([
    expect.objectContaining({ name: '中心主任', presence: 'came' }),
    expect.objectContaining({
      organisation: '县公安局',
      presence: 'excused',
      reason: '当天出警，另行书面反馈',
    }),
  ])
})

test('another time or place asks everybody anew', async () => {
  const { caseId } = await opened(app, county)
  const { id, number } = await call(caseId)
  const ofOfficer = async () =>
    (await officer(invitations.listInvitations)).items.find((each) => each.number === number)
  const first = await ofOfficer()
  const people = [{ name: '陈警官' }]
  await officer(invitations.answerInvitation, { id: first?.id ?? '', version: 1, isComing: true, people })
  const startsAt = later(60 * 48)
  await worker(conferences.moveConference, { id, version: 1, startsAt, place: '乙镇会议室' })
  expect(await ofOfficer()).toMatchObject({ startsAt, place: '乙镇会议室', isComing: null })
  const past = { id, version: 2, startsAt: later(-60 * 48), place: '乙镇会议室' }
  await expect(worker(conferences.moveConference, past)).rejects.toMatchObject({
    fields: [{ field: 'startsAt' }],
  })
})

test('a conference is called off with a reason, and called no more after that', async () => {
  const { caseId } = await opened(app, county)
  const { id } = await call(caseId)
  await expect(worker(conferences.cancelConference, { id, version: 1, reason: '短' })).rejects.toMatchObject({
    status: 422,
  })
  await worker(conferences.cancelConference, { id, version: 1, reason: '孩子已随母亲回外省' })
  expect(await worker(conferences.getConference, { id })).toMatchObject({
    state: 'cancelled',
    cancelReason: '孩子已随母亲回外省',
  })
  const moved = worker(conferences.moveConference, { id, version: 2, startsAt: later(600), place: '别处' })
  await expect(moved).rejects.toMatchObject({ code: 'refused' })
})

test('two people write the record at once: the second is told, and nothing of the first is lost', async () => {
  const { caseId } = await opened(app, county)
  const { id } = await held(caseId)
  const version = await seen(id)
  const text = { attendees: ATTENDEES, dissents: [], resolutions: [] }
  await worker(conferences.recordConference, { id, version, ...text, discussion: '第一个人记的' })
  await expect(
    duty(conferences.recordConference, { id, version, ...text, discussion: '第二个人记的' }),
  ).rejects.toMatchObject({ code: 'stale' })
  expect((await worker(conferences.getConference, { id })).record.discussion).toBe('第一个人记的')
})

test('outside their work people neither see nor call a conference', async () => {
  const { caseId } = await opened(app, county)
  const { id, input } = await call(caseId)
  for (const who of [otherSupervisor]) {
    await expect(who(conferences.listConferences, { caseId })).rejects.toMatchObject({ status: 404 })
    await expect(who(conferences.getConference, { id })).rejects.toMatchObject({ status: 404 })
    await expect(who(conferences.callConference, { ...input, id: uuidv7() })).rejects.toMatchObject({
      status: 404,
    })
    await expect(
      who(conferences.cancelConference, { id, version: 1, reason: '不开会了' }),
    ).rejects.toMatchObject({ status: 404 })
  }
  for (const who of [director, officer])
    await expect(who(conferences.listConferences, { caseId })).rejects.toMatchObject({ status: 403 })
  expect((await supervisor(conferences.listConferences, { caseId })).items).toHaveLength(1)
  const done = (await app.auditOf('conference.called')).filter(({ result }) => result === 'done')
  expect(JSON.stringify(done)).not.toContain('学校')
})
