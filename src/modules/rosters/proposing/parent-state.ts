import { addDays, addMonths } from '#kernel/day.ts'
import type { HealthDetail, ParentStateKind } from '#modules/children/contract.ts'
import type { NewParentStateRecord } from '#modules/children/bulk/contract.ts'
import type { ParentNow } from '#modules/children/updates/finding/queries.ts'
import type { RosterRecord } from '../cleaning/record.ts'
import type { Note } from './telling.ts'

const detailOf = (kind: ParentStateKind, record: RosterRecord): HealthDetail | undefined => {
  const { disabilityClass, disabilityGrade, illness } = record
  if (kind === 'severe-illness' && illness) return { kind: 'severe-illness', illness: illness.slice(0, 50) }
  if (kind !== 'severe-disability' || (!disabilityClass && !disabilityGrade)) return undefined
  return {
    kind: 'disability',
    ...(disabilityClass && { disabilityClass }),
    ...(disabilityGrade && { disabilityGrade }),
  }
}

/** The last day of a term that began on `from` (刑期自判决执行之日起计算). */
const endOf = ({ stateEndDay, stateStartDay: from, stateMonths }: RosterRecord) =>
  stateEndDay ?? (from && stateMonths ? addDays(addMonths(from, stateMonths), -1) : undefined)

/** What the row says of a grown-up. For 失联 the day is that on which the police accepted the report (民发〔2019〕62号). */
export const stateOf = (kind: ParentStateKind, record: RosterRecord): NewParentStateRecord => {
  const { stateStartDay, documentNo } = record
  const to = endOf(record)
  const detail = detailOf(kind, record)
  return {
    kind,
    ...(stateStartDay &&
      (kind === 'out-of-contact' ? { acceptedOn: stateStartDay } : { from: stateStartDay })),
    ...(to && { to }),
    ...(documentNo && { proof: { kind: '法律文书', number: documentNo } }),
    ...(detail && { detail }),
  }
}

/** These happen once, so a second day for them is a contradiction, not a second event. */
const ONCE: readonly ParentStateKind[] = ['deceased', 'declared-missing', 'guardianship-revoked', 'deported']

/** The state to add, or undefined when it is on file, with a note when the file says otherwise. */
export const proposeState = (
  kind: ParentStateKind,
  record: RosterRecord,
  parent: ParentNow,
): { state: NewParentStateRecord | undefined; notes: Note[] } => {
  const state = stateOf(kind, record)
  const same = parent.states.filter((known) => known.kind === kind)
  const isOnFile = same.some(
    ({ fromDay, toDay, acceptedDay }) =>
      (state.from ?? null) === fromDay &&
      (state.acceptedOn ?? null) === acceptedDay &&
      // An open end on file says less than a day, never another one.
      (state.to === undefined || toDay === null || toDay === state.to),
  )
  if (isOnFile) return { state: undefined, notes: [] }
  const isWithoutDay = !state.from && !state.acceptedOn
  if (isWithoutDay && same.some(({ toDay }) => toDay === null)) return { state: undefined, notes: [] }
  if (ONCE.includes(kind) && same.length)
    return {
      state: undefined,
      notes: [
        {
          field: 'stateStartDay',
          code: 'kept-state',
          message: '档案里已有这一情况，但日期不同，没有写入，请人工核对',
        },
      ],
    }
  return { state, notes: [] }
}
