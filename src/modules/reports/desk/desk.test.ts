import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { closed, loopCounty, newChild, opened, seenReport, takeOne, triaged } from '#tests/loop.ts'
import { answerOutsideOrder, listContacts, recordContact, tellReporter } from '../answers/contract.ts'
import { getReport, listReports, takeReport } from '../contract.ts'
import { acceptReport, confirmSettingAside, setReportAside, takeReportBack } from '../decisions/contract.ts'
import { recordEmergencyCall } from '../emergencies/contract.ts'
import { joinReport, separateReport } from '../joining/contract.ts'
import { listMessages, writeMessage } from '../messages/contract.ts'
import { passOnReport } from '../passing-on/contract.ts'
import { countInbox, listLikely, listUnanswered, openReport } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, duty, worker, head, police } = county
const refused = (words: string) => ({ status: 409, message: expect.stringContaining(words) })
const version = (id: string) => seenReport(duty, id)
const tasksOf = async (who: Caller, number: string) =>
  (await who(listMyTasks, { pageSize: 100 })).items
    .filter(({ title }) => title.endsWith(number))
    .map(({ kind }) => kind)
const numberOf = async (id: string) => (await duty(getReport, { id })).number

/** As the portal leaves it: nobody took it, and there is a code. */
const fromOutside = async () => {
  const { id } = await takeOne(duty, { childAbout: '在学校后面' })
  const gone = { door: 'anonymous' as const, hasCode: true, firstSeenAt: null, firstSeenBy: null }
  await app.setUp((db) => db.updateTable('report').set(gone).where('id', '=', id).execute())
  return id
}

test('what the village sends is unseen until the desk opens it, and the first look stays the first', async () => {
  const { id } = await takeOne(director)
  const row = async () => (await duty(listReports, { pageSize: 100 })).items.find((each) => each.id === id)
  expect(await row()).toMatchObject({ isSeen: false })
  const before = await duty(countInbox)
  const { firstSeenAt } = await duty(getReport, { id })
  expect(await row()).toMatchObject({ isSeen: true })
  expect((await duty(countInbox)).unseen).toBe(before.unseen - 1)
  expect(await head(getReport, { id })).toMatchObject({ firstSeenAt })
})

test('what came from outside shows its words only to whoever said why they open it', async () => {
  const id = await fromOutside()
  expect(await duty(getReport, { id })).toMatchObject({ content: null, isSeen: false, door: 'anonymous' })
  await expect(duty(openReport, { id, reason: '看' })).rejects.toMatchObject({ status: 422 })
  await duty(openReport, { id, reason: '值班研判' })
  expect(await duty(getReport, { id })).toMatchObject({
    content: { narrative: expect.any(String) },
    isSeen: true,
  })
  expect(await head(getReport, { id })).toMatchObject({ content: null })
  const entries = (await app.auditOf('report.opened')).filter((each) => each['subject_id'] === id)
  expect(entries).toMatchObject([{ result: 'refused' }, { purpose: '值班研判', result: 'done' }])
})

test('a report is found by a part of its number or of the order’s, by source and by whose it is', async () => {
  const { id, number } = await duty(takeReport, {
    id: uuidv7(),
    narrative: '热线转来：孩子没有人管',
    source: 'order-12345',
    outsideNumber: 'GD20260099',
    outsideDueAt: new Date(Date.now() + 86_400_000).toISOString(),
  })
  const ids = async (filter: object, who = duty) =>
    (await who(listReports, { pageSize: 100, ...filter })).items.map((each) => each.id)
  expect(await ids({ number: '60099' })).toEqual([id])
  expect(await ids({ number: number.slice(1) })).toEqual([id])
  expect(await ids({ number: '%' })).toEqual([])
  expect(await ids({ source: 'order-12345' })).toEqual([id])
  expect(await ids({ mine: true })).toContain(id)
  expect(await ids({ mine: true }, head)).not.toContain(id)
})

test('an order of another office has the office’s own clock, and its answer ends that task alone', async () => {
  const outsideDueAt = new Date(Date.now() + 5 * 86_400_000).toISOString()
  const { id, number } = await duty(takeReport, {
    id: uuidv7(),
    narrative: '热线转来：孩子辍学',
    source: 'order-12345',
    outsideNumber: 'GD7',
    outsideDueAt,
  })
  const order = (await duty(listMyTasks, { pageSize: 100 })).items.find(
    ({ kind, subjectId }) => kind === 'answer-outside-order' && subjectId === id,
  )
  expect(order).toMatchObject({ dueAt: outsideDueAt, isDueCertain: true })
  await duty(answerOutsideOrder, { id, version: 1, said: '已受理，正在核实' })
  expect(await duty(getReport, { id })).toMatchObject({
    order: { number: 'GD7', answer: '已受理，正在核实' },
  })
  expect(await tasksOf(duty, number)).toEqual(['triage-report'])
  const plain = await takeOne(duty)
  const answer = duty(answerOutsideOrder, { id: plain.id, version: 1, said: '已受理' })
  await expect(answer).rejects.toMatchObject(refused('不是外来工单'))
})

