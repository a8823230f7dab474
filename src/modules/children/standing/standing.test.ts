import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { commandsFrom, next } from '#kernel/state-machine.ts'
import { testApp } from '#tests/app.ts'
import { addChildren, addPlaces, PLACES } from '#tests/children.ts'
import { listChanges, listTimeline } from '../changes/contract.ts'
import { listChildren, type ChildState } from '../contract.ts'
import { getChild } from '../file/contract.ts'
import { CHILD_STATE } from '../labels.ts'
import { leaveRegister, returnToRegister } from './contract.ts'
import { dayProblemOf, STANDING } from './rules.ts'

const app = await testApp()
app.clock.now = new Date('2026-11-23T09:00:00+08:00')
const director = await app.as({ role: 'child-director', divisionCode: PLACES.wallVillage })
const supervisor = await app.as({ role: 'supervisor', divisionCode: PLACES.stoneTown })
const neighbour = await app.as({ role: 'supervisor', divisionCode: PLACES.hillTown })
const centre = await app.as({ role: 'caseworker', divisionCode: PLACES.county })
beforeAll(() => addPlaces(app))

const reason = '派出所迁移证明'
const listed = async (by: typeof director, state: ChildState = 'active') =>
  (await by(listChildren, { state })).items.map(({ name }) => name)

test('a child who moves away leaves the list and keeps the file, and comes back', async () => {
  const [id = ''] = await addChildren(app, { name: '迁走', birthDay: '2014-05-01' })
  await supervisor(leaveRegister, { id, version: 1, kind: 'moved-away', on: '2026-11-01', reason })
  expect(await listed(director)).not.toContain('迁走')
  expect(await listed(director, 'exited')).toContain('迁走')
  expect(await director(getChild, { id })).toMatchObject({
    state: 'exited',
    stateReason: '迁出本县',
    stateDay: '2026-11-01',
    version: 2,
  })
  await centre(returnToRegister, { id, version: 2, on: '2026-11-20', reason: '全家搬回' })
  expect(await listed(director)).toContain('迁走')
  expect(await director(getChild, { id })).toMatchObject({
    state: 'active',
    stateReason: null,
    stateDay: '2026-11-20',
  })
  const { items } = await supervisor(listChanges, { id })
  expect(items.map(({ reason: why, after }) => [why, after['state']])).toEqual([
    ['全家搬回', 'active'],
    [reason, 'exited'],
  ])
  const timeline = await director(listTimeline, { id })
  expect(timeline.items.map(({ title }) => title)).toEqual(['恢复在册', '退出名册：迁出本县'])
  expect(await app.auditOf('child.left')).toContainEqual(
    expect.objectContaining({ result: 'done', subject_id: id, purpose: reason, fields: ['state'] }),
  )
  expect(await app.auditOf('child.returned')).toContainEqual(
    expect.objectContaining({ result: 'done', subject_id: id, purpose: '全家搬回' }),
  )
})

test('a candidate of a roster comes on the register once somebody has made sure', async () => {
  const [id = ''] = await addChildren(app, { name: '候补', state: 'candidate' })
  expect(await listed(director)).not.toContain('候补')
  await supervisor(returnToRegister, { id, version: 1, on: '2026-11-23', reason: '走访时核对' })
  expect(await listed(director)).toContain('候补')
  expect((await director(listTimeline, { id })).items[0]?.title).toBe('核实后列入在册')
})

test('who is gone cannot go again, who is here cannot come back, and a stale page is told', async () => {
  const [id = ''] = await addChildren(app, { name: '两次', birthDay: '2014-05-01' })
  const leaving = { id, kind: 'died', on: '2026-10-01', reason: '医学证明' } as const
  await expect(
    supervisor(returnToRegister, { id, version: 1, on: '2026-10-01', reason }),
  ).rejects.toMatchObject({ code: 'refused' })
  await supervisor(leaveRegister, { ...leaving, version: 1 })
  await expect(supervisor(leaveRegister, { ...leaving, version: 1 })).rejects.toMatchObject({
    code: 'stale',
    detail: { theirs: { state: 'exited' } },
  })
  await expect(supervisor(leaveRegister, { ...leaving, version: 2 })).rejects.toMatchObject({
    code: 'refused',
  })
  await expect(
    supervisor(returnToRegister, { id, version: 2, on: '2026-09-30', reason }),
  ).rejects.toMatchObject({ status: 422, fields: [{ field: 'on' }] })
})

test('a director, another town and the town of the hukou alone do not take a child off', async () => {
  const [id = ''] = await addChildren(app, {
    name: '留下',
    divisionCode: PLACES.hillVillage,
    hukouDivisionCode: PLACES.wallVillage,
  })
  const leaving = { id, version: 1, kind: 'moved-away', on: '2026-11-01', reason } as const
  await expect(director(leaveRegister, leaving)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(supervisor(leaveRegister, leaving)).rejects.toMatchObject({ code: 'refused' })
  const [far = ''] = await addChildren(app, { name: '别镇' })
  await expect(neighbour(leaveRegister, { ...leaving, id: far })).rejects.toMatchObject({ status: 404 })
})

test.each([
  [{ on: '2026-11-24' }, '日期不能晚于今天'],
  [{ on: '2008-11-22' }, '日期不能早于儿童的出生日期 2008-11-23'],
  [{ on: '2020-01-01' }, '日期不能早于上一次变动的 2021-01-01'],
  [{ on: '2026-11-22', kind: 'grown-up' }, '这一天还没有满十八周岁，请核对日期或另选缘由'],
  [{ on: '2026-11-23', kind: 'grown-up' }, undefined],
  [{ on: '2021-01-01', kind: 'died' }, undefined],
] as const)('of a leaving %j: %s', (leaving, problem) => {
  const child = { birthDay: '2008-11-23', since: '2021-01-01' }
  expect(dayProblemOf(leaving, child, '2026-11-23')).toBe(problem)
})

test('whatever is done in whatever order, a child is on the register or has left it, and what is offered is what is allowed', () => {
  const command = fc.constantFrom('leave' as const, 'comeBack' as const)
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(CHILD_STATE) as ChildState[])),
      fc.array(command),
      (from, way) => {
        let state = from
        for (const name of way) {
          const step = next(STANDING, state, name, {})
          const offered = commandsFrom(STANDING, state, {}).find((one) => one.command === name)
          expect(offered?.isAllowed).toBe(step.ok)
          if (step.ok) state = step.to
          expect(['active', 'exited', from]).toContain(state)
        }
      },
    ),
  )
})
