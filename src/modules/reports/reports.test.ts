import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { getCase, listCases } from '#modules/cases/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { testApp } from '#tests/app.ts'
import {
  closed,
  loopCounty,
  NARRATIVE,
  newChild,
  opened,
  OTHER_VILLAGE,
  seenReport,
  takeOne,
  triaged,
  VILLAGE,
} from '#tests/loop.ts'
import { getReport, listMyReports, listReports, revealReporter, takeReport } from './contract.ts'
import { tellReporter } from './answers/contract.ts'
import { passOnReport } from './passing-on/contract.ts'
import {
  acceptReport,
  confirmTurnDown,
  reconsiderReport,
  triageReport,
  turnDownReport,
} from './decisions/contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, otherDirector, supervisor, duty, worker, head, officer } = county

const isRefused = (message: string) => ({
  status: 409,
  code: 'refused',
  message: expect.stringContaining(message),
})

test('a report that the browser sends twice is taken once', async () => {
  const id = uuidv7()
  const first = await takeOne(duty, { id })
  expect(await takeOne(duty, { id })).toEqual(first)
  const found = (await duty(listReports, { pageSize: 100 })).items.filter((report) => report.id === id)
  expect(found).toHaveLength(1)
})

test('the same form sent twice at the same moment is one report, and the other hears so', async () => {
  const id = uuidv7()
  const both = await Promise.allSettled([takeOne(duty, { id }), takeOne(duty, { id })])
  const lost = both.filter(({ status }) => status === 'rejected')
  for (const one of lost) expect(one).toMatchObject({ reason: { status: 409, code: 'refused' } })
  expect(lost.length).toBeLessThan(2)
  const found = (await duty(listReports, { pageSize: 100 })).items.filter((report) => report.id === id)
  expect(found).toHaveLength(1)
  await expect(takeOne(head, { id })).rejects.toMatchObject({ status: 409 })
})

test('only what happened must be said; a wrong telephone number is told at its field', async () => {
  const id = uuidv7()
  await duty(takeReport, { id, narrative: '有孩子在市场门口乞讨' })
  expect(await duty(getReport, { id })).toMatchObject({
    content: { reporter: null, describedChild: null },
    isSeen: true,
    leastLevel: 'medium',
  })
  await expect(duty(takeReport, { id: uuidv7(), narrative: ' ' })).rejects.toMatchObject({ status: 422 })
  await expect(
    duty(takeReport, { id: uuidv7(), narrative: NARRATIVE, reporterPhone: '12' }),
  ).rejects.toMatchObject({ status: 422, fields: [{ field: 'reporterPhone' }] })
})

test('what was told and by whom lies sealed, and stands neither in the audit nor in a task', async () => {
  const id = uuidv7()
  await takeOne(duty, { id, childAbout: '穿红衣服的女孩' })
  await duty(getReport, { id })
  const row = await app.setUp((db) =>
    db.selectFrom('report').where('id', '=', id).selectAll().executeTakeFirstOrThrow(),
  )
  const tasks = await app.setUp((db) =>
    db.selectFrom('task').where('subjectId', '=', id).selectAll().execute(),
  )
  const entries = [...(await app.auditOf('report.taken')), ...(await app.auditOf('report.read'))]
  expect(entries.filter((entry) => entry['subject_id'] === id)).toHaveLength(2)
  const stored = JSON.stringify([row, tasks, entries])
  for (const secret of [NARRATIVE, '李邻居', '13900000001', '红衣服']) expect(stored).not.toContain(secret)
  expect(row.narrativeSealed.includes(Buffer.from(NARRATIVE))).toBe(false)
})

test('who wishes to stay unknown is not written down, though the caller’s number showed', async () => {
  const id = uuidv7()
  await duty(takeReport, {
    id,
    narrative: NARRATIVE,
    isAnonymous: true,
    reporterName: '李邻居',
    reporterPhone: '13900000001',
    reporterRelation: '邻居',
  })
  expect(await duty(getReport, { id })).toMatchObject({
    isAnonymous: true,
    content: { reporter: { relation: '邻居' } },
  })
  expect(await duty(revealReporter, { id, reason: '核对报告人' })).toEqual({ relation: '邻居' })
})

test('the reporter’s name and number are masked until somebody says why', async () => {
  const { id } = await takeOne(duty)
  expect(await duty(getReport, { id })).toMatchObject({
    content: { reporter: { name: '李*', phone: '139****0001', relation: '邻居' } },
  })
  expect(await duty(revealReporter, { id, reason: '回电了解情况' })).toEqual({
    name: '李邻居',
    phone: '13900000001',
    relation: '邻居',
  })
  const entry = (await app.auditOf('report.reporter-revealed')).find((each) => each['subject_id'] === id)
  expect(entry).toMatchObject({ purpose: '回电了解情况', fields: ['reporter'] })
})

