import { invalid } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import { asWorker } from '#server/elevate.ts'
import type { Context } from '#server/route.ts'
import type { TaskKind } from '#modules/tasks/contract.ts'
import { limitBy, openTask, type TaskOwner } from '#modules/tasks/queries.ts'
import type { Limit } from '#modules/tasks/rules.ts'
import { identityIn } from '../../orders/rules.ts'
import * as queries from '../queries.ts'
import { officeActs } from '../rules.ts'

export type Office = Awaited<ReturnType<typeof queries.findOffice>>['office']

/** What the guards look at, for one reader of an order that has been found. */
export const factsOf = async (
  { db, actor }: Pick<Context, 'db' | 'actor'>,
  order: queries.OversightFound,
  office: Office,
) => {
  const steps = await queries.listSteps(db, order.id)
  return {
    isOffice: officeActs(actor, office?.id, order.unitId),
    isOfUnit: actor.unitId === order.unitId,
    isLeader: actor.role === 'leader',
    isHead: actor.role === 'centre-head',
    isFeeder: steps.some(({ command, by }) => command === 'feedBack' && by === actor.accountId),
    isReviewer: order.reviewedBy === actor.accountId,
  }
}

export const ALL_KINDS: TaskKind[] = [
  'assign-oversight',
  'sign-oversight',
  'answer-oversight',
  'review-oversight',
  'close-oversight',
]

/** The office, or the leaders where it oversees itself or is not named. */
export const officeOwner = (office: Office, unitId: string): TaskOwner =>
  office && office.id !== unitId ? { unitId: office.id } : { role: 'leader' }

type Order = { id: string; number: string; divisionCode: string; unitId: string }

export const openOversightTask = (
  db: Db,
  order: Order,
  kind: TaskKind,
  owner: TaskOwner,
  limit: Limit,
  now: Date,
) =>
  openTask(
    db,
    {
      ...limit,
      kind,
      subjectKind: 'oversight',
      subjectId: order.id,
      number: order.number,
      divisionCode: order.divisionCode,
      owner,
    },
    now,
  )

export const openProposal = async (db: Db, order: Order, office: Office, now: Date) =>
  openOversightTask(
    db,
    order,
    'assign-oversight',
    officeOwner(office, order.unitId),
    await limitBy(db, 'CL-36', now),
    now,
  )

/** Refuses a text that would say which child it is about; the names are read where the actor may not see them. */
export const checkText = (
  db: Db,
  scope: Context['scope'],
  referralIds: string[],
  texts: Record<string, string>,
) =>
  asWorker(db, scope, async (under) => {
    const names = await queries.namesAround(under, referralIds)
    for (const [field, text] of Object.entries(texts)) {
      const what = identityIn(text, names)
      const message = `督办单给单位和领导看，这里不能写${what}`
      if (what) throw invalid(message, [{ field, message }])
    }
  })
