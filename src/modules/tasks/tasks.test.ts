import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import type { Db } from '#server/database.ts'
import { finishPlanItem } from '#modules/cases/plans/contract.ts'
import { testApp } from '#tests/app.ts'
import { loopCounty, OTHER_VILLAGE, running, takeOne, VILLAGE } from '#tests/loop.ts'
import { listMyTasks, listOverdue, listTeamTasks, TaskKind } from './contract.ts'
import { openTask, type TaskOwner } from './queries.ts'
import { dueText, groupOf, limitBetweenColleagues } from './rules.ts'
import { publishedCalendar } from '#kernel/calendar.ts'

const app = await testApp()
const county = await loopCounty(app)
const { director, supervisor, otherSupervisor, duty, worker, head, officer, otherOfficer, education } = county

const NOW = new Date()
const open = (owner: TaskOwner, dueAt: Date, divisionCode = VILLAGE) =>
  app.setUp((db: Db) =>
    openTask(
      db,
      {
        kind: 'do-item',
        subjectKind: 'plan-item',
        subjectId: uuidv7(),
        number: '个〔2026〕0001号',
        divisionCode,
        owner,
        dueAt,
        isDueCertain: true,
        ruleCode: null,
      },
      NOW,
    ),
  )
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

test.each([
  ['a second ago', '2026-03-04T01:59:59Z', 'late'],
  ['now', '2026-03-04T02:00:00Z', 'late'],
  ['tonight at 24:00', '2026-03-04T16:00:00Z', 'today'],
  ['tomorrow', '2026-03-04T16:00:01Z', 'week'],
  ['on Sunday at 24:00', '2026-03-08T16:00:00Z', 'week'],
  ['next Monday', '2026-03-08T16:00:01Z', 'later'],
] as const)('on a Wednesday morning, what is due %s is grouped', (_, due, group) => {
  expect(groupOf(new Date(due), new Date('2026-03-04T02:00:00Z'))).toBe(group)
})

test('a limit between colleagues that reaches into an unknown year is not certain', () => {
  const over = limitBetweenColleagues(new Date('2026-12-31T02:00:00Z'), publishedCalendar)
  expect(over.isDueCertain).toBe(publishedCalendar.knownYears.has(2027))
  expect(limitBetweenColleagues(new Date('2026-03-04T02:00:00Z'), publishedCalendar).isDueCertain).toBe(true)
})

test.each([
  ['2026-03-04T16:00:00.000Z', '2026-03-04'],
  ['2026-03-04T16:30:00.000Z', '2026-03-04T16:30:00.000Z'],
])('a limit at %s is shown as %s', (dueAt, shown) => {
  expect(dueText(dueAt)).toBe(shown)
})

test('the kinds of the contract are those of the database', async () => {
  const { rows } = await app.owner.query<{ kind: string }>(
    'select unnest(enum_range(null::county_449821.task_kind))::text as kind',
  )
  expect(rows.map(({ kind }) => kind).toSorted()).toEqual(TaskKind.options.toSorted())
})

test('everybody has their own tasks, their role’s where they work, their unit’s, and no other', async () => {
  await open({ personId: director.accountId }, ago(-1))
  await open({ role: 'supervisor' }, ago(-2))
  await open({ role: 'supervisor' }, ago(-2), OTHER_VILLAGE)
  await open({ unitId: education }, ago(-3))
  const owners = async (who: typeof duty) => (await who(listMyTasks)).items.map(({ owner }) => owner)
  expect(await owners(director)).toEqual([{ kind: 'person', name: '东村主任', isMe: true }])
  expect(await owners(supervisor)).toEqual([{ kind: 'role', name: '儿童督导员', isMe: false }])
  expect(await owners(otherOfficer)).toEqual([{ kind: 'unit', name: '教育局', isMe: false }])
  expect(await owners(officer)).toEqual([])
  expect(await owners(worker)).toEqual([])
})

test('a supervisor sees the town’s tasks, the head the county’s, late ones under the owner’s name', async () => {
  await open({ personId: worker.accountId }, ago(3))
  await open({ personId: worker.accountId }, ago(9), OTHER_VILLAGE)
  const late = async (who: typeof duty) => (await who(listTeamTasks, { group: 'late' })).items.length
  expect(await late(supervisor)).toBe(1)
  expect(await late(otherSupervisor)).toBe(1)
  expect(await late(head)).toBe(2)
  expect((await head(listOverdue)).items).toMatchObject([
    { owner: { kind: 'person', name: '社工' }, count: 2 },
  ])
  expect((await supervisor(listOverdue)).items).toMatchObject([{ count: 1 }])
  const mine = await worker(listMyTasks)
  expect(mine.counts).toMatchObject({ late: 2 })
  expect((await worker(listMyTasks, { group: 'later' })).items).toEqual([])
})

test('who has nobody’s work to oversee does not list it, and administrators have no tasks', async () => {
  for (const who of [director, duty, worker, officer]) {
    await expect(who(listTeamTasks)).rejects.toMatchObject({ status: 403 })
    await expect(who(listOverdue)).rejects.toMatchObject({ status: 403 })
  }
  for (const role of ['leader', 'system-admin', 'security-admin', 'audit-admin'] as const)
    await expect((await app.as({ role }))(listMyTasks)).rejects.toMatchObject({ status: 403 })
  await expect(duty(listMyTasks, { page: 0 })).rejects.toMatchObject({ status: 422 })
})

test('a title names a step and a number, never a person or what happened', async () => {
  const story = await running(app, county)
  await takeOne(duty)
  const titles = [...(await worker(listMyTasks)).items, ...(await head(listTeamTasks)).items].map(
    ({ title }) => title,
  )
  expect(titles.length).toBeGreaterThan(3)
  for (const title of titles) {
    expect(title).toMatch(/^\p{Script=Han}+(、\p{Script=Han}+)? [报个转]〔\d{4}〕\d{4}号( 第 \d+ 项)?$/u)
    expect(title).not.toContain(story.child.name)
  }
})

test('a task ends with the act that does it, and not when the act is refused', async () => {
  const { own } = await running(app, county)
  const has = async () => (await director(listMyTasks)).items.some(({ subjectId }) => subjectId === own)
  await expect(director(finishPlanItem, { id: own, version: 9, result: '已看望' })).rejects.toMatchObject({
    code: 'stale',
  })
  expect(await has()).toBe(true)
  await director(finishPlanItem, { id: own, version: 1, result: '已看望' })
  expect(await has()).toBe(false)
})
