import { today } from '#kernel/day.ts'
import { invalid } from '#kernel/problem.ts'
import type { Context } from '#server/route.ts'
import { listOpenResolutions } from '../../conferences/resolutions/queries.ts'
import { checkItemOwners } from '../../helpers/queries.ts'
import type { CaseFound } from '../../queries.ts'
import type { NewPlanItem } from '../contract.ts'
import { listItems } from '../queries.ts'

const refuseItems = (message: string) => invalid(message, [{ field: 'items', message }])

/** Refuses a day that has gone by: an item would be late before it begins. */
export const checkDueDays = (items: { dueDay: string }[], now: Date) => {
  if (items.some(({ dueDay }) => dueDay < today(now))) throw refuseItems('事项的完成日期不能早于今天')
}

/** Owners work where the child is; a resolution is of this case's signed minutes and becomes one item. */
export const checkItems = async (context: Context, kase: CaseFound, items: NewPlanItem[]): Promise<void> => {
  await checkItemOwners(context.db, kase, items)
  const wanted = items.filter(({ resolutionId }) => resolutionId)
  if (!wanted.length) return
  const open = new Set((await listOpenResolutions(context, kase)).map(({ id }) => id))
  const known = await listItems(context.db, kase.id)
  const fits = ({ itemId, resolutionId = '' }: NewPlanItem) =>
    open.has(resolutionId) || known.some((item) => item.id === itemId && item.resolutionId === resolutionId)
  const isTwice = new Set(wanted.map(({ resolutionId }) => resolutionId)).size < wanted.length
  if (isTwice || !wanted.every(fits)) throw refuseItems('有的会商决议已经列入计划，或还没有签发')
}

export const lastDay = (items: { dueDay: string }[]) =>
  items.reduce((last, { dueDay }) => (dueDay > last ? dueDay : last), '')
