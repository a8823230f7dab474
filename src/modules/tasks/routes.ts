import type { z } from 'zod'
import { citationOf, deadlineCodes, ruleOf, type DeadlineSettings } from '#kernel/deadline-rules.ts'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { route, type Route } from '#server/route.ts'
import { overridesOf } from '#modules/organisations/queries.ts'
import * as contract from './contract.ts'
import type { Task } from './contract.ts'
import * as queries from './queries.ts'
import { ownerOf } from './rules.ts'

type Row = Awaited<ReturnType<typeof queries.listOpenTasks>>['rows'][number]

const sourceOf = (ruleCode: string | null, settings: DeadlineSettings) => {
  const code = deadlineCodes.find((each) => each === ruleCode)
  if (!code) return null
  const rule = ruleOf(code, settings)
  return `${rule.event}后${rule.action}:${citationOf(rule)}`
}

const isOfUnit = ({ unitId }: Row, scope: Scope) => unitId !== null && unitId === scope.unitId

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
  db: Db,
  scope: Scope,
  whose: 'mine' | 'team',
  filter: z.output<typeof contract.TaskFilter>,
  now: Date,
) => {
  const { rows, counts, total } = await queries.listOpenTasks(db, scope, whose, filter, now)
  const settings = await overridesOf(db)
  return { items: rows.map((row) => present(row, scope, settings)), total, counts }
}

const listMyTasks = route(contract.listMyTasks, ({ db, scope, now }, filter) =>
  readTasks(db, scope, 'mine', filter, now),
)

const listTeamTasks = route(contract.listTeamTasks, ({ db, scope, now }, filter) =>
  readTasks(db, scope, 'team', filter, now),
)

const listOverdue = route(contract.listOverdue, async ({ db, scope, now }) => {
  const rows = await queries.listLateOwners(db, scope, now)
  return {
    items: rows.map((row) => ({
      owner: { ...ownerOf(row), id: row.ownerId ?? row.ownerRole ?? row.unitId ?? '' },
      count: row.count,
      oldestDueAt: row.oldestDueAt.toISOString(),
    })),
  }
})

export const routes: Route[] = [listMyTasks, listTeamTasks, listOverdue]