test('a director takes a report in the village and learns only how far it has come', async () => {
  const { id, number } = await takeOne(director)
  expect((await director(listMyReports)).items).toMatchObject([{ number, state: 'waiting' }])
  await expect(director(getReport, { id })).rejects.toMatchObject({ status: 403 })
  await expect(director(listReports)).rejects.toMatchObject({ status: 403 })
  expect((await otherDirector(listMyReports)).items).toEqual([])
  await duty(triageReport, { id, version: 1, danger: {}, dangerLevel: 'medium' })
  await duty(passOnReport, { id, version: 2, to: '县教育局', reason: '属于学校管理事项' })
  expect((await director(listMyReports)).items).toMatchObject([{ state: 'in-hand' }])
})

test('a director’s report of a child elsewhere is taken, not refused, and the desk sees where it is', async () => {
  const { id } = await takeOne(director, { divisionCode: OTHER_VILLAGE, childAbout: '邻镇的孩子' })
  expect(await duty(getReport, { id })).toMatchObject({
    divisionCode: VILLAGE,
    content: { describedChild: { divisionCode: OTHER_VILLAGE } },
  })
})

test('a child whom the taker may not see is not found', async () => {
  const child = await newChild(app, OTHER_VILLAGE)
  await expect(takeOne(director, { childId: child.id })).rejects.toMatchObject({ status: 404 })
})

test('units, leaders and administrators neither take nor read reports', async () => {
  const { id } = await takeOne(duty)
  const others = [
    officer,
    ...(await Promise.all((['leader', 'system-admin'] as const).map((role) => app.as({ role })))),
  ]
  for (const other of others) {
    await expect(takeOne(other)).rejects.toMatchObject({ status: 403 })
    await expect(other(getReport, { id })).rejects.toMatchObject({ status: 403 })
  }
})

test('a level below what the answers show is refused; "unknown" does not count as safe', async () => {
  const { id } = await takeOne(duty)
  const triage = (dangerLevel: 'low' | 'medium' | 'immediate', danger: object) =>
    duty(triageReport, { id, version: 1, danger, dangerLevel })
  await expect(triage('low', {})).rejects.toMatchObject({ status: 422, fields: [{ field: 'dangerLevel' }] })
  await expect(triage('medium', { isHurtNow: 'yes' })).rejects.toMatchObject({ status: 422 })
  await triage('immediate', { isHurtNow: 'yes' })
  const { turn } = await duty(getReport, { id })
  const { receivedAt } = await duty(getReport, { id })
  expect(Date.parse(turn!.dueAt) - Date.parse(receivedAt)).toBe(2 * 3_600_000)
})

test('an emergency is never turned down, and nothing is decided before it was looked at', async () => {
  const child = await newChild(app)
  const { id } = await takeOne(duty, { childId: child.id, danger: { isHurtNow: 'yes' } })
  const ownerId = worker.accountId
  await expect(duty(acceptReport, { id, version: 1, ownerId })).rejects.toMatchObject(isRefused('研判'))
  await duty(triageReport, { id, version: 1, danger: { isHurtNow: 'yes' }, dangerLevel: 'immediate' })
  await expect(duty(turnDownReport, { id, version: 2, reason: '内容不清楚' })).rejects.toMatchObject(
    isRefused('现实危险'),
  )
})

test('turning a report down needs a second person, who may also have it looked at again', async () => {
  const id = await triaged(county)
  await duty(turnDownReport, { id, version: 2, reason: '与未成年人无关' })
  const told = { id, version: 3, how: 'telephone', said: '不属于受理范围' } as const
  await expect(duty(tellReporter, told)).rejects.toMatchObject(isRefused('没有可以告知的结果'))
  await expect(duty(confirmTurnDown, { id, version: 3 })).rejects.toMatchObject(isRefused('另一人'))
  expect((await head(listMyTasks)).items.map(({ kind }) => kind)).toContain('confirm-turn-down')
  await head(reconsiderReport, { id, version: 3, reason: '请先核实孩子情况' })
  await duty(turnDownReport, { id, version: 4, reason: '核实后确与未成年人无关' })
  await head(confirmTurnDown, { id, version: 5 })
  await duty(tellReporter, { ...told, version: 6 })
  expect(await duty(getReport, { id })).toMatchObject({ state: 'answered', confirmedBy: '中心主任' })
})

