import type { z } from 'zod'
import { today } from '#kernel/day.ts'
import { citationOf, deadlineCodes, ruleOf, type DeadlineSettings } from '#kernel/deadline-rules.ts'
import type { Scope } from '#server/access.ts'
import { route, type Context, type Route } from '#server/route.ts'
import { overridesOf } from '#modules/organisations/queries.ts'
import * as contract from './contract.ts'
import type { Task } from './contract.ts'
import * as queries from './lists/queries.ts'
import { ownerOf } from './rules.ts'

type Row = queries.TaskRow

const sourceOf = (ruleCode: string | null, settings: DeadlineSettings) => {
  const code = deadlineCodes.find((each) => each === ruleCode)
  if (!code) return null
  const rule = ruleOf(code, settings)
  return `${rule.event}后${rule.action}：${citationOf(rule)}`
}

/** The unit's own task, or one that the head of the unit has. */
const isOfUnit = ({ unitId, ownerId }: Row, scope: Scope) =>
  scope.unitId !== null && (unitId === scope.unitId || ownerId === scope.accountId)

const present = (row: Row, scope: Scope, settings: DeadlineSettings): Task => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  // The column is text; only openTask writes it, from this type.
  subjectKind: row.subjectKind as Task['subjectKind'],
  subjectId: row.subjectId,
  // A unit learns of a case and a village only what its referral grants.
  caseId: isOfUnit(row, scope) ? null : row.caseId,
  place: isOfUnit(row, scope) ? null : row.place,
  owner: { ...ownerOf(row), isMe: row.ownerId === scope.accountId },
  dueAt: row.dueAt.toISOString(),
  isDueCertain: row.isDueCertain,
  dueSource: sourceOf(row.ruleCode, settings),
})

const readTasks = async (
  { db, scope, now }: Pick<Context, 'db' | 'scope' | 'now'>,
  whose: queries.Whose,
  filter: z.output<typeof contract.TeamFilter>,
) => {
  const { rows, ...counted } = await queries.listOpenTasks(db, scope, whose, filter, now)
  const settings = await overridesOf(db)
  return { items: rows.map((row) => present(row, scope, settings)), ...counted }
}

const listMyTasks = route(contract.listMyTasks, (context, filter) => readTasks(context, 'mine', filter))

const listTeamTasks = route(contract.listTeamTasks, (context, filter) => readTasks(context, 'team', filter))

const listWaiting = route(contract.listWaiting, async ({ db, scope }, page) => {
  const { rows, total } = await queries.listWaiting(db, scope, page)
  const settings = await overridesOf(db)
  return { items: rows.map((row) => present(row, scope, settings)), total }
})

const listDoneToday = route(contract.listDoneToday, async ({ db, scope, now }) => {
  const rows = await queries.listDoneOn(db, scope, today(now))
  const settings = await overridesOf(db)
  const items = rows.map((row) => ({
    ...present(row, scope, settings),
    doneAt: (row.doneAt ?? now).toISOString(),
  }))
  return { items }
})

const listOverdue = route(contract.listOverdue, async ({ db, scope, now }) => {
  const rows = await queries.listLate(db, scope, now)
  const late = ({ count, oldestDueAt }: queries.LateRow) => ({
    count,
    oldestDueAt: oldestDueAt.toISOString(),
  })
  return {
    items: rows
      .filter(({ axis }) => axis === 'owner')
      .map((row) => ({
        ...late(row),
        owner: { ...ownerOf(row), id: row.ownerId ?? row.ownerRole ?? row.unitId ?? '' },
      })),
    towns: rows
      .filter(({ axis }) => axis === 'town')
      .map((row) => ({ ...late(row), code: row.town ?? '', name: row.townName ?? '全县' })),
    kinds: rows.flatMap((row) => (row.kind ? [{ ...late(row), kind: row.kind }] : [])),
  }
})

export const routes: Route[] = [listMyTasks, listTeamTasks, listWaiting, listDoneToday, listOverdue]
