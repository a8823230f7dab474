import { done } from '#kernel/fields.ts'
import { found } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { listTurnsOf } from '#modules/tasks/queries.ts'
import { ownerOf } from '#modules/tasks/rules.ts'
import { findReport, type ReportFound } from '../queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { likelyReasons } from './rules.ts'

const countInbox = route(contract.countInbox, ({ db, scope, now }) => queries.countTabs(db, scope, now))

const openReport = route(contract.openReport, async ({ db, scope, actor, now, note }, { id, reason }) => {
  const report = found(await findReport(db, scope, id, now), '报告')
  note({ kind: 'report', id, divisionCode: report.divisionCode, purpose: reason })
  await queries.insertOpening(db, { reportId: id, accountId: actor.accountId, reason }, now)
  await queries.noteFirstLook(db, id, actor.accountId, now)
  return done
})

/** What the desk itself took may be compared by its words; what came from outside or is sealed only by one who opened it. */
const wordsOf = (
  { keys }: Context,
  report: Pick<ReportFound, 'id' | 'door' | 'label' | 'keySealed' | 'narrativeSealed'>,
  isOpened: boolean,
) =>
  (report.door === 'desk' && report.label === 'normal') || isOpened
    ? keys.open(keys.unwrap(report.keySealed, report.id), 'narrative', report.narrativeSealed)
    : undefined

const listLikely = route(contract.listLikely, async (context, { id }) => {
  const { db, scope, actor, now } = context
  const report = found(await findReport(db, scope, id, now), '报告')
  const isOpened = report.door === 'desk' || (await queries.isOpenedBy(db, id, actor.accountId, now))
  const own = { ...report, narrative: wordsOf(context, report, isOpened) }
  const near = await queries.listNear(db, scope, report, now)
  const items = near.flatMap((other) => {
    const why = likelyReasons(own, { ...other, narrative: wordsOf(context, other, false) })
    if (!why.length) return []
    const { number, state, source, place, receivedAt, joinedTo } = other
    return [
      {
        id: other.id,
        number,
        state,
        source,
        place,
        receivedAt: receivedAt.toISOString(),
        why,
        joinsId: joinedTo ?? other.id,
      },
    ]
  })
  return { items: items.toSorted((one, other) => other.why.length - one.why.length).slice(0, 10) }
})

type Waiting = Awaited<ReturnType<typeof queries.listUnanswered>>['rows'][number]
type Turn = Awaited<ReturnType<typeof listTurnsOf>>[number]

/** Whose turn it is: the nearest task; else the owner of the case; a joined one waits with the first. */
const waitsFor = (row: Waiting, turns: Turn[]) => {
  const turn = turns.find(({ subjectId }) => [row.id, row.joinedTo].includes(subjectId))
  if (turn) return { owner: ownerOf(turn), dueAt: turn.dueAt.toISOString(), isDueCertain: turn.isDueCertain }
  const owner = row.caseOwner
    ? ({ kind: 'person', name: row.caseOwner } as const)
    : ({ kind: 'role', name: ROLE_LABEL['duty-officer'] } as const)
  return { owner, dueAt: null, isDueCertain: true }
}

/** Who holds how many, the most first. */
const byOwner = (items: { owner: { name: string }; receivedAt: string }[]) => {
  const owners = new Map<string, { name: string; count: number; oldestAt: string }>()
  for (const { owner, receivedAt } of items) {
    const known = owners.get(owner.name)
    owners.set(owner.name, {
      name: owner.name,
      count: (known?.count ?? 0) + 1,
      oldestAt: known && known.oldestAt < receivedAt ? known.oldestAt : receivedAt,
    })
  }
  return [...owners.values()].toSorted((one, other) => other.count - one.count)
}

const ALL = { page: 1, pageSize: 5_000 }

const listUnanswered = route(contract.listUnanswered, async ({ db, scope, now }, { page, pageSize }) => {
  const { rows, total } = await queries.listUnanswered(db, scope, ALL, now)
  const ids = rows.flatMap(({ id, joinedTo }) => (joinedTo ? [id, joinedTo] : [id]))
  const turns = await listTurnsOf(db, 'subjectId', ids)
  const items = rows.map((row) => ({
    id: row.id,
    number: row.number,
    state: row.state,
    source: row.source,
    receivedAt: row.receivedAt.toISOString(),
    isEmergency: row.dangerLevel === 'immediate',
    ...waitsFor(row, turns),
  }))
  return { items: items.slice((page - 1) * pageSize, page * pageSize), total, owners: byOwner(items) }
})

export const routes = [countInbox, openReport, listLikely, listUnanswered]
