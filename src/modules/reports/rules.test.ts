import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandsFrom, next } from '#kernel/state-machine.ts'
import { CaseState } from '#modules/cases/contract.ts'
import { DangerAnswer, type DangerAnswers, type ReportFacts, type ReportState } from './contract.ts'
import {
  compareLevel,
  DANGER_QUESTION_NAMES,
  factsOf,
  isEnded,
  leastLevel,
  REPORT_MACHINE,
  type ReportCommand,
} from './rules.ts'

const allNo: DangerAnswers = Object.fromEntries(DANGER_QUESTION_NAMES.map((name) => [name, 'no']))

test.each([
  ['everything is answered no', allNo, 'low'],
  ['nobody knows one thing', { ...allNo, isMissing: 'unknown' }, 'medium'],
  ['nothing was asked', {}, 'medium'],
  ['the child has nothing to eat', { ...allNo, lacksFoodOrShelter: 'yes' }, 'high'],
  ['the child is hurt now', { ...allNo, isHurtNow: 'yes' }, 'immediate'],
  ['hurt and hungry: the worse counts', { lacksFoodOrShelter: 'yes', isHurtNow: 'yes' }, 'immediate'],
] as const)('the least level when %s', (_, answers, level) => {
  expect(leastLevel(answers)).toBe(level)
})

const answers = fc.record(
  Object.fromEntries(DANGER_QUESTION_NAMES.map((name) => [name, fc.constantFrom(...DangerAnswer.options)])),
  { requiredKeys: [] },
)

test('to learn that something is so never makes a report less dangerous, and not knowing is never safe', () => {
  fc.assert(
    fc.property(answers, fc.constantFrom(...DANGER_QUESTION_NAMES), (given, name) => {
      const level = (answer: DangerAnswer) => leastLevel({ ...given, [name]: answer })
      expect(compareLevel(level('yes'), level('no'))).toBeLessThanOrEqual(0)
      expect(compareLevel(level('unknown'), level('no'))).toBeLessThanOrEqual(0)
      expect(compareLevel(level('unknown'), 'medium')).toBeLessThanOrEqual(0)
    }),
  )
})

// Object.keys of a literal record gives its keys.
const commands = Object.keys(REPORT_MACHINE.commands) as ReportCommand[]
const facts: fc.Arbitrary<ReportFacts> = fc.record({
  isTriaged: fc.boolean(),
  hasChild: fc.boolean(),
  isEmergency: fc.boolean(),
  isEmergencyHandled: fc.boolean(),
  isSecondPerson: fc.boolean(),
  isConfirmed: fc.boolean(),
  isResultKnown: fc.boolean(),
  hasJoined: fc.boolean(),
  isPassOnOpen: fc.boolean(),
})

const DECIDING: ReportCommand[] = ['accept', 'passOn', 'turnDown', 'join', 'setAside']
const UNDECIDING: ReportCommand[] = ['reconsider', 'passBack', 'separate', 'takeBack']

test('no walk of a report reaches an answer without a decision and a result, and none parks it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...commands), facts), { maxLength: 30 }), (walk) => {
      let state: ReportState = REPORT_MACHINE.initial
      let isDecided = false
      for (const [command, at] of walk) {
        const step = next(REPORT_MACHINE, state, command, at)
        if (!step.ok) continue
        if (command === 'tell') {
          expect(isDecided).toBe(true)
          expect(at.isResultKnown).toBe(true)
        }
        if (command === 'turnDown' || command === 'setAside') expect(at.isEmergency).toBe(false)
        if (command === 'confirmTurnDown' || command === 'confirmSetAside')
          expect(at.isSecondPerson).toBe(true)
        if (['accept', 'passOn', 'join'].includes(command)) expect(at.isEmergencyHandled).toBe(true)
        if (['join', 'setAside'].includes(command)) expect(at.hasJoined).toBe(false)
        if (DECIDING.includes(command)) isDecided = true
        if (UNDECIDING.includes(command)) isDecided = false
        state = step.to
      }
      const best: ReportFacts = {
        isTriaged: true,
        hasChild: true,
        isEmergency: false,
        isEmergencyHandled: true,
        isSecondPerson: true,
        isConfirmed: false,
        isResultKnown: true,
        hasJoined: false,
        isPassOnOpen: false,
      }
      const open = commandsFrom(REPORT_MACHINE, state, best)
      expect(open.some(({ isAllowed }) => isAllowed)).toBe(state !== 'answered')
    }),
  )
})

test('an accepted report ends answered, or stands among the unanswered: nothing else takes it from the list', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...commands), facts), { maxLength: 30 }), (walk) => {
      let state: ReportState = REPORT_MACHINE.initial
      let isOwed = false
      for (const [command, at] of walk) {
        const step = next(REPORT_MACHINE, state, command, at)
        if (!step.ok) continue
        if (command === 'accept') isOwed = true
        if (command === 'tell') isOwed = false
        state = step.to
        if (isOwed) expect(isEnded(state)).toBe(false)
        if (state === 'answered') expect(command).toBe('tell')
      }
    }),
  )
})

const decided = fc.record({
  state: fc.constantFrom<ReportState>('received', 'accepted', 'passed-on', 'turned-down', 'answered'),
  confirmedAt: fc.option(fc.constant(new Date(0))),
  caseState: fc.option(fc.constantFrom(...CaseState.options)),
})

test('a joined report can be answered exactly when the first can, or was', () => {
  fc.assert(
    fc.property(decided, fc.uuid(), (first, reader) => {
      const of = (more: Partial<Parameters<typeof factsOf>[0]>) =>
        factsOf(
          {
            state: 'joined',
            childId: null,
            dangerAnswers: {},
            triagedAt: null,
            triagedBy: null,
            confirmedAt: null,
            caseState: null,
            first: null,
            hasJoined: false,
            hasEmergencyRecord: false,
            isPassOnOpen: false,
            ...more,
          },
          reader,
        )
      const joined = of({ first })
      expect(joined.isResultKnown).toBe(of(first).isResultKnown)
      expect(next(REPORT_MACHINE, 'joined', 'tell', joined).ok).toBe(joined.isResultKnown)
      expect(of({}).isResultKnown).toBe(false)
    }),
  )
})