test('two reports of one event: the later follows the first, and both reporters are answered', async () => {
  const child = await newChild(app)
  const first = await triaged(county, child.id)
  const second = await takeOne(director, { childId: child.id })
  const { items } = await duty(listLikely, { id: second.id })
  expect(items[0]).toMatchObject({ id: first, why: expect.arrayContaining(['same-child', 'like-words']) })
  await duty(joinReport, { id: second.id, version: 1, firstId: first })
  expect(await duty(getReport, { id: first })).toMatchObject({ joined: [{ id: second.id }] })
  const { caseId } = await duty(acceptReport, { id: first, version: 2, ownerId: worker.accountId })
  expect(await duty(getReport, { id: second.id })).toMatchObject({
    state: 'joined',
    joinedTo: { id: first },
    case: { id: caseId },
    facts: { isResultKnown: false },
  })
  const early = duty(tellReporter, {
    id: second.id,
    version: await version(second.id),
    how: 'telephone',
    said: '已处理',
  })
  await expect(early).rejects.toMatchObject(refused('还没有可以告知的结果'))
})

test('whoever reported the same event with a code is answered with the first, the others keep their task', async () => {
  const first = await triaged(county)
  const [withCode, without] = [await fromOutside(), (await takeOne(duty)).id]
  for (const id of [withCode, without]) await duty(joinReport, { id, version: 1, firstId: first })
  const loop = duty(joinReport, { id: first, version: 2, firstId: without })
  await expect(loop).rejects.toMatchObject(refused('已有别的报告并入'))
  await duty(passOnReport, { id: first, version: 2, unitId: police, reason: '属于治安案件' })
  expect(await tasksOf(duty, await numberOf(without))).toEqual(['tell-reporter'])
  const said = '您反映的情况已有专人处理'
  await duty(tellReporter, { id: first, version: 3, how: 'telephone', said, withJoined: true })
  expect(await duty(getReport, { id: withCode })).toMatchObject({ state: 'answered', told: { how: 'code' } })
  expect((await duty(listMessages, { id: withCode })).items).toMatchObject([
    { isFromReporter: false, text: said },
  ])
  expect(await duty(getReport, { id: without })).toMatchObject({ state: 'joined', isTold: false })
  await duty(tellReporter, {
    id: without,
    version: await version(without),
    how: 'cannot',
    said: '没有联系方式',
  })
  expect(await tasksOf(duty, await numberOf(without))).toEqual([])
})

test('a report joined by mistake is separated and looked at anew', async () => {
  const first = await triaged(county)
  const { id, number } = await takeOne(duty)
  const join = (firstId: string) => duty(joinReport, { id, version: 1, firstId })
  await expect(join(id)).rejects.toMatchObject({ status: 422, fields: [{ field: 'firstId' }] })
  await expect(join(uuidv7())).rejects.toMatchObject({ status: 404 })
  await join(first)
  expect(await tasksOf(duty, number)).toEqual([])
  await duty(separateReport, { id, version: 2, reason: '是另一家的孩子' })
  expect(await tasksOf(duty, number)).toEqual(['triage-report'])
  expect(await duty(getReport, { id })).toMatchObject({ state: 'received', joinedTo: null })
})

test('junk is set aside by two, kept, and taken back at any time', async () => {
  const id = await triaged(county)
  const number = await numberOf(id)
  await duty(setReportAside, { id, version: 2, reason: '同一号码反复辱骂' })
  await expect(duty(confirmSettingAside, { id, version: 3 })).rejects.toMatchObject(refused('另一人'))
  expect(await tasksOf(head, number)).toEqual(['confirm-set-aside'])
  await head(confirmSettingAside, { id, version: 3 })
  expect(await duty(getReport, { id })).toMatchObject({ state: 'set-aside', confirmedBy: '中心主任' })
  await worker(takeReportBack, { id, version: 4, reason: '其中提到一名孩子' })
  expect(await duty(getReport, { id })).toMatchObject({ state: 'received', confirmedBy: null })
  expect(await tasksOf(duty, number)).toEqual(['triage-report'])
})

