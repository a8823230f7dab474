import { expect, test } from 'vitest'
import { addDays, today } from '#kernel/day.ts'
import { mintScope } from '#server/access.ts'
import { uuidv7 } from '#server/ids.ts'
import { inTransaction } from '#server/transaction.ts'
import { COUNTY, testApp } from '#tests/app.ts'
import { opened } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { answerSupervisionNote, listSupervisionNotes, writeSupervisionNote } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { duty, worker, head, supervisor, otherSupervisor, director } = county

const dueDay = addDays(today(new Date()), 3)
const advice = { advice: '先稳住孩子晚上的照看', todo: '三天内与奶奶谈妥夜间照看', dueDay }

const openTasks = (caseId: string) =>
  app.setUp((db) =>
    db
      .selectFrom('task')
      .where('caseId', '=', caseId)
      .where('kind', '=', 'answer-supervision')
      .where('doneAt', 'is', null)
      .select(['ownerId', 'title'])
      .execute(),
  )

test('the supervisor of the town advises, the owner has a task with the day and answers it once', async () => {
  const { caseId } = await opened(app, county)
  const noteId = uuidv7()
  await supervisor(writeSupervisionNote, { caseId, noteId, ...advice })
  const [task] = await openTasks(caseId)
  expect(task?.ownerId).toBe(worker.accountId)
  expect(task?.title).not.toContain('奶奶')
  const answer = { caseId, noteId, answer: '已和奶奶谈妥，从今晚起陪睡' }
  await expect(duty(answerSupervisionNote, answer)).rejects.toThrow('由个案负责人答复')
  await worker(answerSupervisionNote, answer)
  expect(await openTasks(caseId)).toEqual([])
  await expect(worker(answerSupervisionNote, answer)).rejects.toThrow('已经答复')
  expect((await head(listSupervisionNotes, { caseId })).items).toMatchObject([
    { by: { name: '甲镇督导员' }, ...advice, answer: { by: '社工', text: answer.answer } },
  ])
  const written = await app.auditOf('supervision-note.written')
  expect(written).toMatchObject([{ result: 'done' }])
  expect(JSON.stringify(written)).not.toContain('奶奶')
})

test('advice that asks for nothing opens no task', async () => {
  const { caseId } = await opened(app, county)
  await head(writeSupervisionNote, { caseId, noteId: uuidv7(), advice: '办得细致，保持每周联系' })
  expect(await openTasks(caseId)).toEqual([])
})

test('a day without a thing to do, a thing without a day and a day that has gone by are refused', async () => {
  const { caseId } = await opened(app, county)
  const note = { caseId, noteId: uuidv7(), advice: advice.advice }
  for (const more of [{ dueDay }, { todo: '谈妥照看' }, { todo: '谈妥照看', dueDay: '2020-01-01' }])
    await expect(head(writeSupervisionNote, { ...note, ...more })).rejects.toMatchObject({ status: 422 })
})

test('nobody supervises from another town, without the post, or on a case of their own', async () => {
  const { caseId } = await opened(app, county)
  const note = { caseId, noteId: uuidv7(), ...advice }
  await expect(otherSupervisor(writeSupervisionNote, note)).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(listSupervisionNotes, { caseId })).rejects.toMatchObject({ status: 404 })
  await expect(director(listSupervisionNotes, { caseId })).rejects.toMatchObject({ status: 403 })
  await expect(worker(writeSupervisionNote, note)).rejects.toMatchObject({ status: 403 })
  await app.setUp((db) =>
    db.updateTable('caseFile').set({ ownerId: head.accountId }).where('id', '=', caseId).execute(),
  )
  await expect(head(writeSupervisionNote, note)).rejects.toThrow('由别人督导')
})

test('the database keeps a note as it was written', async () => {
  const { caseId } = await opened(app, county)
  const noteId = uuidv7()
  await supervisor(writeSupervisionNote, { caseId, noteId, ...advice })
  const byWorker = mintScope({
    county: COUNTY,
    accountId: worker.accountId,
    role: 'caseworker',
    low: `${COUNTY}000000`,
    high: '449822000000',
    unitId: null,
  })
  await expect(
    inTransaction(app.pool, byWorker, (db) =>
      db
        .updateTable('supervisionNote')
        .set({ adviceSealed: Buffer.from('x') })
        .where('id', '=', noteId)
        .execute(),
    ),
  ).rejects.toThrow('permission denied')
  await expect(
    inTransaction(app.pool, byWorker, (db) =>
      db
        .insertInto('supervisionNote')
        .values({
          id: uuidv7(),
          caseId,
          madeBy: worker.accountId,
          madeAt: new Date(),
          adviceSealed: Buffer.from('x'),
        })
        .execute(),
    ),
  ).rejects.toThrow('row-level security')
})
