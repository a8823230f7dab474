import { Link } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { adoptResolution } from '../contract.ts'
import { openPlanForm } from '../drafts/contract.ts'
import { PLAN_ITEM_KIND } from '../kinds/labels.ts'
import type { OpenResolution } from './values.ts'

const why = ({ state }: CaseRecord, { owner, dueDay }: OpenResolution) => {
  if (state === 'assessed') return '还没有计划：制定计划时会带出这些决议'
  if (state === 'plan-submitted') return '计划正在审批'
  return owner && dueDay ? undefined : '决议没有写明负责人或期限，请用“修改计划”补上'
}

/** What the conference resolved and the plan does not hold yet; one press makes it an item. */
export function OpenResolutions({ kase }: { kase: CaseRecord }) {
  const query = useEndpoint(openPlanForm, { id: kase.id })
  const adopt = useCaseCommand(adoptResolution, {
    success: ({ ordinal }) => `已列入计划第 ${ordinal} 项`,
    onDone: () => void query.refetch(),
  })
  const resolutions = query.data?.resolutions ?? []
  if (!resolutions.length) return null
  return (
    <div className="sw-turn">
      <p>会商决议还没有列入计划：</p>
      <ul className="sw-items">
        {resolutions.map((each) => (
          <li key={each.id} className="sw-item-head">
            <Link to={`/conferences/${each.conferenceId}`}>
              {each.conference} 第 {each.ordinal} 项
            </Link>
            <span>
              {each.text}（{PLAN_ITEM_KIND[each.kind]}，{each.owner?.name ?? '没有写明负责人'}，
              {each.dueDay ?? '没有期限'}）
            </span>
            <ActionButton
              size="small"
              needs={adoptResolution}
              disabledReason={why(kase, each)}
              isRunning={adopt.isRunning}
              onClick={() =>
                void adopt.run({
                  id: kase.id,
                  version: kase.version,
                  itemId: newId(),
                  resolutionId: each.id,
                })
              }
            >
              列入计划
            </ActionButton>
          </li>
        ))}
      </ul>
    </div>
  )
}
