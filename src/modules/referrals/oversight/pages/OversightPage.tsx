import { Link, useParams } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateSteps } from '#web/kit/StateSteps.tsx'
import { Instant, instantText } from '#web/kit/times.tsx'
import { LightTag } from '../../pages/LightTag.tsx'
import { getOversight, printOversight, type OversightRecord } from '../contract.ts'
import { OVERSIGHT_REASON, OVERSIGHT_STATION, OVERSIGHT_STEP } from '../labels.ts'
import { OversightActions } from './OversightActions.tsx'
import { OversightTag } from './OversightList.tsx'
import './oversight.css'

/** The last time that the order came to each station. */
const whenAt = ({ steps }: OversightRecord, station: string) => {
  const step = steps.findLast(({ toState }) => toState === station)
  return step && instantText(step.at)
}

/** The chain as a picture: where it is, since when, whose turn. */
function Chain({ order }: { order: OversightRecord }) {
  if (order.state === 'withdrawn') return <p className="sw-quiet">已经撤销，不再办理。</p>
  return (
    <StateSteps
      steps={Object.entries(OVERSIGHT_STATION).map(([key, label]) => ({
        key,
        label,
        note: whenAt(order, key),
      }))}
      current={order.state}
      isEnded={order.state === 'closed'}
    />
  )
}

export function OversightLog({ order }: { order: OversightRecord }) {
  return (
    <ol className="ovs-log">
      {order.steps.map(({ command, at, by, note }) => (
        <li key={`${at}${command}`}>
          <Instant value={at} /> {by}：{OVERSIGHT_STEP[command] ?? command}
          {note && <p className="ovs-text">{note}</p>}
        </li>
      ))}
    </ol>
  )
}

const referralsOf = (order: OversightRecord, mayOpen: boolean) =>
  order.referrals.length
    ? order.referrals.map(({ id, number }) => (
        <span key={id} className="ovs-number">
          {mayOpen ? <Link to={`/unit-referrals/${id}`}>{number}</Link> : number}{' '}
        </span>
      ))
    : '单位整体事项'

export function OversightPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getOversight, { id })
  const order = query.data
  const breadcrumbs = [{ title: '督办', to: '/oversights' }, { title: order?.number ?? '' }]
  if (query.error)
    return (
      <Page title="督办单" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!order) return <Loading rows={8} />
  return (
    <Page
      title={
        <>
          {order.number} <OversightTag state={order.state} />
        </>
      }
      tabTitle={order.number}
      breadcrumbs={breadcrumbs}
      lede={order.turn && `现在轮到：${order.turn}`}
      actions={
        <>
          <ActionButton needs={printOversight} to={`/oversights/${id}/print`}>
            打印
          </ActionButton>
          <OversightActions order={order} />
        </>
      }
    >
      <Section title="办理进程">
        <Chain order={order} />
      </Section>
      <Section title="督办内容">
        <Facts
          columns={2}
          items={[
            { label: '被督办单位', value: order.unit.name },
            { label: '交办、复核', value: order.office },
            { label: '事项', value: order.matter, isWide: true },
            { label: '办理要求', value: <span className="ovs-text">{order.requirement}</span>, isWide: true },
            { label: '所涉转介', value: referralsOf(order, order.facts.isOfUnit) },
            { label: '由来', value: `${OVERSIGHT_REASON[order.reason]}（${order.proposedBy}）` },
            {
              label: '反馈期限',
              value: !order.dueAt ? (
                '交办后起算'
              ) : order.light ? (
                <LightTag light={order.light} dueAt={order.dueAt} isLightCertain={order.isDueCertain} />
              ) : (
                <Instant value={order.dueAt} />
              ),
            },
          ]}
        />
      </Section>
      <Section title="流转记录">
        <OversightLog order={order} />
      </Section>
    </Page>
  )
}
