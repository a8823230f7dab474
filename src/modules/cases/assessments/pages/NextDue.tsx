import { dueTag } from '#modules/tasks/rules.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import type { Filled } from '../filling/contract.ts'

/** When an assessment is to be made again, by the rules table; not for one that another has followed. */
export function NextDue({ item }: { item: Pick<Filled, 'nextDueAt' | 'isNextDueCertain'> }) {
  if (!item.nextDueAt) return <span className="sw-quiet">按需要</span>
  return (
    <DeadlineTag
      {...dueTag({ dueAt: item.nextDueAt, isDueCertain: item.isNextDueCertain })}
      source="期限规则 CA-01、CA-02，由县里确定"
      confidence="D"
    />
  )
}
