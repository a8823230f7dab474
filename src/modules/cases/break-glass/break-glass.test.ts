import fc from 'fast-check'
import { expect, test } from 'vitest'
import { next } from '#kernel/state-machine.ts'
import { mintScope } from '#server/access.ts'
import { uuidv7 } from '#server/ids.ts'
import { inTransaction } from '#server/transaction.ts'
import { listMyNotices } from '#modules/notifications/contract.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { COUNTY, testApp, type Caller } from '#tests/app.ts'
import { opened } from '#tests/loop.ts'
import { loopCounty } from '#tests/loop-county.ts'
import { declareRecusal } from '../assigning/conflicts/contract.ts'
import { getCase, handOverCase, listCases } from '../contract.ts'
import {
  breakGlass,
  endBreakGlass,
  getBreakGlass,
  listBreakGlass,
  listBreakGlassOfCase,
  reviewBreakGlass,
} from './contract.ts'
import { GLASS_MACHINE, stateOf } from './rules.ts'

/** A county with a sealed case of which the caseworker is the only reader. */
const stageOf = async (options: Parameters<typeof testApp>[0] = {}) => {
  const app = await testApp(options)
  const county = await loopCounty(app)
  const audit = await app.as({ role: 'audit-admin', name: '审计员' })
  const sealed = async () => {
    const story = await opened(app, county)
    const grant = { reason: '密封个案的指定人员', endsAt: new Date(Date.now() + 86_400_000) }
    await app.setUp(async (db) => {
      await db.updateTable('caseFile').set({ label: 'sealed' }).where('id', '=', story.caseId).execute()
      await db.updateTable('child').set({ label: 'sealed' }).where('id', '=', story.child.id).execute()
      for (const [recordKind, recordId] of [
        ['case', story.caseId],
        ['child', story.child.id],
      ] as const)
        await db
          .insertInto('accessGrant')
          .values({ ...grant, id: uuidv7(), recordKind, recordId, accountId: county.worker.accountId })
          .execute()
    })
    return story
  }
  return { app, county, audit, sealed }
}

const both = await stageOf()
const secondAlone = await stageOf({ more: { isApplicationWallOpen: true } })
const firstAlone = await stageOf({
  afterMigrate: async (owner) => {
    await owner.query(`do $$ declare t record; begin
      for t in select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'county_449821'::regnamespace and c.relkind = 'r' loop
        execute format('alter table %s disable row level security', t.name);
      end loop; end $$`)
  },
})

const REASON = '派出所深夜送来这个孩子，要找监护人'
const open = async (who: Caller, number: string) => {
  const id = uuidv7()
  return { id, ...(await who(breakGlass, { id, by: 'number', number, reason: REASON })) }
}

test('at night the duty officer opens a sealed case for two hours; the owner and the head are told at once', async () => {
  const { county, sealed, app } = both
  const { duty, worker, head } = county
  const { caseId, caseNumber, child } = await sealed()
  await expect(duty(getCase, { id: caseId })).rejects.toMatchObject({ status: 404 })
  const before = (await worker(listMyNotices)).total
  const { id, endsAt } = await open(duty, caseNumber)
  expect(Date.parse(endsAt) - Date.now()).toBeGreaterThan(1.9 * 3_600_000)
  expect(await duty(getCase, { id: caseId })).toMatchObject({ child: { name: child.name } })
  expect((await worker(listMyNotices)).total).toBe(before + 1)
  expect((await worker(listMyNotices)).items[0]).toMatchObject({ isDanger: true, subjectId: caseId })
  expect((await head(listMyTasks, { pageSize: 100 })).items).toContainEqual(
    expect.objectContaining({ kind: 'review-break-glass', subjectId: id }),
  )
  const { items } = await worker(listBreakGlassOfCase, { caseId })
  expect(items).toMatchObject([{ id, isRunning: true, reason: REASON, openedBy: { name: '值班员' } }])
  await expect(open(duty, caseNumber)).rejects.toThrow('正在调阅')
  expect(await app.auditOf('break-glass.opened')).toMatchObject([
    { result: 'done', purpose: REASON },
    { result: 'refused' },
  ])
})