test('a report that is accepted for a child without a file asks for the child first', async () => {
  const id = await triaged(county)
  const accept = (more: object) => duty(acceptReport, { id, version: 2, ownerId: worker.accountId, ...more })
  await expect(accept({})).rejects.toMatchObject(isRefused('哪名儿童'))
  const child = await newChild(app)
  const { caseId } = await accept({ childId: child.id })
  expect(await worker(getCase, { id: caseId })).toMatchObject({ child: { id: child.id }, reports: [{ id }] })
})

test('only who can take every step of a case may own it', async () => {
  const child = await newChild(app)
  const id = await triaged(county, child.id)
  for (const ownerId of [supervisor.accountId, director.accountId, officer.accountId, uuidv7()])
    await expect(duty(acceptReport, { id, version: 2, ownerId })).rejects.toMatchObject({
      status: 422,
      fields: [{ field: 'ownerId' }],
    })
})

test('a second report of the same child joins its running case, and both reporters are told in the end', async () => {
  const { child, caseId, reportId } = await opened(app, county)
  const second = await triaged(county, child.id)
  const alone = duty(acceptReport, { id: second, version: 2, ownerId: worker.accountId })
  await expect(alone).rejects.toMatchObject({ status: 409, detail: { caseId } })
  await duty(acceptReport, { id: second, version: 2, joinCaseId: caseId })
  const kase = await worker(getCase, { id: caseId })
  expect(kase.reports.map(({ id }) => id).toSorted()).toEqual([reportId, second].toSorted())
  expect((await worker(listCases, { childId: child.id })).total).toBe(1)
})

test('two reports of one child accepted at the same moment open one case', async () => {
  const child = await newChild(app)
  const ids = [await triaged(county, child.id), await triaged(county, child.id)]
  const outcomes = await Promise.allSettled(
    ids.map((id) => duty(acceptReport, { id, version: 2, ownerId: worker.accountId })),
  )
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect((await worker(listCases, { childId: child.id })).total).toBe(1)
})

test('two officers who decide on one report: the second learns what the first did', async () => {
  const id = await triaged(county)
  await duty(passOnReport, { id, version: 2, to: '县公安局', reason: '属于治安案件' })
  await expect(
    head(passOnReport, { id, version: 2, to: '县教育局', reason: '属于学校' }),
  ).rejects.toMatchObject({
    status: 409,
    code: 'stale',
    detail: { version: 3, state: '已转交' },
  })
})

test('numbers of a series have no gap and no double, also when twenty are taken at once', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeOne(duty)))
  const numbers = taken.map(({ number }) => Number(number.slice(-5, -1))).toSorted((a, b) => a - b)
  const first = numbers[0] ?? 0
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => first + index))
})

test('every report decided on is answered, or stands in the list of the unanswered with its task', async () => {
  const { reportId } = await closed(app, county)
  const unanswered = await duty(listReports, { unanswered: true, pageSize: 100 })
  expect(unanswered.items.map(({ id }) => id)).toContain(reportId)
  const later = new Date(Date.now() + 3_600_000).toISOString()
  const version = await seenReport(duty, reportId)
  const telling = { id: reportId, version, how: 'cannot', said: '匿名，没有联系方式' } as const
  await expect(duty(tellReporter, { ...telling, at: later })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'at' }],
  })
  await duty(tellReporter, telling)
  const after = await duty(listReports, { unanswered: true, pageSize: 100 })
  expect(after.items.map(({ id }) => id)).not.toContain(reportId)
  expect(await duty(getReport, { id: reportId })).toMatchObject({ told: { how: 'cannot' } })
})

test('a sealed report is read by its named readers alone, and opens a sealed case', async () => {
  const child = await newChild(app)
  const id = await triaged(county, child.id)
  await app.setUp(async (db) => {
    await db.updateTable('report').set({ label: 'sealed' }).where('id', '=', id).execute()
    await db
      .insertInto('accessGrant')
      .values({
        id: uuidv7(),
        recordKind: 'report',
        recordId: id,
        accountId: head.accountId,
        reason: '指定人员',
        endsAt: sql<Date>`now() + interval '1 day'`,
      })
      .execute()
  })
  await expect(duty(getReport, { id })).rejects.toMatchObject({ status: 404 })
  expect((await duty(listReports, { pageSize: 100 })).items.map((report) => report.id)).not.toContain(id)
  const { caseId } = await head(acceptReport, { id, version: 2, ownerId: worker.accountId })
  expect(await worker(getCase, { id: caseId })).toMatchObject({ isSealed: true })
  expect(await head(getCase, { id: caseId })).toMatchObject({ isSealed: true, reports: [{ id }] })
  await expect(duty(getCase, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await expect(supervisor(getCase, { id: caseId })).rejects.toMatchObject({ status: 404 })
})
