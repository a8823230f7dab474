import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import type { Db } from '#server/database.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import type { Role } from '#modules/identity/rules.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { finishTasks, openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import { COUNTY, NEIGHBOUR_COUNTY, testApp, type Caller } from '#tests/app.ts'
import { countMyNotices, listMyNotices, readAllNotices, readNotice } from './contract.ts'
import { notify, type Addressee } from './queries.ts'
import { noticeText, textOfNotice } from './rules.ts'

const app = await testApp()
const VILLAGE = '449821100001'
const TOWN = '449821100000'
const UNIT = '01900000-0000-7000-8000-0000000000aa'
await app.setUp((db) =>
  db
    .insertInto('unit')
    .values({
      id: UNIT,
      kind: 'member-unit',
      code: 'education',
      name: '示范县教育局',
      shortName: '教育局',
      joinedOn: '2021-09-01',
    })
    .execute(),
)

const people = {
  director: await app.as({ role: 'child-director', divisionCode: VILLAGE }),
  neighbour: await app.as({ role: 'child-director', divisionCode: '449821100002' }),
  supervisor: await app.as({ role: 'supervisor', divisionCode: TOWN }),
  otherSupervisor: await app.as({ role: 'supervisor', divisionCode: '449821101000' }),
  duty: await app.as({ role: 'duty-officer' }),
  secondDuty: await app.as({ role: 'duty-officer' }),
  officer: await app.as({ role: 'liaison-officer', unitId: UNIT }),
  admin: await app.as({ role: 'system-admin' }),
  elsewhere: await app.as({ role: 'duty-officer', county: NEIGHBOUR_COUNTY }),
}
type Name = keyof typeof people
const names = Object.keys(people) as Name[]

const unreadOf = async (caller: Caller) => (await caller(countMyNotices)).notices
const counts = async () => {
  const found: Partial<Record<Name, number>> = {}
  for (const name of names) {
    const notices = await unreadOf(people[name])
    if (notices) found[name] = notices
  }
  return found
}
const readEverything = async () => {
  for (const name of names) await people[name](readAllNotices)
}

const tell = (to: Addressee, more: { subjectId?: string; isDanger?: boolean } = {}) =>
  app.setUp((db: Db) =>
    notify(db, { kind: 'task', subjectKind: 'report', subjectId: uuidv7(), to, ...more }, new Date()),
  )

test.each<[string, Addressee, Partial<Record<Name, number>>]>([
  ['persons', { accountIds: [people.director.accountId, people.admin.accountId] }, { director: 1, admin: 1 }],
  ['a role where it works', { role: 'supervisor', divisionCode: VILLAGE }, { supervisor: 1 }],
  ['a role of the village', { role: 'child-director', divisionCode: VILLAGE }, { director: 1 }],
  ['a role above whose level the place is', { role: 'child-director', divisionCode: TOWN }, {}],
  ['a role of the county', { role: 'duty-officer', divisionCode: VILLAGE }, { duty: 1, secondDuty: 1 }],
  ['a unit', { unitId: UNIT }, { officer: 1 }],
])('%s get a notice, and nobody else', async (_, to, told) => {
  await readEverything()
  await tell(to)
  expect(await counts()).toEqual(told)
})

const open = (owner: TaskOwner, isUrgent = false, kind: TaskKind = 'triage-report') =>
  app.setUp(async (db) => {
    const subjectId = uuidv7()
    await openTask(
      db,
      {
        kind,
        subjectKind: 'report',
        subjectId,
        number: '报〔2026〕0001号',
        divisionCode: VILLAGE,
        owner,
        isUrgent,
        dueAt: new Date(),
        isDueCertain: true,
        ruleCode: null,
      },
      new Date(),
    )
    return subjectId
  })

test('an opened task is told to its owner, with where it leads and without what it is', async () => {
  await readEverything()
  const subjectId = await open({ role: 'duty-officer' }, true)
  const { items } = await people.duty(listMyNotices, { unread: true })
  expect(items).toEqual([
    {
      id: expect.any(String) as string,
      kind: 'task',
      isDanger: true,
      subjectKind: 'report',
      subjectId,
      createdAt: expect.any(String) as string,
      readAt: null,
    },
  ])
  expect(await counts()).toEqual({ duty: 1, secondDuty: 1 })
})

test('words that came back through a code are told as a message', async () => {
  await readEverything()
  await open({ personId: people.duty.accountId }, false, 'answer-message')
  expect((await people.duty(listMyNotices, { unread: true })).items).toMatchObject([{ kind: 'message' }])
})

test('when one of two does the task, neither need look any more', async () => {
  await readEverything()
  const subjectId = await open({ role: 'duty-officer' })
  await app.setUp((db) =>
    finishTasks(db, { subjectId, kinds: ['triage-report'] }, people.duty.accountId, new Date()),
  )
  expect(await counts()).toEqual({})
})