test('it ends by itself, and at once when the officer ends it', async () => {
  const { county, sealed, app } = both
  const { duty } = county
  const { caseId, caseNumber } = await sealed()
  const { id } = await open(duty, caseNumber)
  await duty(endBreakGlass, { id })
  await expect(duty(getCase, { id: caseId })).rejects.toMatchObject({ status: 404 })
  await expect(duty(endBreakGlass, { id })).rejects.toMatchObject({ status: 409 })
  const again = await open(duty, caseNumber)
  await app.setUp((db) =>
    db
      .updateTable('accessGrant')
      .set({ endsAt: new Date(Date.now() - 1_000) })
      .where('accountId', '=', duty.accountId)
      .where('recordId', '=', caseId)
      .execute(),
  )
  await expect(duty(getCase, { id: caseId })).rejects.toMatchObject({ status: 404 })
  expect(again.id).not.toBe(id)
})

test('by the identity number or by name and day of birth too; what is not there and what is kept from one answer alike', async () => {
  const { county, sealed, app } = both
  const { duty } = county
  const { caseId, caseNumber, child } = await sealed()
  await app.setUp((db) =>
    db
      .insertInto('recordExclusion')
      .values({
        id: uuidv7(),
        recordKind: 'case',
        recordId: caseId,
        accountId: duty.accountId,
        madeAt: new Date(),
      })
      .execute(),
  )
  const asked = { reason: REASON, by: 'number' as const }
  const refusals = await Promise.all(
    [caseNumber, '个〔2026〕9999号'].map((number) =>
      duty(breakGlass, { ...asked, id: uuidv7(), number }).catch((problem: unknown) => problem),
    ),
  )
  expect(refusals[0]).toMatchObject({ status: 404 })
  expect(refusals[0]).toEqual(refusals[1])
  const second = await app.as({ role: 'caseworker', name: '社工二' })
  const byName = {
    id: uuidv7(),
    by: 'name' as const,
    name: child.name,
    birthDay: '2016-05-04',
    reason: REASON,
  }
  expect(await second(breakGlass, byName)).toMatchObject({ caseId })
  await expect(second(breakGlass, { id: uuidv7(), by: 'id-number', reason: REASON })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'idNumber' }],
  })
})

test('whoever sees the case anyway needs no glass, and a supervisor may break none', async () => {
  const { county, app } = both
  const { duty, supervisor } = county
  const { caseNumber } = await opened(app, county)
  await expect(open(duty, caseNumber)).rejects.toThrow('本来就能打开')
  await expect(open(supervisor, caseNumber)).rejects.toMatchObject({ status: 403 })
})

test('another reviews it the next working day in words; the head and the witness see the list, colleagues only their own', async () => {
  const { county, audit, sealed, app } = both
  const { duty, worker, head } = county
  const { caseNumber } = await sealed()
  const { id } = await open(duty, caseNumber)
  await expect(duty(reviewBreakGlass, { id, verdict: 'justified', words: '没有问题' })).rejects.toMatchObject(
    {
      status: 403,
    },
  )
  await head(reviewBreakGlass, { id, verdict: 'not-justified', words: '可以先电话询问负责人' })
  await expect(head(reviewBreakGlass, { id, verdict: 'justified', words: '改为应当' })).rejects.toMatchObject(
    {
      status: 409,
    },
  )
  const [reviewed] = (await audit(listBreakGlass, { state: 'reviewed' })).items
  expect(reviewed).toMatchObject({
    id,
    caseId: null,
    isRunning: false,
    verdict: 'not-justified',
    words: '可以先电话询问负责人',
    reviewedBy: '中心主任',
  })
  expect((await head(listMyTasks, { pageSize: 100 })).items.map(({ subjectId }) => subjectId)).not.toContain(
    id,
  )
  expect((await worker(listBreakGlass)).total).toBe(0)
  expect((await duty(listBreakGlass)).items.every(({ openedBy }) => openedBy.isMe)).toBe(true)
  expect(await app.auditOf('break-glass.reviewed')).toMatchObject([
    { result: 'refused' },
    { result: 'done' },
    { result: 'refused' },
  ])
})

