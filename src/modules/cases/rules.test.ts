import fc from 'fast-check'
import { expect, test } from 'vitest'
import { next, type Step } from '#kernel/state-machine.ts'
import type { CaseFacts, CaseState } from './contract.ts'
import { CASE_MACHINE, CASE_WAY, nextCommand, type CaseCommand } from './rules.ts'

// Object.keys of a literal record gives its keys.
const commands = Object.keys(CASE_MACHINE.commands) as CaseCommand[]
const facts: fc.Arbitrary<CaseFacts> = fc.record({
  isEmergencyMissing: fc.boolean(),
  isInvestigationMissing: fc.boolean(),
  isConferenceMissing: fc.boolean(),
  needsPlanApproval: fc.boolean(),
  isPlanApproved: fc.boolean(),
  isPlanUnchanged: fc.boolean(),
  isMyApproval: fc.boolean(),
  isPressing: fc.boolean(),
  isApprovalOwed: fc.boolean(),
  isMyLateApproval: fc.boolean(),
  isLateUnchanged: fc.boolean(),
  missingInstruments: fc.constantFrom<string[]>([], ['风险筛查']),
  openItems: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
  itemCount: fc.nat(5),
  runningReferrals: fc.nat(2),
  isChildHeard: fc.boolean(),
  isSecondPerson: fc.boolean(),
  isUnchangedSinceRequest: fc.boolean(),
  missingClosing: fc.constantFrom<string[]>([], ['风险筛查']),
  isLoweringOwed: fc.boolean(),
  isFollowedUp: fc.boolean(),
  isOutcomeTold: fc.boolean(),
  missingInBook: fc.constantFrom<string[]>([], ['评估结论']),
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
        if (step.to === 'closed' && command === 'agreeClosing') {
          expect(at).toMatchObject({
            openItems: [],
            runningReferrals: 0,
            isSecondPerson: true,
            isUnchangedSinceRequest: true,
          })
          expect(way).toEqual(expect.arrayContaining(['assess', 'makePlan', 'requestClosing']))
          expect(way.some((each) => each === 'startPlan' || each === 'startUrgently')).toBe(true)
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
    isEmergencyMissing: false,
    isInvestigationMissing: false,
    isConferenceMissing: false,
    needsPlanApproval: true,
    isPlanApproved: false,
    isPlanUnchanged: true,
    isMyApproval: true,
    isPressing: false,
    isApprovalOwed: false,
    isMyLateApproval: false,
    isLateUnchanged: false,
    missingInstruments: [],
    openItems: [],
    itemCount: 1,
    runningReferrals: 0,
    isChildHeard: true,
    isSecondPerson: true,
    isUnchangedSinceRequest: true,
    missingClosing: [],
    isLoweringOwed: false,
    isFollowedUp: true,
    isOutcomeTold: true,
    missingInBook: [],
    isLookBackOpen: false,
    isNoBetter: false,
  }
  const way: CaseState[] = []
  for (let state: CaseState = 'opened'; ;) {
    way.push(state)
    const facts: CaseFacts = { ...ready, isPlanApproved: way.filter((each) => each === state).length > 1 }
    const command = nextCommand({ state, facts })
    if (!command) break
    const step: Step<CaseState> = next(CASE_MACHINE, state, command, facts)
    expect(step).toMatchObject({ ok: true })
    if (step.ok) state = step.to
  }
  expect([...new Set(way)]).toEqual(CASE_WAY)
})
