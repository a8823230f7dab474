import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, endOfDay, today } from '#kernel/day.ts'
import { mintScope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { listTimeline } from '#modules/children/changes/contract.ts'
import { acceptReport } from '#modules/reports/decisions/contract.ts'
import { testApp } from '#tests/app.ts'
import { closed, seen, seenReport, triaged } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { LOOKED_BACK } from '#tests/loop-words.ts'
import { getCase } from '../../contract.ts'
import { ProcedureContent } from '../../procedure/content.ts'
import { getClosing, recordLookBack } from '../contract.ts'
import { usefulnessQuestion } from '../rules.ts'
import { countUsefulness, planLookBacks } from './queries.ts'

const app = await testApp()
const county = await loopCounty(app)
const { duty, worker, otherSupervisor, director, head } = county

const openTasks = (caseId: string) =>
  app.setUp((db) =>
    db
      .selectFrom('task')
      .where('caseId', '=', caseId)
      .where('doneAt', 'is', null)
      .where('cancelledAt', 'is', null)
      .select(['kind', 'subjectId', 'ownerId', 'dueAt'])
      .orderBy('dueAt')
      .execute(),
  )

const look = async (caseId: string, more: object = {}) =>
  worker(recordLookBack, { id: caseId, version: await seen(worker, caseId), ...LOOKED_BACK, ...more })

test('closing plans every look-back that the procedure names, each with a task of its own', async () => {
  const { caseId } = await closed(app, county)
  const { lookBacks, lookBackDays } = await worker(getClosing, { id: caseId })
  expect(lookBackDays).toEqual([30, 90])
  expect(lookBacks.map(({ dueAt }) => dueAt).toSorted()).toEqual(
    lookBackDays.map((days) => endOfDay(addDays(today(new Date()), days)).toISOString()),
  )
  const tasks = await openTasks(caseId)
  const ofLookBacks = tasks.filter(({ kind }) => kind === 'look-back')
  expect(ofLookBacks.map(({ subjectId }) => subjectId).toSorted()).toEqual(
    lookBacks.map(({ id }) => id).toSorted(),
  )
  expect(ofLookBacks.map(({ ownerId }) => ownerId)).toEqual([worker.accountId, worker.accountId])
})

test('a look-back ends its own task only; after the last good one the case waits to be put away', async () => {
  const { caseId } = await closed(app, county)
  expect(await look(caseId)).toEqual({ isReopened: false, joined: null })
  expect((await openTasks(caseId)).filter(({ kind }) => kind === 'look-back')).toHaveLength(1)
  await look(caseId, { useful: 'some' })
  expect((await openTasks(caseId)).map(({ kind }) => kind)).toContain('archive-case')
  await expect(look(caseId)).rejects.toMatchObject({ code: 'refused' })
  expect((await worker(getClosing, { id: caseId })).lookBacks.toReversed()).toMatchObject([
    { ordinal: 1, useful: 'yes', seen: 'alone', words: { childWords: LOOKED_BACK.childWords } },
    { ordinal: 2, useful: 'some' },
  ])
})

test('a look-back that finds the child no better begins a new round, and what was stays readable', async () => {
  const { caseId, child } = await closed(app, county)
  const finding = '孩子又独自过夜'
  expect(await look(caseId, { isBetter: false, finding })).toEqual({ isReopened: true, joined: null })
  const kase = await worker(getCase, { id: caseId })
  expect(kase).toMatchObject({ state: 'opened', closedAt: null, turn: { kind: 'assess-case' } })
  expect(kase.facts.missingInstruments.length).toBeGreaterThan(0)
  expect(kase.steps.at(-1)).toMatchObject({ command: 'reopen', note: finding })
  const ended = await worker(getClosing, { id: caseId })
  expect(ended).toMatchObject({
    closings: [{ decision: 'agreed', goals: 'all' }],
    tellings: [{ toldWhom: 'child' }],
  })
  expect(ended.lookBacks.toReversed()).toMatchObject([
    { isBetter: false, finding },
    { isCancelled: true, doneAt: null },
  ])
  const kinds = (await openTasks(caseId)).map(({ kind }) => kind)
  expect(kinds).toContain('assess-case')
  expect(kinds.filter((kind) => kind === 'look-back' || kind === 'contact-child')).toEqual([])
  const { items } = await duty(listTimeline, { id: child.id })
  expect(items.map(({ kind }) => kind)).toEqual(['case-reopened', 'case-closed', 'case-opened'])
  expect(JSON.stringify(items)).not.toContain(finding)
})

test('a child with another running case: the finding goes there, its owner has to assess, and this case can be put away', async () => {
  const { caseId, child } = await closed(app, county)
  const reportId = await triaged(county, child.id)
  const version = await seenReport(duty, reportId)
  const other = await duty(acceptReport, { id: reportId, version, ownerId: duty.accountId })
  const finding = '夜里还是没有人'
  expect(await look(caseId, { isBetter: false, finding })).toEqual({
    isReopened: false,
    joined: { number: other.caseNumber },
  })
  expect(await openTasks(other.caseId)).toMatchObject([
    { kind: 'redo-assessment', ownerId: duty.accountId },
    { kind: 'assess-case' },
  ])
  const { steps } = await worker(getCase, { id: other.caseId })
  expect(steps.at(-1)).toMatchObject({ command: 'join-finding', note: finding })
  const here = await worker(getCase, { id: caseId })
  expect(here).toMatchObject({ state: 'closed', facts: { isLookBackOpen: false, isNoBetter: false } })
  expect((await openTasks(caseId)).map(({ kind }) => kind)).toContain('archive-case')
})

test('where the child’s other case is sealed the finding still reaches its owner, and its number stays unsaid', async () => {
  const { caseId, child } = await closed(app, county)
  const reportId = await triaged(county, child.id)
  const version = await seenReport(duty, reportId)
  const other = await duty(acceptReport, { id: reportId, version, ownerId: duty.accountId })
  await app.setUp((db) =>
    db.updateTable('caseFile').set({ label: 'sealed' }).where('id', '=', other.caseId).execute(),
  )
  expect(await look(caseId, { isBetter: false })).toEqual({ isReopened: false, joined: { number: null } })
  expect(await openTasks(other.caseId)).toMatchObject([
    { kind: 'redo-assessment', ownerId: duty.accountId },
    { kind: 'assess-case' },
  ])
})

test('the child is asked in words of its age; the answers are counted for those who may see the cases', async () => {
  expect([7, 10, 16].map(usefulnessQuestion)).toEqual([
    '你把这件事告诉大人以后，有没有好一点？',
    '你把这件事说出来，有用吗？',
    '当初把这件事说出来，你觉得对你有用吗？',
  ])
  const { caseId } = await closed(app, county)
  await expect(look(caseId, { useful: 'not-asked' })).rejects.toMatchObject({
    fields: [{ field: 'notAskedReason' }],
  })
  const span = { from: new Date(Date.now() - 60_000), until: new Date(Date.now() + 60_000) }
  const counted = async (low: string, high: string) => {
    const scope = mintScope({
      county: '449821',
      accountId: head.accountId,
      role: 'centre-head',
      low,
      high,
      unitId: null,
    })
    const rows = await app.setUp((db) => countUsefulness(db, scope, span, new Date()))
    return rows.find(({ answer }) => answer === 'no')?.count ?? 0
  }
  const before = await counted('449821000000', '449822000000')
  await look(caseId, { useful: 'no' })
  expect(await counted('449821000000', '449822000000')).toBe(before + 1)
  expect(await counted('449821101000', '449821102000')).toBe(0)
})

test('who may not', async () => {
  const { caseId } = await closed(app, county)
  const version = await seen(worker, caseId)
  const one = { id: caseId, version, ...LOOKED_BACK }
  await expect(director(recordLookBack, one)).rejects.toMatchObject({ status: 403 })
  await expect(otherSupervisor(recordLookBack, one)).rejects.toMatchObject({ status: 404 })
  await expect(otherSupervisor(getClosing, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await look(caseId)
  await expect(
    app.setUp((db) =>
      db.updateTable('lookBack').set({ isBetter: false }).where('isBetter', '=', true).execute(),
    ),
  ).rejects.toThrow('never edited')
  expect(JSON.stringify(await app.auditOf('look-back.recorded'))).not.toContain(LOOKED_BACK.childWords)
})

/** A procedure of the county's own with these days. */
const procedureWith = async (db: Db, lookBackDays: number[]) => {
  const { content } = await db
    .selectFrom('procedureVersion')
    .where('state', '=', 'published')
    .select('content')
    .executeTakeFirstOrThrow()
  const parsed = ProcedureContent.parse(content)
  for (const level of Object.values(parsed.levels)) level.lookBackDays = lookBackDays
  const { last } = await db
    .selectFrom('procedureVersion')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  const id = uuidv7()
  await db
    .insertInto('procedureVersion')
    .values({
      id,
      number: last + 1,
      state: 'retired',
      content: JSON.stringify(parsed),
      changedAt: new Date(),
      changedBy: worker.accountId,
      publishedBy: head.accountId,
    })
    .execute()
  return id
}

test('whatever days a county decides on, so many look-backs are planned, each on its day and with an owner', async () => {
  const { caseId } = await closed(app, county)
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 730 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(days, async (chosen) => {
      const sorted = chosen.toSorted((one, other) => one - other)
      await app.setUp(async (db) => {
        const procedureId = await procedureWith(db, sorted)
        const kase = await db
          .selectFrom('caseFile')
          .where('id', '=', caseId)
          .selectAll()
          .executeTakeFirstOrThrow()
        const { id: closingId } = await db
          .selectFrom('closingRequest')
          .where('caseId', '=', caseId)
          .select('id')
          .executeTakeFirstOrThrow()
        const now = new Date()
        const before = await db.selectFrom('lookBack').where('caseId', '=', caseId).select('id').execute()
        await planLookBacks({ db, now }, { ...kase, procedureId }, closingId)
        const planned = await db
          .selectFrom('lookBack')
          .innerJoin('task', 'task.subjectId', 'lookBack.id')
          .where('lookBack.caseId', '=', caseId)
          .where(
            'lookBack.id',
            'not in',
            before.map(({ id }) => id),
          )
          .select(['lookBack.dueAt', 'task.dueAt as taskDueAt', 'task.ownerId'])
          .orderBy('lookBack.dueAt')
          .execute()
        const due = sorted.map((each) => endOfDay(addDays(today(now), each)))
        expect(planned.map(({ dueAt }) => dueAt)).toEqual(due)
        expect(planned.map(({ taskDueAt }) => taskDueAt)).toEqual(due)
        expect(planned.every(({ ownerId }) => ownerId === worker.accountId)).toBe(true)
      })
    }),
    { numRuns: 25 },
  )
})
