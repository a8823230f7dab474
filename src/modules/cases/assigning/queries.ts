import { sql } from 'kysely'
import { refused } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import type { Context } from '#server/route.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { handOverTasks } from '#modules/tasks/queries.ts'
import { insertGrant } from '../grants/queries.ts'
import { checkCaseOwner, listOwners } from '../helpers/queries.ts'
import { currentProcedure } from '../procedure/queries.ts'
import type { CaseFound } from '../queries.ts'
import { isOver } from '../rules.ts'
import { setOwner, writeStep } from '../steps/queries.ts'
import { checkAssignee } from './conflicts/queries.ts'
import { loadOf, type Counted } from './rules.ts'

/** Tasks of persons that are past their limit. */
const countLate = (db: Db, ownerIds: string[], now: Date) =>
  db
    .selectFrom('task')
    .where('ownerId', 'in', ownerIds)
    .where('doneAt', 'is', null)
    .where('cancelledAt', 'is', null)
    .where('dueAt', '<=', now)
    .select(['ownerId', ({ fn }) => fn.countAll<number>().as('late')])
    .groupBy('ownerId')
    .execute()

/** Everybody who may own a case, with what they carry; the least loaded first. */
export const listLoads = async ({ db, now }: Pick<Context, 'db' | 'now'>) => {
  const { content } = await currentProcedure(db)
  const { immediate, high, medium, low } = content.levels
  const weights = { immediate: immediate.weight, high: high.weight, medium: medium.weight, low: low.weight }
  const owners = await listOwners(db)
  const { rows } = await sql<Counted>`
    select owner_id, danger_level, cases from case_load()`.execute(db)
  const late = owners.length
    ? await countLate(
        db,
        owners.map(({ id }) => id),
        now,
      )
    : []
  const { fullLoad } = content.cases
  const loads = owners.map(({ id, name, role }) => {
    const load = loadOf(id, rows, weights)
    return {
      person: { id, name, role: role ? ROLE_LABEL[role] : '' },
      ...load,
      late: Number(late.find(({ ownerId }) => ownerId === id)?.late ?? 0),
      isOverloaded: load.load > fullLoad,
    }
  })
  return { fullLoad, weights, loads: loads.toSorted((one, other) => one.load - other.load) }
}

const A_YEAR_MS = 366 * 86_400_000

/** The open items that the owner of a case had in it go along with the case. */
const passItems = (db: Db, caseId: string, from: string, to: string) =>
  db
    .updateTable('planItem')
    .set(({ eb }) => ({ ownerId: to, version: eb('version', '+', 1) }))
    .where('caseId', '=', caseId)
    .where('ownerId', '=', from)
    .where('state', '=', 'open')
    .execute()

/** Opens a sealed case to whoever is to own it. */
export const openTo = async (
  { db, actor, now }: Pick<Context, 'db' | 'actor' | 'now'>,
  kase: Pick<CaseFound, 'id' | 'label'>,
  accountId: string,
): Promise<void> => {
  if (kase.label !== 'sealed') return
  await insertGrant(
    db,
    {
      recordKind: 'case',
      recordId: kase.id,
      to: { accountId },
      fields: [],
      reason: '个案负责人',
      endsAt: new Date(now.getTime() + A_YEAR_MS),
    },
    actor.accountId,
    now,
  )
}

type NewOwner = { ownerId: string; reason: string; despite?: string | undefined }

/**
 * Gives a case that the caller has locked, with the open tasks of its owner, to another: after asking whether they may work on it. A sealed
 * case is opened to them.
 */
export const passOnCase = async (
  context: Context,
  kase: CaseFound,
  { ownerId, reason, despite }: NewOwner,
): Promise<void> => {
  const { db } = context
  if (isOver(kase.state)) throw refused('个案已结案，不再更换负责人')
  if (kase.ownerId === ownerId) throw refused('这位同事已经是本案负责人')
  await checkCaseOwner(db, ownerId)
  await checkAssignee(context, kase, ownerId, { part: 'owner', despite })
  await openTo(context, kase, ownerId)
  await setOwner(db, kase.id, ownerId)
  await handOverTasks(db, kase.id, kase.ownerId, ownerId)
  await passItems(db, kase.id, kase.ownerId, ownerId)
  await writeStep(context, kase, { command: 'hand-over', to: kase.state, note: reason })
}
