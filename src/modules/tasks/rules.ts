import { addWorkingDays, assumingWeekends, isKnownYear, type Calendar } from '#kernel/calendar.ts'
import { addDays, dayOf, endOfDay, today, weekdayOf } from '#kernel/day.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import type { Role } from '#modules/identity/rules.ts'
import type { NoticeSubject } from '#modules/notifications/contract.ts'
import type { Task, TaskGroup, TaskKind } from './contract.ts'

/** The ends of today and of this week (Sunday, 24:00) in China: what is due later is 'later'. */
export const groupBounds = (now: Date) => {
  const day = today(now)
  return { today: endOfDay(day), week: endOfDay(addDays(day, (7 - weekdayOf(day)) % 7)) }
}

export const groupOf = (due: Date, now: Date): TaskGroup => {
  if (due <= now) return 'late'
  const bounds = groupBounds(now)
  if (due <= bounds.today) return 'today'
  return due <= bounds.week ? 'week' : 'later'
}

/** When something is due, how sure that is, and by which rule. */
export type Limit = { dueAt: Date; isDueCertain: boolean; ruleCode: string | null }

/** By a day that a person set; it ends at 24:00. */
export const limitOn = (day: string): Limit => ({
  dueAt: endOfDay(day),
  isDueCertain: true,
  ruleCode: null,
})

/** [D] Steps between colleagues for which no text sets a limit. */
const BETWEEN_COLLEAGUES_WORKING_DAYS = 2

export const limitBetweenColleagues = (from: Date, calendar: Calendar): Limit => {
  const last = addWorkingDays(dayOf(from), BETWEEN_COLLEAGUES_WORKING_DAYS, assumingWeekends(calendar))
  const isDueCertain = [dayOf(from), last].every((day) => isKnownYear(calendar, Number(day.slice(0, 4))))
  return { dueAt: endOfDay(last), isDueCertain, ruleCode: null }
}

/** A limit that ends at 24:00 of a day is that day for people, not 00:00 of the next; others are shown by the clock. */
export const dueText = (dueAt: string): string => {
  const lastDay = dayOf(new Date(Date.parse(dueAt) - 1))
  return endOfDay(lastDay).getTime() === Date.parse(dueAt) ? lastDay : dueAt
}

/** For DeadlineTag: what rests on an unknown calendar is marked 待核实. */
export const dueTag = ({ dueAt, isDueCertain }: { dueAt: string; isDueCertain: boolean }) => ({
  due: dueText(dueAt),
  confidence: isDueCertain ? 'C' : 'D',
})

type Place = Pick<Task, 'kind' | 'subjectKind' | 'subjectId' | 'caseId'> & {
  owner?: Pick<Task['owner'], 'kind'>
}

const OF_A_UNIT: TaskKind[] = ['sign-referral', 'answer-referral']

/** The page on which a task is done. A director has no way into a case, so an item has its own page. */
export const pageOfTask = ({ kind, subjectKind, subjectId, caseId, owner }: Place): string => {
  // A unit has a report only when it was routed past the desk.
  if (subjectKind === 'report' && owner?.kind === 'unit') return `/reports-above/${subjectId}`
  if (subjectKind === 'report') return `/reports/${subjectId}`
  if (subjectKind === 'plan-item') return `/plan-items/${subjectId}`
  // Only the unit itself is not told of the case behind its task.
  if (subjectKind === 'referral' && OF_A_UNIT.includes(kind) && !caseId) return `/unit-referrals/${subjectId}`
  return `/cases/${caseId ?? subjectId}`
}

/** Where the notice of a task leads; the same places as `pageOfTask`. */
export const noticeSubjectOf = (task: {
  subjectKind: Task['subjectKind']
  subjectId: string
  caseId?: string | null
  owner: object
}): { subjectKind: NoticeSubject; subjectId: string } => {
  const { subjectKind, subjectId, caseId } = task
  if (subjectKind === 'referral' && 'unitId' in task.owner) return { subjectKind: 'unit-referral', subjectId }
  if (subjectKind === 'referral') return { subjectKind: 'case', subjectId: caseId ?? subjectId }
  return { subjectKind, subjectId }
}

type Owned = {
  ownerId: string | null
  ownerRole: Role | null
  ownerName: string | null
  unitName: string | null
}

/** The owner by name: a person, everybody of a role, or a unit. */
export const ownerOf = ({ ownerId, ownerRole, ownerName, unitName }: Owned) => {
  if (ownerId) return { kind: 'person' as const, name: ownerName ?? '已停用的账号' }
  if (ownerRole) return { kind: 'role' as const, name: ROLE_LABEL[ownerRole] }
  return { kind: 'unit' as const, name: unitName ?? '单位' }
}