test.each([
  ['with both walls', both],
  ['with the policies alone', secondAlone],
  ['with the application alone', firstAlone],
])(
  '%s a broken glass opens one case to one person and nothing to others',
  async (_, { app, county, sealed }) => {
    const { duty, supervisor, officer, otherSupervisor } = county
    const [one, other] = [await sealed(), await sealed()]
    const colleague = await app.as({ role: 'caseworker', name: '社工二' })
    const { id } = await open(duty, one.caseNumber)
    expect((await duty(listCases, { pageSize: 100 })).items.map((each) => each.id)).toContain(one.caseId)
    await expect(duty(getCase, { id: other.caseId })).rejects.toMatchObject({ status: 404 })
    for (const who of [colleague, supervisor, otherSupervisor, officer]) {
      const isKept = expect.objectContaining({
        status: expect.toSatisfy((status) => status === 403 || status === 404),
      })
      await expect(who(getCase, { id: one.caseId })).rejects.toEqual(isKept)
      await expect(who(getBreakGlass, { id })).rejects.toEqual(isKept)
    }
    // It lets one read and take no step.
    const { version } = await duty(getCase, { id: one.caseId })
    const reason = '夜里先由我来办'
    const steps = [
      duty(handOverCase, { id: one.caseId, version, ownerId: duty.accountId, reason }),
      duty(declareRecusal, { caseId: one.caseId, recusalId: uuidv7(), reason }),
    ]
    for (const step of await Promise.allSettled(steps))
      expect(step).toMatchObject({ status: 'rejected', reason: { status: 404 } })
  },
)

const scopeOf = (accountId: string, role: string) =>
  mintScope({
    county: COUNTY,
    accountId,
    role,
    low: `${COUNTY}000000`,
    high: '449822000000',
    unitId: null,
  })

test('the database grants nobody a sealed case for themselves without a glass, nor longer than the glass lasts', async () => {
  const { app, county, sealed } = both
  const { duty, worker } = county
  const { caseId, caseNumber, child } = await sealed()
  const grant = (accountId: string, recordKind: 'case' | 'child', hours: number, by = duty.accountId) =>
    inTransaction(app.pool, scopeOf(by, by === duty.accountId ? 'duty-officer' : 'caseworker'), (db) =>
      db
        .insertInto('accessGrant')
        .values({
          id: uuidv7(),
          recordKind,
          recordId: recordKind === 'case' ? caseId : child.id,
          accountId,
          reason: '自己给自己',
          endsAt: new Date(Date.now() + hours * 3_600_000),
        })
        .execute(),
    )
  for (const kind of ['case', 'child'] as const)
    await expect(grant(duty.accountId, kind, 1)).rejects.toThrow('row-level security')
  // Its reader may name another.
  await grant(county.head.accountId, 'case', 1, worker.accountId)
  await open(duty, caseNumber)
  await expect(grant(duty.accountId, 'case', 1)).resolves.toBeDefined()
  await expect(grant(duty.accountId, 'case', 5)).rejects.toThrow('row-level security')
  await expect(grant(county.supervisor.accountId, 'case', 1)).rejects.toThrow('row-level security')
})

test('whatever happens to a broken glass, the opener never reviews it and a reviewed one is over', () => {
  const now = new Date('2026-11-23T22:00:00Z')
  const command = fc.record({
    name: fc.constantFrom('end' as const, 'review' as const),
    isOpener: fc.boolean(),
    isHead: fc.boolean(),
    hours: fc.integer({ min: 0, max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
      let at = now
      const glass = {
        endsAt: new Date(now.getTime() + 2 * 3_600_000),
        endedAt: null as Date | null,
        reviewedAt: null as Date | null,
      }
      let reviewedByOpener = false
      for (const { name, isOpener, isHead, hours } of commands) {
        at = new Date(at.getTime() + hours * 3_600_000)
        const step = next(GLASS_MACHINE, stateOf(glass, at), name, { isOpener, isHead })
        if (stateOf(glass, at) === 'reviewed') expect(step.ok).toBe(false)
        if (!step.ok) continue
        if (name === 'end') glass.endedAt = at
        else {
          glass.reviewedAt = at
          reviewedByOpener ||= isOpener
        }
      }
      expect(reviewedByOpener).toBe(false)
      if (at >= glass.endsAt) expect(stateOf(glass, at)).not.toBe('running')
    }),
  )
})
