import { sql, type SqlBool } from 'kysely'
import { isKeptFrom, wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Context } from '#server/route.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { cancelTasks, finishTasks, openTask, postponeTasks } from '#modules/tasks/queries.ts'
import { limitOn } from '#modules/tasks/rules.ts'
import { childName, isCaseSeen, isCaseWorkedBy, type CaseFound } from '../queries.ts'
import { PlanOpinion } from './contract.ts'

const hasRunningReferral = sql<boolean>`exists (select from referral r where r.plan_item_id = plan_item.id
  and r.state in ('dispatched', 'signed', 'answered'))`

/** Its task opens when the plan begins and ends with the item, and an item's owner may read it: the case stays closed. */
const hasTask = sql<boolean>`exists (select from task t where t.subject_id = plan_item.id and t.kind = 'do-item'
  and t.done_at is null and t.cancelled_at is null)`

const itemsWithNames = (db: Db) =>
  db
    .selectFrom('planItem')
    .leftJoin('account as owner', 'owner.id', 'planItem.ownerId')
    .leftJoin('account as doer', 'doer.id', 'planItem.doneBy')
    .leftJoin('unit', 'unit.id', 'planItem.unitId')
    .selectAll('planItem')
    .select(['owner.displayName as ownerName', 'doer.displayName as doerName', 'unit.shortName as unitName'])
    .select(hasRunningReferral.as('hasRunningReferral'))

/** Items of a case that the caller has found, by their numbers. */
export const listItems = (db: Db, caseId: string) =>
  itemsWithNames(db)
    .where('planItem.caseId', '=', caseId)
    .orderBy('planItem.ordinal')
    .orderBy('planItem.id')
    .execute()
export type ItemFound = Awaited<ReturnType<typeof listItems>>[number]

export const findPlan = (db: Db, caseId: string) =>
  db
    .selectFrom('plan')
    .where('caseId', '=', caseId)
    .innerJoin('account', 'account.id', 'plan.madeBy')
    .selectAll('plan')
    .select('account.displayName as madeByName')
    .executeTakeFirst()

/** One item for its owner or for whoever may open its case. */
export const findItem = (db: Db, scope: Scope, id: string, now: Date) => {
  const isOfSeenCase = sql<boolean>`exists (select from case_file where case_file.id = plan_item.case_id
    and ${isCaseSeen(scope, now)})`
  const isOfWorkedCase = sql<boolean>`exists (select from case_file where case_file.id = plan_item.case_id
    and ${isCaseSeen(scope, now)} and ${isCaseWorkedBy(scope)})`
  return itemsWithNames(db)
    .where('planItem.id', '=', id)
    .where(wall(scope, sql<SqlBool>`(plan_item.owner_id = ${scope.accountId || null} or ${isOfSeenCase})`))
    .where(wall(scope, sql<SqlBool>`(not ${isKeptFrom(scope, 'case', sql.ref('plan_item.case_id'))})`))
    .leftJoin('child', 'child.id', 'planItem.childId')
    .leftJoin('division', 'division.code', 'child.divisionCode')
    .select(['division.name as place', 'child.divisionCode', childName(scope, now).as('childName')])
    .select([isOfSeenCase.as('isCaseOpen'), isOfWorkedCase.as('isCaseWorked'), hasTask.as('hasTask')])
    .executeTakeFirst()
}

/** The result of an item, opened with the item's own key. */
export const readResult = (
  keys: Context['keys'],
  item: Pick<ItemFound, 'id' | 'keySealed' | 'resultSealed'>,
) => item.resultSealed && keys.open(keys.unwrap(item.keySealed, item.id), 'result', item.resultSealed)

export const ownerOfItem = (item: Pick<ItemFound, 'ownerId' | 'ownerName' | 'unitId' | 'unitName'>) =>
  item.ownerId
    ? { kind: 'person' as const, id: item.ownerId, name: item.ownerName ?? '' }
    : { kind: 'unit' as const, id: item.unitId ?? '', name: item.unitName ?? '' }

/** The plan of a case that the caller has found, opened; null when there is none yet. */
export const readPlan = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, kase: CaseFound) => {
  const plan = await findPlan(db, kase.id)
  if (!plan) return null
  const key = keys.unwrap(kase.keySealed, kase.id)
  const opinion: PlanOpinion = plan.childOpinionSealed
    ? PlanOpinion.parse(JSON.parse(keys.open(key, 'opinion', plan.childOpinionSealed)))
    : {}
  const items = await listItems(db, kase.id)
  return {
    goal: keys.open(key, 'goal', plan.goalSealed),
    childOpinion: opinion.childOpinion ?? null,
    noChildOpinionReason: opinion.noChildOpinionReason ?? null,
    guardianOpinion: opinion.guardianOpinion ?? null,
    madeAt: plan.madeAt.toISOString(),
    madeBy: plan.madeByName,
    items: items.map((item) => ({
      id: item.id,
      ordinal: item.ordinal,
      state: item.state,
      title: item.title,
      owner: ownerOfItem(item),
      dueDay: item.dueDay,
      result: readResult(keys, item),
      doneAt: item.doneAt?.toISOString() ?? null,
      doneBy: item.doerName,
      dropReason: item.dropReason,
      hasRunningReferral: item.hasRunningReferral,
      version: item.version,
    })),
  }
}

export type PlanText = { goal: string; opinion: PlanOpinion }
type Acting = Pick<Context, 'db' | 'keys' | 'actor' | 'now'>

