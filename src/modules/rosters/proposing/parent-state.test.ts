import { expect, test } from 'vitest'
import type { RosterRecord } from '../cleaning/record.ts'
import { proposeState, stateOf } from './parent-state.ts'

test.each<[kind: Parameters<typeof stateOf>[0], record: RosterRecord, state: Record<string, unknown>]>([
  ['imprisoned', { stateStartDay: '2026-01-31', stateMonths: 1 }, { from: '2026-01-31', to: '2026-02-27' }],
  [
    'imprisoned',
    { stateStartDay: '2026-03-01', stateEndDay: '2027-01-01', stateMonths: 3 },
    { to: '2027-01-01' },
  ],
  ['out-of-contact', { stateStartDay: '2026-03-01' }, { acceptedOn: '2026-03-01' }],
  ['severe-illness', { illness: '白血病' }, { detail: { kind: 'severe-illness', illness: '白血病' } }],
  ['severe-disability', { disabilityClass: 4, disabilityGrade: 1 }, { detail: { disabilityClass: 4 } }],
])('the state %s of a grown-up', (kind, record, state) => {
  expect(stateOf(kind, record)).toMatchObject({ kind, ...state })
})

test('a second day of death is a contradiction, a second term in prison is not', () => {
  const parent = (kind: 'deceased' | 'imprisoned') => ({
    id: 'p',
    name: '张大山',
    key: () => undefined,
    children: [],
    states: [{ id: 's', kind, fromDay: '2024-01-01', toDay: null, acceptedDay: null }],
  })
  const record = { stateStartDay: '2025-01-01' }
  expect(proposeState('deceased', record, parent('deceased'))).toMatchObject({
    state: undefined,
    notes: [{ code: 'kept-state' }],
  })
  expect(proposeState('imprisoned', record, parent('imprisoned')).state).toMatchObject({ from: '2025-01-01' })
})
