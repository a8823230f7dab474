import { Link, useParams } from 'react-router'
import { useCan } from '#web/session.tsx'
import { useEndpoint } from '#web/api.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant } from '#web/kit/times.tsx'
import { PLAN_ITEM_STATE } from '../labels.ts'
import { finishPlanItem, getPlanItem } from '../plans/contract.ts'
import { ResultForm } from './PlanItem.tsx'
import './cases.css'

/** One item of a plan for whoever is to do it; the case behind it stays closed to a village's director. */
export function PlanItemPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getPlanItem, { id })
  const mayFinish = useCan(finishPlanItem)
  const item = query.data
  const breadcrumbs = [{ title: '今天要做什么', to: '/' }, { title: '计划事项' }]
  if (query.error)
    return (
      <Page title="计划事项" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!item) return <Loading />
  const isOpen = item.state === 'open'
  const isToDo = isOpen && mayFinish && item.owner.kind === 'person'
  return (
    <Page title={item.title} tabTitle="计划事项" breadcrumbs={breadcrumbs}>
      <Section>
        <Facts
          columns={2}
          items={[
            {
              label: '孩子',
              value: item.child ? (
                <>
                  <Link to={`/children/${item.child.id}`}>{item.child.name}</Link> {item.child.place}
                </>
              ) : (
                '（密封）'
              ),
            },
            { label: '谁来做', value: item.isMine ? `${item.owner.name}（我）` : item.owner.name },
            { label: '何时前', value: isOpen ? <DeadlineTag due={item.dueDay} /> : item.dueDay },
            { label: '状态', value: PLAN_ITEM_STATE[item.state] },
            ...(item.caseId
              ? [{ label: '个案', value: <Link to={`/cases/${item.caseId}`}>打开个案</Link> }]
              : []),
            ...(item.doneAt
              ? [
                  {
                    label: '办理人',
                    value: (
                      <>
                        {item.doneBy} <Instant value={item.doneAt} />
                      </>
                    ),
                  },
                ]
              : []),
            ...(item.result
              ? [{ label: '结果', value: <span className="sw-text">{item.result}</span>, isWide: true }]
              : []),
            ...(item.dropReason ? [{ label: '取消的理由', value: item.dropReason, isWide: true }] : []),
          ]}
        />
      </Section>
      {isToDo && (
        <Section title="记录结果">
          <ResultForm item={item} onDone={() => undefined} />
        </Section>
      )}
      {isOpen && !isToDo && item.caseId && (
        <p className="sw-quiet">这一项由单位承办：在个案里发出转介、采纳答复。</p>
      )}
    </Page>
  )
}
