import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuidv7 } from '#server/ids.ts'
import { testApp, type Caller } from '#tests/app.ts'
import { at, factsOf, lineOf, WHOLE_WAY } from '#tests/figures.ts'
import { loopCounty, OTHER_VILLAGE, VILLAGE } from '#tests/loop-county.ts'
import type { DangerLevel } from '../assessments/contract.ts'
import type { CaseState } from '../contract.ts'
import * as contract from './contract.ts'
import { getLoopFigures, listFigureCases } from './contract.ts'

const app = await testApp()
const county = await loopCounty(app)
const { caseWith, referred, by } = factsOf(app, county)
const { head, police, education } = county
app.clock.now = new Date('2026-11-23T04:00:00Z')

const YEAR = { from: '2026-01-01', to: '2026-12-31' }
const figure = async (who: Caller, measure: contract.Measure, asked: object = YEAR) =>
  lineOf((await who(getLoopFigures, asked)).lines, measure)

test('opened, closed and reopened count each time it happened within the period', async () => {
  const before = await head(getLoopFigures, YEAR)
  await caseWith(WHOLE_WAY)
  await caseWith([...WHOLE_WAY, ['reopen', 'opened', '2026-05-20']])
  await caseWith([['open', 'opened', '2025-12-31']])
  const { lines } = await head(getLoopFigures, YEAR)
  const more = (measure: contract.Measure) =>
    Number(lineOf(lines, measure)) - Number(lineOf(before.lines, measure))
  expect([more('opened'), more('closed'), more('reopened'), more('running')]).toEqual([2, 2, 1, 2])
  expect(await figure(head, 'closed', { from: '2026-04-12', to: '2026-04-12' })).toBe(2)
  expect(await figure(head, 'closed', { from: '2026-04-13', to: '2026-12-31' })).toBe(0)
  expect(await figure(head, 'opened', { from: '2025-12-31', to: '2025-12-31' })).toBe(1)
})

test('days in a state run from the step that led into it to the step that led out, not from steps in between', async () => {
  const { stays } = await head(getLoopFigures, YEAR)
  const of = (state: string) => stays.find((stay) => stay.state === state)
  expect(of('opened')).toEqual({ state: 'opened', count: 2, median: 3, p90: 3 })
  expect(of('in-progress')).toEqual({ state: 'in-progress', count: 2, median: 59, p90: 59 })
  expect(of('closed')).toBeUndefined()
})

test.each([
  [
    'signed within the limit',
    { on: '2026-03-02', signDue: '2026-03-03', due: '2026-03-09', signed: '2026-03-03' },
    [1, 1],
    [1, 0],
  ],
  [
    'signed late, answered in time',
    {
      on: '2026-03-02',
      signDue: '2026-03-03',
      due: '2026-03-09',
      signed: '2026-03-04',
      answered: '2026-03-09',
    },
    [1, 0],
    [1, 1],
  ],
  [
    'answered late',
    { on: '2026-03-02', due: '2026-03-09', signed: '2026-03-03', answered: '2026-03-10' },
    [1, 1],
    [1, 0],
  ],
  ['never looked at', { on: '2026-03-02', due: '2026-03-09' }, [1, 0], [1, 0]],
  ['not yet due', { on: '2026-11-22', due: '2026-11-30' }, [0, 0], [0, 0]],
  ['returned unanswered', { on: '2026-03-02', due: '2026-03-09', returned: '2026-03-03' }, [0, 0], [0, 0]],
  ['withdrawn', { on: '2026-03-02', due: '2026-03-09', withdrawn: true as const }, [0, 0], [0, 0]],
])('a referral %s', async (_, sent, signed, answered) => {
  const before = (await head(getLoopFigures, YEAR)).lines
  await referred(await caseWith([['open', 'opened', '2026-03-01']]), sent)
  const after = (await head(getLoopFigures, YEAR)).lines
  const more = (measure: contract.Measure) => {
    const [was, is] = [lineOf(before, measure), lineOf(after, measure)]
    return Array.isArray(was) && Array.isArray(is)
      ? is.map((count_, part) => Number(count_) - Number(was[part]))
      : []
  }
  expect(more('signed')).toEqual(signed)
  expect(more('answered')).toEqual(answered)
  expect(Number(lineOf(after, 'dispatched')) - Number(lineOf(before, 'dispatched'))).toBe(1)
})

test('a matter returned twice counts once, by the unit that returned it second; help in part is no help', async () => {
  const kase = await caseWith([['open', 'opened', '2024-06-01']])
  const period = { from: '2024-01-01', to: '2024-12-31' }
  const first = await referred(kase, { on: '2024-06-03', due: '2024-06-10', returned: '2024-06-04' })
  await referred(kase, {
    on: '2024-06-05',
    due: '2024-06-12',
    returned: '2024-06-06',
    unit: education,
    first,
    ordinal: 2,
  })
  await referred(kase, { on: '2024-06-07', due: '2024-06-14', returned: '2024-06-10', first, ordinal: 3 })
  await referred(kase, { on: '2024-06-03', due: '2024-06-10', answered: '2024-06-04', effect: 'helped' })
  await referred(kase, { on: '2024-06-03', due: '2024-06-10', answered: '2024-06-04', effect: 'partly' })
  const { units, lines } = await head(getLoopFigures, period)
  const of = (id: string) => units.find((unit) => unit.id === id)?.lines ?? []
  expect(lineOf(lines, 'returned')).toBe(3)
  expect([lineOf(of(police), 'returned-twice'), lineOf(of(education), 'returned-twice')]).toEqual([0, 1])
  expect([lineOf(of(police), 'dispatched'), lineOf(of(education), 'dispatched')]).toEqual([4, 1])
  expect(lineOf(of(police), 'helped')).toEqual([2, 1])
})