test('the reporter is asked back, told that it is in hand, and told at the end', async () => {
  const child = await newChild(app)
  const id = await triaged(county, child.id)
  const contact = { id, how: 'telephone', said: '请再说一说孩子在哪里' } as const
  await duty(recordContact, { ...contact, version: 2, contactId: uuidv7(), kind: 'asked' })
  const { items } = await duty(listReports, { pageSize: 100 })
  expect(items.find((each) => each.id === id)).toMatchObject({ isAsked: true })
  const told = {
    id,
    how: 'telephone',
    said: '您的报告已经受理',
    contactId: uuidv7(),
    kind: 'accepted',
  } as const
  await expect(duty(recordContact, { ...told, version: 3 })).rejects.toMatchObject(refused('还没有受理'))
  await duty(acceptReport, { id, version: 3, ownerId: worker.accountId })
  const number = await numberOf(id)
  expect(await tasksOf(duty, number)).toEqual(['tell-reporter'])
  const byCode = duty(recordContact, { ...told, version: 4, how: 'code' })
  await expect(byCode).rejects.toMatchObject({ status: 422, fields: [{ field: 'how' }] })
  await duty(recordContact, { ...told, version: 4 })
  expect(await tasksOf(duty, number)).toEqual([])
  expect((await duty(listContacts, { id })).items.map(({ kind }) => kind)).toEqual(['asked', 'accepted'])
})

test('words of the code’s holder are unread until the desk reads them, and the answer ends the task', async () => {
  const id = await fromOutside()
  await app.setUp(async (db) => {
    const { keySealed } = await db
      .selectFrom('report')
      .where('id', '=', id)
      .select('keySealed')
      .executeTakeFirstOrThrow()
    const sealed = app.keys.seal(app.keys.unwrap(keySealed, id), 'message', '他又来了')
    await db
      .insertInto('reportMessage')
      .values({ id: uuidv7(), reportId: id, isFromReporter: true, at: new Date(), sealed })
      .execute()
  })
  const row = async () =>
    (await duty(listReports, { unread: true, pageSize: 100 })).items.map((each) => each.id)
  expect(await row()).toEqual([id])
  expect((await duty(listMessages, { id })).items).toMatchObject([{ text: '他又来了', isNew: true }])
  expect(await row()).toEqual([])
  const messageId = uuidv7()
  const words = { id, messageId, text: '我们看到了。你现在安全吗？', isAsking: true }
  await duty(writeMessage, words)
  await duty(writeMessage, words)
  expect((await duty(listMessages, { id })).items.map(({ by }) => by)).toEqual([null, '值班员'])
  expect(await duty(getReport, { id })).toMatchObject({ isAsked: true })
  const plain = (await takeOne(duty)).id
  await expect(duty(writeMessage, { ...words, id: plain, messageId: uuidv7() })).rejects.toMatchObject(
    refused('没有回访码'),
  )
})

test('the head sees who still waits for an answer, the oldest first, and with whom it lies', async () => {
  const running = await opened(app, county)
  const { reportId } = await closed(app, county)
  const unanswered = () => head(listUnanswered, { pageSize: 100 })
  const before = await unanswered()
  const ages = before.items.map(({ receivedAt }) => receivedAt)
  expect(ages).toEqual(ages.toSorted())
  const owner = (id: string, list = before) => list.items.find((each) => each.id === id)?.owner.name
  expect([owner(running.reportId), owner(reportId)]).toEqual(['值班员', '值班员'])
  expect(before.owners.reduce((sum, { count }) => sum + count, 0)).toBe(before.total)
  const contact = { contactId: uuidv7(), kind: 'accepted', how: 'telephone', said: '已受理' } as const
  await duty(recordContact, { id: running.reportId, version: await version(running.reportId), ...contact })
  expect(owner(running.reportId, await unanswered())).toBe('社工')
  const telling = { how: 'cannot', said: '匿名，没有联系方式' } as const
  await duty(tellReporter, { id: reportId, version: await version(reportId), ...telling })
  expect(owner(reportId, await unanswered())).toBeUndefined()
  for (const other of [duty, worker, director])
    await expect(other(listUnanswered)).rejects.toMatchObject({ status: 403 })
})

test('nothing that the desk wrote about a report stands in the audit, a task or the clear', async () => {
  const words = '只此一次的话'
  const id = await fromOutside()
  await duty(writeMessage, { id, messageId: uuidv7(), text: words })
  await duty(recordEmergencyCall, { id, callId: uuidv7(), called: '110', said: words })
  const contact = { contactId: uuidv7(), kind: 'asked', how: 'telephone', said: words } as const
  await duty(recordContact, { id, version: 1, ...contact })
  const tables = ['report', 'reportMessage', 'emergencyCall', 'reportContact', 'task'] as const
  const rows: unknown[] = []
  for (const table of tables) rows.push(await app.setUp((db) => db.selectFrom(table).selectAll().execute()))
  for (const action of ['report.message-written', 'report.emergency-called', 'report.contacted'])
    rows.push(await app.auditOf(action))
  expect(JSON.stringify(rows)).not.toContain(words)
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(words).toString('base64'))
})
