import { Link, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { dueText } from '#modules/tasks/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { DayText, Instant, instantText } from '#web/kit/times.tsx'
import { GRANTED_FIELD } from '../../labels.ts'
import { getOrder, type ServiceSession } from '../contract.ts'
import { SERVICE_STEP } from '../labels.ts'
import { OrderActions } from './OrderActions.tsx'
import { OrderTag } from './OrderList.tsx'
import { PublicFacts } from './PublicFacts.tsx'
import './orders.css'

type Order = OutputOf<typeof getOrder>

export const untilText = (at: string) => {
  const text = dueText(at)
  return text.length === 10 ? text : instantText(text)
}

export function Sessions({ sessions, hours }: { sessions: ServiceSession[]; hours: number }) {
  const given = sessions.reduce((sum, session) => sum + session.hours, 0)
  return (
    <>
      <p className="sw-quiet">
        已服务 {given} 小时，订单共 {hours} 小时。
      </p>
      <ol className="ord-log">
        {sessions.map((session) => (
          <li key={session.id}>
            <DayText value={session.heldOn} /> {session.worker} {session.hours} 小时
            <p className="ord-text">{session.note}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

function Taking({ order }: { order: Order }) {
  const { worker, promise, unit } = order
  return (
    <Section title="承接与授权">
      <Facts
        columns={2}
        items={[
          { label: '承接组织', value: unit?.name ?? '还没有' },
          {
            label: '服务人员',
            value: worker && `${worker.name}（${worker.qualification}；入职查询 ${worker.entryQueryOn}）`,
          },
          {
            label: '保密承诺',
            value:
              promise &&
              `${promise.by} 于 ${instantText(promise.at)} 承诺，第 ${promise.edition} 版（摘要 ${promise.hash.slice(0, 12)}…）`,
          },
          {
            label: '授权信息',
            value: order.fields.length
              ? `${order.fields.map((field) => GRANTED_FIELD[field]).join('、')}（${order.reason ?? ''}）`
              : '确认承接时选择',
          },
          ...(order.accessEndsAt
            ? [{ label: '授权结束', value: untilText(order.accessEndedAt ?? order.accessEndsAt) }]
            : []),
        ]}
      />
    </Section>
  )
}

export function OrderPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getOrder, { id })
  const order = query.data
  const breadcrumbs = [{ title: '服务订单', to: '/service-orders' }, { title: order?.number ?? '' }]
  if (query.error)
    return (
      <Page title="服务订单" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!order) return <Loading rows={8} />
  return (
    <Page
      title={
        <>
          {order.number} <OrderTag state={order.state} />
        </>
      }
      tabTitle={order.number}
      breadcrumbs={breadcrumbs}
      lede={
        <>
          个案 <Link to={`/cases/${order.case.id}`}>{order.case.number}</Link>，计划事项：{order.item}
        </>
      }
      actions={<OrderActions order={order} />}
    >
      <Section title="发布的内容">
        <PublicFacts order={order} />
      </Section>
      <Section title="交底内容（确认承接后对方可见）">
        <p className="ord-text">{order.detail}</p>
      </Section>
      <Taking order={order} />
      {order.sessions.length > 0 && (
        <Section title="服务记录">
          <Sessions sessions={order.sessions} hours={order.hours} />
        </Section>
      )}
      {order.result && (
        <Section title="服务结果">
          <p className="ord-text">{order.result}</p>
        </Section>
      )}
      <Section title="流转记录">
        <ol className="ord-log">
          {order.steps.map(({ command, at, by, note }) => (
            <li key={`${at}${command}`}>
              <Instant value={at} /> {by}：{SERVICE_STEP[command] ?? command}
              {note && `（${note}）`}
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  )
}
