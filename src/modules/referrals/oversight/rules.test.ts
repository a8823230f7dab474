import fc from 'fast-check'
import { expect, test } from 'vitest'
import { publishedCalendar } from '#kernel/calendar.ts'
import { next } from '#kernel/state-machine.ts'
import type { OversightState } from './contract.ts'
import {
  isEnded,
  officeActs,
  OVERSIGHT_MACHINE,
  TURN_OF,
  workingDayOf,
  type OversightCommand,
} from './rules.ts'

const UNIT = 'unit'
const OFFICE = 'office'

/** Everybody who could lay hands on an order, two of each. */
const PEOPLE = [
  ...['a', 'b'].map((id) => ({ id: `unit-${id}`, role: 'liaison-officer', unitId: UNIT })),
  ...['a', 'b'].map((id) => ({ id: `office-${id}`, role: 'liaison-officer', unitId: OFFICE })),
  { id: 'stranger', role: 'liaison-officer', unitId: 'elsewhere' },
  ...['a', 'b'].map((id) => ({ id: `leader-${id}`, role: 'leader', unitId: null })),
  { id: 'head', role: 'centre-head', unitId: null },
  { id: 'worker', role: 'caseworker', unitId: null },
]
type Person = (typeof PEOPLE)[number]
// Object.keys of a literal record gives its keys; TypeScript only says string.
const COMMANDS = Object.keys(OVERSIGHT_MACHINE.commands) as OversightCommand[]

type Act = { who: Person; command: OversightCommand }
const ACTS: Act[] = PEOPLE.flatMap((who) => COMMANDS.map((command) => ({ who, command })))

type Standing = {
  state: OversightState
  feeders: Set<string>
  reviewer: string | undefined
  overseen: string
}

const stepOf = ({ state, feeders, reviewer, overseen }: Standing, { who, command }: Act) =>
  next(OVERSIGHT_MACHINE, state, command, {
    isOffice: officeActs(who, OFFICE, overseen),
    isOfUnit: who.unitId === overseen,
    isLeader: who.role === 'leader',
    isHead: who.role === 'centre-head',
    isFeeder: feeders.has(who.id),
    isReviewer: reviewer === who.id,
  })

/** Each pick is anything at all, or anything that the machine lets through but giving up: so that the walk comes far. */
const walk = (picks: { at: number; isBlind: boolean }[], overseen: string) => {
  const standing: Standing = { state: 'proposed', feeders: new Set(), reviewer: undefined, overseen }
  const done: Act[] = []
  for (const { at, isBlind } of picks) {
    const likely = ACTS.filter((act) => act.command !== 'withdraw' && stepOf(standing, act).ok)
    const from = isBlind || !likely.length ? ACTS : likely
    const act = from[at % from.length] ?? ACTS[0]
    if (!act) continue
    const step = stepOf(standing, act)
    if (!step.ok) continue
    if (act.command === 'feedBack') standing.feeders.add(act.who.id)
    if (act.command === 'pass') standing.reviewer = act.who.id
    if (act.command === 'refuse') standing.reviewer = undefined
    standing.state = step.to
    done.push(act)
  }
  return { standing, done }
}

const picks = fc.array(fc.record({ at: fc.nat(10_000), isBlind: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
  size: 'max',
})

test('no sequence of commands leaves an order that has not ended without somebody whose turn it is and who can act', () => {
  fc.assert(
    fc.property(picks, fc.constantFrom(UNIT, OFFICE), (sequence, overseen) => {
      const { standing } = walk(sequence, overseen)
      const { state } = standing
      expect(TURN_OF[state] === undefined).toBe(state === 'closed' || state === 'withdrawn')
      if (!isEnded(state))
        expect(ACTS.some((act) => act.command !== 'withdraw' && stepOf(standing, act).ok)).toBe(true)
    }),
  )
})

test('nobody passes their own: who reviews or strikes off belongs elsewhere, never fed back, and is not the same twice', () => {
  let closings = 0
  fc.assert(
    fc.property(picks, fc.constantFrom(UNIT, OFFICE), (sequence, overseen) => {
      const { done } = walk(sequence, overseen)
      for (const [index, { who, command }] of done.entries()) {
        if (command !== 'pass' && command !== 'close') continue
        const before = done.slice(0, index)
        expect(who.unitId).not.toBe(overseen)
        expect(before.some((each) => each.command === 'feedBack' && each.who.id === who.id)).toBe(false)
        if (command === 'pass') continue
        closings += 1
        expect(before.findLast((each) => each.command === 'pass')?.who.id).not.toBe(who.id)
        for (const earlier of ['assign', 'sign', 'handle', 'feedBack', 'pass'] as const)
          expect(before.some((each) => each.command === earlier)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
  expect(closings).toBeGreaterThan(10)
})

test('the office is overseen by a leader, and without an office the leaders act', () => {
  const officer = { role: 'liaison-officer', unitId: OFFICE }
  const leader = { role: 'leader', unitId: null }
  expect(officeActs(officer, OFFICE, UNIT)).toBe(true)
  expect(officeActs(leader, OFFICE, UNIT)).toBe(false)
  expect(officeActs(officer, OFFICE, OFFICE)).toBe(false)
  expect(officeActs(leader, OFFICE, OFFICE)).toBe(true)
  expect(officeActs(leader, undefined, UNIT)).toBe(true)
})

test.each([
  ['2026-09-30T10:00:00+08:00', '2026-09-30', 'the day before the National Day'],
  ['2026-10-03T10:00:00+08:00', '2026-09-30', 'a holiday counts for the last working day'],
  ['2026-10-10T10:00:00+08:00', '2026-10-10', 'a Saturday on which offices work'],
  ['2026-10-11T10:00:00+08:00', '2026-10-10', 'the Sunday after it'],
  ['2026-11-23T23:59:00+08:00', '2026-11-23', 'late on a Monday'],
])('a reminder of %s counts for %s: %s', (at, day) => {
  expect(workingDayOf(new Date(at), publishedCalendar)).toBe(day)
})