test('whoever acts, whoever is disabled and whom the record is kept from is not told', async () => {
  await readEverything()
  const disabled = await app.as({ role: 'duty-officer' })
  const kept = await app.as({ role: 'duty-officer' })
  const subjectId = uuidv7()
  await app.setUp(async (db) => {
    await db.updateTable('account').set({ state: 'disabled' }).where('id', '=', disabled.accountId).execute()
    await db
      .insertInto('recordExclusion')
      .values({
        id: uuidv7(),
        recordKind: 'report',
        recordId: subjectId,
        accountId: kept.accountId,
        madeAt: new Date(),
      })
      .execute()
  })
  await tell({ role: 'duty-officer', divisionCode: VILLAGE }, { subjectId })
  expect(await unreadOf(kept)).toBe(0)
  expect(await counts()).toEqual({ duty: 1, secondDuty: 1 })
  const told = await app.setUp((db) =>
    db.selectFrom('notice').where('accountId', '=', disabled.accountId).select('id').execute(),
  )
  expect(told).toEqual([])
})

test('of a report about the county centre itself nobody of the centre is told', async () => {
  await readEverything()
  const subjectId = uuidv7()
  await app.setUp((db) =>
    db
      .insertInto('recordExclusion')
      .values({
        id: uuidv7(),
        recordKind: 'report',
        recordId: subjectId,
        divisionCode: '449821000000',
        madeAt: new Date(),
      })
      .execute(),
  )
  await tell({ role: 'duty-officer', divisionCode: VILLAGE }, { subjectId })
  expect(await counts()).toEqual({})
})

test('a notice is read once, by its own person only; another’s is not found', async () => {
  await readEverything()
  await tell({ accountIds: [people.director.accountId] })
  const [notice] = (await people.director(listMyNotices)).items
  const id = notice?.id ?? ''
  await expect(people.neighbour(readNotice, { id })).rejects.toMatchObject({ status: 404 })
  await expect(people.elsewhere(readNotice, { id })).rejects.toMatchObject({ status: 404 })
  expect(await unreadOf(people.director)).toBe(1)
  await people.director(readNotice, { id })
  const first = (await people.director(listMyNotices)).items[0]?.readAt
  await people.director(readNotice, { id })
  expect((await people.director(listMyNotices)).items[0]?.readAt).toBe(first)
  expect(await unreadOf(people.director)).toBe(0)
  expect((await people.neighbour(listMyNotices)).items.map((each) => each.id)).not.toContain(id)
  const entries = (await app.auditOf('notice.read')).filter((entry) => entry['subject_id'] === id)
  expect(entries.map(({ result }) => String(result)).filter((each) => each === 'done')).toHaveLength(2)
  expect(entries).toHaveLength(3)
})

test('reading all is counted in the audit', async () => {
  await readEverything()
  await tell({ accountIds: [people.director.accountId] })
  await tell({ accountIds: [people.director.accountId] })
  expect(await people.director(readAllNotices)).toEqual({ count: 2 })
  expect((await app.auditOf('notice.all-read')).at(-1)).toMatchObject({ count: 2, result: 'done' })
})

test('nobody signed out has notices, and a wrong page is refused', async () => {
  await expect(app.callerFor('', '')(listMyNotices)).rejects.toMatchObject({ status: 401 })
  await expect(people.duty(listMyNotices, { page: 0 })).rejects.toMatchObject({ status: 422 })
  await expect(people.duty(readNotice, { id: 'x' })).rejects.toMatchObject({ status: 422 })
})

test('a notice that goes with an act is gone with the act', async () => {
  await readEverything()
  await app
    .setUp(async (db) => {
      await notify(
        db,
        { kind: 'task', subjectKind: 'case', subjectId: uuidv7(), to: { unitId: UNIT } },
        new Date(),
      )
      throw new Error('refused')
    })
    .catch(() => undefined)
  expect(await counts()).toEqual({})
})

test('the policies let nobody write to another’s inbox, except that there is something', async () => {
  const { accountId } = people.director
  const other = inTransaction(
    app.pool,
    { ...dutyScope(COUNTY, 'gate'), accountId: people.neighbour.accountId, role: 'child-director' as Role },
    (db) =>
      db
        .insertInto('notice')
        .values({
          id: uuidv7(),
          accountId,
          kind: 'task',
          subjectKind: 'case',
          subjectId: uuidv7(),
          isDanger: false,
          createdAt: new Date(),
        })
        .execute(),
  )
  await expect(other).rejects.toMatchObject({ code: '42501' })
})

test('a text is made of counts and fixed words alone', () => {
  const words =
    /^(您有 \d+ 件待办|您有 \d+ 条新留言|您有 \d+ 件待办、\d+ 条新留言|有 \d+ 件紧急待办|这是您要的一条测试消息)$/
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), fc.boolean(), (tasks, messages, isDanger) =>
      words.test(noticeText({ tasks, messages, isDanger })),
    ),
  )
  expect(textOfNotice({ kind: 'task', isDanger: false })).toBe('您有 1 件待办')
  expect(textOfNotice({ kind: 'task', isDanger: true })).toBe('有 1 件紧急待办')
  expect(textOfNotice({ kind: 'message', isDanger: false })).toBe('您有 1 条新留言')
})
