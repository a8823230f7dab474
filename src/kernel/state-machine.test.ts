import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandsFrom, defineMachine, next } from './state-machine.ts'

type Facts = { hasOwner: boolean; openItems: number }

/** A case, short enough to read: each step of it has a real counterpart. */
const machine = defineMachine({
  initial: 'received',
  states: { received: '已登记', accepted: '已受理', closing: '待结案审批', closed: '已结案' },
  guards: {
    hasOwner: { reason: '请先指定负责人', holds: (facts: Facts) => facts.hasOwner },
    allItemsDone: { reason: '计划中还有未完成的事项', holds: (facts: Facts) => facts.openItems === 0 },
  },
  commands: {
    acceptReport: { from: ['received'], to: 'accepted', label: '受理' },
    askToClose: {
      from: ['accepted'],
      to: 'closing',
      label: '申请结案',
      guards: ['hasOwner', 'allItemsDone'],
    },
    approveClosing: { from: ['closing'], to: 'closed', label: '批准结案' },
    reopen: { from: ['closing', 'closed'], to: 'accepted', label: '退回办理' },
  },
})

type State = keyof typeof machine.states
type Name = keyof typeof machine.commands
const states = Object.keys(machine.states) as State[]
const names = Object.keys(machine.commands) as Name[]

const ready: Facts = { hasOwner: true, openItems: 0 }
const anyFacts = fc.record({ hasOwner: fc.boolean(), openItems: fc.nat(3) })

test('a command leads where it is declared to lead', () => {
  expect(next(machine, 'received', 'acceptReport', ready)).toEqual({ ok: true, to: 'accepted' })
  expect(next(machine, 'closed', 'reopen', ready)).toEqual({ ok: true, to: 'accepted' })
})

test('a state that does not allow the command says which would', () => {
  expect(next(machine, 'received', 'reopen', ready)).toEqual({
    ok: false,
    reason: '「已登记」时不能退回办理，须处于「待结案审批」或「已结案」',
  })
})

test('all that is missing is said at once', () => {
  expect(next(machine, 'accepted', 'askToClose', { hasOwner: false, openItems: 2 })).toEqual({
    ok: false,
    reason: '请先指定负责人；计划中还有未完成的事项',
  })
  expect(next(machine, 'accepted', 'askToClose', { hasOwner: true, openItems: 2 })).toEqual({
    ok: false,
    reason: '计划中还有未完成的事项',
  })
})

test('the buttons are all commands in order, each disabled one with its reason', () => {
  expect(commandsFrom(machine, 'accepted', { hasOwner: true, openItems: 1 })).toEqual([
    {
      command: 'acceptReport',
      label: '受理',
      to: 'accepted',
      isAllowed: false,
      disabledReason: '「已受理」时不能受理，须处于「已登记」',
    },
    {
      command: 'askToClose',
      label: '申请结案',
      to: 'closing',
      isAllowed: false,
      disabledReason: '计划中还有未完成的事项',
    },
    {
      command: 'approveClosing',
      label: '批准结案',
      to: 'closed',
      isAllowed: false,
      disabledReason: '「已受理」时不能批准结案，须处于「待结案审批」',
    },
    {
      command: 'reopen',
      label: '退回办理',
      to: 'accepted',
      isAllowed: false,
      disabledReason: '「已受理」时不能退回办理，须处于「待结案审批」或「已结案」',
    },
  ])
})

test('no sequence of commands reaches a state but by declared edges', () => {
  const edges = new Set(
    names.flatMap((name) =>
      machine.commands[name].from.map((from) => `${from} ${name} ${machine.commands[name].to}`),
    ),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), anyFacts), { maxLength: 30 }), (walk) => {
      let state: State = machine.initial
      for (const [name, facts] of walk) {
        const step = next(machine, state, name, facts)
        if (!step.ok) continue
        expect(edges).toContain(`${state} ${name} ${step.to}`)
        if (name === 'askToClose') expect(facts).toEqual(ready)
        state = step.to
      }
    }),
  )
})

test('button and server agree in every state and for all facts', () => {
  fc.assert(
    fc.property(fc.constantFrom(...states), anyFacts, (state, facts) => {
      for (const { command, isAllowed, disabledReason } of commandsFrom(machine, state, facts)) {
        const step = next(machine, state, command, facts)
        expect(isAllowed).toBe(step.ok)
        expect(disabledReason).toBe(step.ok ? undefined : step.reason)
      }
    }),
  )
})

test('a machine that names an undeclared state or guard does not compile', () => {
  defineMachine({
    initial: 'open',
    states: { open: '办理中' },
    guards: {},
    // @ts-expect-error 'shut' is no state of this machine
    commands: { shut: { from: ['open'], to: 'shut', label: '关闭' } },
  })
  const broken = defineMachine({
    initial: 'open',
    states: { open: '办理中' },
    guards: {},
    // @ts-expect-error 'isAllowed' is no guard of this machine
    commands: { keep: { from: ['open'], to: 'open', label: '继续', guards: ['isAllowed'] } },
  })
  expect(() => next(broken, 'open', 'keep', {})).toThrow('isAllowed')
})
