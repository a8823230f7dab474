import fc from 'fast-check'
import { expect, test } from 'vitest'
import { next } from '#kernel/state-machine.ts'
import type { CaseFacts, CaseState } from './contract.ts'
import { CASE_MACHINE, CASE_WAY, NEXT_COMMAND, type CaseCommand } from './rules.ts'

// Object.keys of a literal record gives its keys.
const commands = Object.keys(CASE_MACHINE.commands) as CaseCommand[]
const facts: fc.Arbitrary<CaseFacts> = fc.record({
  missingInstruments: fc.constantFrom<string[]>([], ['风险筛查']),
  openItems: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
  itemCount: fc.nat(5),
  runningReferrals: fc.nat(2),
  isChildHeard: fc.boolean(),
  isSecondPerson: fc.boolean(),
  isUnchangedSinceRequest: fc.boolean(),
  isLookBackOpen: fc.boolean(),
  isNoBetter: fc.boolean(),
})

test('no sequence of commands closes a case but over assessment, plan and a second person, with nothing left open', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...commands), facts), { maxLength: 40 }), (walk) => {
      let state: CaseState = CASE_MACHINE.initial
      let way: CaseCommand[] = []
      for (const [command, at] of walk) {
        const step = next(CASE_MACHINE, state, command, at)
        if (!step.ok) continue
        way.push(command)
        if (step.to === 'closed' && command !== 'lookBack') {
          expect(at).toMatchObject({
            openItems: [],
            runningReferrals: 0,
            isSecondPerson: true,
            isUnchangedSinceRequest: true,
          })
          expect(way).toEqual(expect.arrayContaining(['assess', 'makePlan', 'startPlan', 'requestClosing']))
        }
        if (command === 'reopen') way = []
        state = step.to
      }
    }),
    { numRuns: 500 },
  )
})

test('along the usual way each next command leads to the next state', () => {
  const ready: CaseFacts = {
    missingInstruments: [],
    openItems: [],
    itemCount: 1,
    runningReferrals: 0,
    isChildHeard: true,
    isSecondPerson: true,
    isUnchangedSinceRequest: true,
    isLookBackOpen: true,
    isNoBetter: false,
  }
  for (const [index, state] of CASE_WAY.entries()) {
    const command = NEXT_COMMAND[state]
    if (command)
      expect(next(CASE_MACHINE, state, command, ready)).toEqual({ ok: true, to: CASE_WAY[index + 1] })
  }
})