test('outcomes told and look-backs: in time, better, useful; a cancelled one and one to come do not count', async () => {
  const { id } = await caseWith(
    WHOLE_WAY.map(([command, to, day]) => [command, to, day.replace('2026', '2023')]),
  )
  const sealed = Buffer.from('x')
  const period = { from: '2023-01-01', to: '2023-12-31' }
  const telling = { caseId: id, onDay: '2023-04-10', way: 'home' as const, contentSealed: sealed, toldBy: by }
  const closing = {
    caseId: id,
    caseVersion: 1,
    summarySealed: sealed,
    requestedBy: by,
    requestedAt: at('2023-04-11'),
    decision: 'agreed',
    decidedBy: head.accountId,
    decidedAt: at('2023-04-12'),
  }
  const done = { doneBy: by, findingSealed: sealed }
  await app.setUp(async (db) => {
    const [told, untold] = [uuidv7(), uuidv7()]
    await db
      .insertInto('outcomeTelling')
      .values([
        { ...telling, id: told, toldWhom: 'child', toldAt: at('2023-04-10') },
        { ...telling, id: untold, toldWhom: 'nobody', way: null, toldAt: at('2023-04-10') },
      ])
      .execute()
    await db
      .insertInto('closingRequest')
      .values([
        { ...closing, id: uuidv7(), tellingId: told },
        { ...closing, id: uuidv7(), tellingId: untold },
        { ...closing, id: uuidv7(), decision: 'sent-back', tellingId: told },
      ])
      .execute()
    await db
      .insertInto('lookBack')
      .values([
        {
          id: uuidv7(),
          caseId: id,
          dueAt: at('2023-05-12'),
          doneAt: at('2023-05-12', 9),
          isBetter: true,
          useful: 'yes',
          ...done,
        },
        {
          id: uuidv7(),
          caseId: id,
          dueAt: at('2023-05-12'),
          doneAt: at('2023-05-13'),
          isBetter: false,
          useful: 'some',
          ...done,
        },
        { id: uuidv7(), caseId: id, dueAt: at('2023-06-12') },
        { id: uuidv7(), caseId: id, dueAt: at('2023-06-12'), cancelledAt: at('2023-05-13') },
        { id: uuidv7(), caseId: id, dueAt: at('2026-12-12') },
      ])
      .execute()
  })
  const { lines } = await head(getLoopFigures, period)
  expect(lineOf(lines, 'told')).toEqual([2, 1])
  expect(lineOf(lines, 'look-back')).toEqual([3, 1])
  expect(lineOf(lines, 'better')).toEqual([2, 1])
  expect(lineOf(lines, 'useful')).toEqual([2, 1])
  expect(await figure(head, 'look-back', { from: '2026-12-01', to: '2026-12-31' })).toEqual([0, 0])
})

test('sums agree: by state, level, month and town, and what opened less what closed is what runs', async () => {
  const random = fc.record({
    place: fc.constantFrom(VILLAGE, OTHER_VILLAGE),
    level: fc.constantFrom<DangerLevel>('immediate', 'high', 'medium', 'low'),
    length: fc.integer({ min: 1, max: WHOLE_WAY.length }),
    isReopened: fc.boolean(),
  })
  for (const { place, level, length, isReopened } of fc.sample(random, 25)) {
    const steps = WHOLE_WAY.slice(0, length)
    const isClosed = steps.at(-1)?.[1] === 'closed'
    await caseWith(isClosed && isReopened ? [...steps, ['reopen', 'opened', '2026-06-01']] : steps, {
      place,
      level,
    })
  }
  const all = await head(getLoopFigures, { from: '2000-01-01', to: '2030-12-31' })
  const of = (lines: contract.Line[], measure: contract.Measure) => {
    const value = lineOf(lines, measure)
    return Number(Array.isArray(value) ? value[0] : value)
  }
  const running = of(all.lines, 'running')
  expect(of(all.lines, 'opened') - of(all.lines, 'closed') + of(all.lines, 'reopened')).toBe(running)
  const sum = (counts: (number | null)[]) => counts.reduce<number>((total, each) => total + (each ?? 0), 0)
  expect(sum(all.byState.map((each) => each.count))).toBe(running)
  expect(sum(all.byLevel.map((each) => each.count))).toBe(running)
  for (const measure of contract.Measure.options) {
    expect(sum(all.towns.map(({ lines }) => of(lines, measure)))).toBe(of(all.lines, measure))
    const { total } = await head(listFigureCases, { measure, from: '2000-01-01', to: '2030-12-31' })
    expect([measure, total]).toEqual([measure, of(all.lines, measure)])
  }
  for (const measure of ['opened', 'closed', 'reopened'] as const)
    expect(sum(all.months.map(({ lines }) => of(lines, measure)))).toBe(of(all.lines, measure))
  for (const measure of ['dispatched', 'signed', 'answered', 'returned'] as const)
    expect(sum(all.units.map(({ lines }) => of(lines, measure)))).toBe(of(all.lines, measure))
  for (const { state, count: expected } of all.byState)
    expect((await head(listFigureCases, { measure: 'running', state: state as CaseState })).total).toBe(
      expected,
    )
  for (const { level, count: expected } of all.byLevel)
    expect((await head(listFigureCases, { measure: 'running', level })).total).toBe(expected)
  const good = await head(listFigureCases, { measure: 'answered', isGood: true, unitId: police, ...YEAR })
  const ofPolice = (await head(getLoopFigures, YEAR)).units.find(({ id }) => id === police)?.lines ?? []
  expect(lineOf(ofPolice, 'answered')).toMatchObject({ 1: good.total })
})
