import fc from 'fast-check'
import { expect, test } from 'vitest'
import { next } from '#kernel/state-machine.ts'
import type { ServiceOrderState } from './contract.ts'
import { identityIn, isQueryValid, SERVICE_MACHINE, TURN_OF, type ServiceCommand } from './rules.ts'

// Object.keys of a literal record gives its keys; TypeScript only says string.
const COMMANDS = Object.keys(SERVICE_MACHINE.commands) as ServiceCommand[]

type Facts = {
  isVetted: boolean
  isWorkerCleared: boolean
  hasPromised: boolean
  isInTime: boolean
  hasSession: boolean
}
type Who = 'desk' | 'first' | 'second'
type Act = { who: Who; command: ServiceCommand }
const ACTS: Act[] = (['desk', 'first', 'second'] as const).flatMap((who) =>
  COMMANDS.map((command) => ({ who, command })),
)
const often = fc.integer({ min: 0, max: 9 }).map((one) => one > 0)
const picks = fc.array(
  fc.record({
    at: fc.nat(10_000),
    isBlind: fc.boolean(),
    facts: fc.record<Facts>({
      isVetted: often,
      isWorkerCleared: often,
      hasPromised: often,
      isInTime: often,
      hasSession: often,
    }),
  }),
  { minLength: 1, maxLength: 60, size: 'max' },
)

const stepOf = (state: ServiceOrderState, holder: Who | undefined, { who, command }: Act, facts: Facts) =>
  next(SERVICE_MACHINE, state, command, {
    ...facts,
    isDesk: who === 'desk',
    isTaker: who !== 'desk' && (holder === undefined || holder === who),
  })

test('no sequence of commands opens the identity without vetting, query, promise and the centre, or leaves an order without an owner', () => {
  let taken = 0
  fc.assert(
    fc.property(picks, (sequence) => {
      let state: ServiceOrderState = 'open'
      let holder: Who | undefined
      for (const { at, isBlind, facts } of sequence) {
        const likely = ACTS.filter(
          (each) => each.command !== 'withdraw' && stepOf(state, holder, each, facts).ok,
        )
        const from: Act[] = isBlind || !likely.length ? ACTS : likely
        const act = from[at % from.length] ?? { who: 'desk', command: 'withdraw' }
        const step: ReturnType<typeof stepOf> = stepOf(state, holder, act, facts)
        if (!step.ok) continue
        if (act.command === 'claim') {
          expect(facts).toMatchObject({
            isVetted: true,
            isWorkerCleared: true,
            hasPromised: true,
            isInTime: true,
          })
          holder = act.who
        }
        if (step.to === 'taken') {
          taken += 1
          expect(act.who).toBe('desk')
          if (act.command === 'confirm')
            expect(facts).toMatchObject({ isVetted: true, isWorkerCleared: true, hasPromised: true })
        }
        if (act.command === 'accept') expect(act.who).toBe('desk')
        if (step.to === 'open') holder = undefined
        state = step.to
        expect(TURN_OF[state] === 'taker' && holder === undefined).toBe(false)
        expect(TURN_OF[state] === undefined).toBe(state === 'accepted' || state === 'withdrawn')
      }
    }),
    { numRuns: 300 },
  )
  expect(taken).toBeGreaterThan(10)
})

const NAMES = ['张小明', '欧阳芳华', '李伟']

test.each([
  ['张小明同学需要每周一次陪伴', '孩子或家人的姓名'],
  ['小明需要每周一次陪伴', '孩子或家人的姓名'],
  ['张 小 明 需要陪伴', '孩子或家人的姓名'],
  ['请与欧阳芳华联系', '孩子或家人的姓名'],
  ['联系 15400000001', '电话号码'],
  ['联系 154 0000 0001', '电话号码'],
  ['联系 １５４００００００１２', '电话号码'],
  ['联系 0763-4281000', '电话号码'],
  ['证件 44982120150610001X', '身份证号'],
  ['证件 449821 20150610 0012', '身份证号'],
  ['九岁男孩，每周两次课业辅导，共 40 小时', undefined],
  ['2026-11-23 至 2027-01-20，每次 2 小时', undefined],
  ['伟大的祖国主题活动一次', undefined],
])('an open text %s: %s', (text, what) => {
  expect(identityIn(text, NAMES)).toBe(what)
})

test.each([
  ['2025-11-23', '2026-11-23', true],
  ['2025-11-22', '2026-11-23', false],
  ['2026-11-24', '2026-11-23', false],
  ['2024-02-29', '2025-02-28', true],
  ['2024-02-29', '2025-03-01', false],
])('an entry query of %s on %s: %s', (queriedOn, day, isValid) => {
  expect(isQueryValid(queriedOn, day)).toBe(isValid)
})