/** Writes the plan's text, the first time or anew. */
export const savePlan = async ({ db, keys, actor, now }: Acting, kase: CaseFound, text: PlanText) => {
  const key = keys.unwrap(kase.keySealed, kase.id)
  const sealed = {
    goalSealed: keys.seal(key, 'goal', text.goal),
    childOpinionSealed: keys.seal(key, 'opinion', JSON.stringify(text.opinion)),
    madeAt: now,
    madeBy: actor.accountId,
  }
  const { id } = await db
    .insertInto('plan')
    .values({ id: uuidv7(now.getTime()), caseId: kase.id, ...sealed })
    .onConflict((conflict) =>
      conflict.column('caseId').doUpdateSet({ ...sealed, version: sql<number>`plan.version + 1` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export type NewItem = {
  itemId: string
  title: string
  ownerId?: string | undefined
  unitId?: string | undefined
  dueDay: string
}

const lastOrdinal = async (db: Db, caseId: string) => {
  const { last } = await db
    .selectFrom('planItem')
    .where('caseId', '=', caseId)
    .select(({ fn }) => fn.max('ordinal').as('last'))
    .executeTakeFirstOrThrow()
  // No row: PostgreSQL answers null, which the generated type does not say.
  return Number(last ?? 0)
}

/** Writes items under keys of their own; one sent twice is written once, one of another case is left alone. */
export const saveItems = async ({ db, keys }: Acting, kase: CaseFound, planId: string, items: NewItem[]) => {
  const known = await db.selectFrom('planItem').where('caseId', '=', kase.id).select(['id']).execute()
  const last = await lastOrdinal(db, kase.id)
  const added = items.filter(({ itemId }) => !known.some(({ id }) => id === itemId))
  await db
    .insertInto('planItem')
    .values(
      items.map((item) => ({
        id: item.itemId,
        // A known item keeps its number: the conflict below leaves it as it is.
        ordinal: last + 1 + added.indexOf(item),
        planId,
        caseId: kase.id,
        childId: kase.childId,
        title: item.title,
        ownerId: item.ownerId ?? null,
        unitId: item.unitId ?? null,
        dueDay: item.dueDay,
        keySealed: keys.newKey(item.itemId).wrapped,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          title: eb.ref('excluded.title'),
          ownerId: eb.ref('excluded.ownerId'),
          unitId: eb.ref('excluded.unitId'),
          dueDay: eb.ref('excluded.dueDay'),
          version: sql<number>`plan_item.version + 1`,
        }))
        .where('planItem.caseId', '=', kase.id)
        .where('planItem.state', '=', 'open'),
    )
    .execute()
}

/** What a new version of the plan leaves out is not done; nothing is deleted. */
export const dropItemsBut = (db: Db, caseId: string, keep: string[]) =>
  db
    .updateTable('planItem')
    .set({ state: 'dropped', dropReason: '修订计划时删去' })
    .where('caseId', '=', caseId)
    .where('id', 'not in', keep)
    .where('state', '=', 'open')
    .execute()

type OpenItem = { id: string; ownerId: string | null; dueDay: string; ordinal: number }

/** The task of an item: its owner's or, for a unit's item, the owner of the case, who sends the referral and follows it up. */
export const openItemTask = ({ db, now }: Acting, kase: CaseFound, item: OpenItem) =>
  openTask(
    db,
    {
      ...limitOn(item.dueDay),
      kind: 'do-item',
      subjectKind: 'plan-item',
      subjectId: item.id,
      caseId: kase.id,
      number: `${kase.number} 第 ${item.ordinal} 项`,
      divisionCode: kase.divisionCode,
      owner: { personId: item.ownerId ?? kase.ownerId },
    },
    now,
  )

/** The owner's own task while the plan runs: follow it up and close. It is due when the last item is. */
export const openFollowUp = ({ db, now }: Acting, kase: CaseFound, lastDay: string) =>
  openTask(
    db,
    {
      ...limitOn(lastDay),
      kind: 'request-closing',
      subjectKind: 'case',
      subjectId: kase.id,
      caseId: kase.id,
      number: kase.number,
      divisionCode: kase.divisionCode,
      owner: { personId: kase.ownerId },
    },
    now,
  )

export const postponeFollowUp = (db: Db, caseId: string, lastDay: string) =>
  postponeTasks(db, { subjectId: caseId, kinds: ['request-closing'] }, limitOn(lastDay))

type Ended = { id: string; version: number } & (
  | { state: 'done'; resultSealed: Buffer }
  | { state: 'dropped'; dropReason: string }
)

/** Ends an item and its task; false when somebody else changed it first. */
export const endItem = async ({ db, actor, now }: Acting, { id, version, ...ended }: Ended) => {
  const { numUpdatedRows } = await db
    .updateTable('planItem')
    .set(({ eb }) => ({ ...ended, doneAt: now, doneBy: actor.accountId, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  if (!numUpdatedRows) return false
  const referrals = await db.selectFrom('referral').where('planItemId', '=', id).select('id').execute()
  const subjectId = [id, ...referrals.map((referral) => referral.id)]
  const about = { subjectId, kinds: ['do-item', 'review-answer'] satisfies TaskKind[] }
  if (ended.state === 'done') await finishTasks(db, about, actor.accountId, now)
  else await cancelTasks(db, about, now)
  return true
}

/** Hands an open item to a unit; whoever looked at the item before must look again. False when it is open no longer. */
export const giveToUnit = async (db: Db, id: string, caseId: string, unitId: string) => {
  const { numUpdatedRows } = await db
    .updateTable('planItem')
    .set(({ eb }) => ({ unitId, ownerId: null, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('caseId', '=', caseId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
