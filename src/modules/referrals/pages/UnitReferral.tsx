import { Alert } from 'antd'
import { useParams } from 'react-router'
import { dueText } from '#modules/tasks/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Masked } from '#web/kit/Masked.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant, instantText } from '#web/kit/times.tsx'
import { GRANTED_FIELD, REFERRAL_PART } from '../labels.ts'
import { getUnitReferral, revealGranted } from '../unit/contract.ts'
import { Urgings } from '../oversight/pages/Urgings.tsx'
import { Handovers } from './Handovers.tsx'
import { LaneMark, LightTag } from './LightTag.tsx'
import { ForUnit } from './UnitInbox.tsx'
import { UnitSteps, type Received } from './UnitSteps.tsx'
import { Answer, CoUnits, Measures, Questions } from './UnitWork.tsx'
import './referrals.css'

export const untilText = (value: string) => {
  const text = dueText(value)
  return text.length === 10 ? text : instantText(text)
}

function Child({ referral }: { referral: Received }) {
  return (
    <Section title="孩子的信息（本次授权）">
      {referral.child.length === 0 && <p className="sw-quiet">授权已经结束，信息不再显示。</p>}
      <Facts
        columns={2}
        items={referral.child.map(({ field, value, isSecret }) => ({
          label: GRANTED_FIELD[field],
          value: isSecret ? (
            <Masked
              label={GRANTED_FIELD[field]}
              masked={value}
              endpoint={revealGranted}
              input={{ id: referral.id, field }}
              pick={(out) => out.value}
            />
          ) : (
            (value ?? '没有登记')
          ),
        }))}
      />
      <p className="sw-quiet sw-grant">
        用途：{referral.reason}。授权到 {untilText(referral.accessEndsAt)} 为止；谁在何时看过都有记录。
      </p>
    </Section>
  )
}

const phoned = ({ phonedWhom, phonedAt }: Received) =>
  phonedWhom && phonedAt
    ? [
        {
          label: '先行电话',
          value: (
            <>
              {phonedWhom} <Instant value={phonedAt} />
            </>
          ),
        },
      ]
    : []

function Asked({ referral }: { referral: Received }) {
  return (
    <Section title="请你单位">
      {referral.isBinding && (
        <Alert
          type="warning"
          className="sw-answer"
          message="这件事由领导小组办公室指定你单位承办。此前提出过的退回事由不能再用，有疑问请向办公室询问。"
        />
      )}
      {referral.explanation && (
        <Alert type="info" className="sw-answer" message={`再次交办的说明：${referral.explanation}`} />
      )}
      <p className="sw-answer">{referral.request}</p>
      <Facts
        columns={3}
        items={[
          { label: '编号', value: `${referral.number}（${REFERRAL_PART[referral.part]}）` },
          { label: '发出人', value: referral.from },
          { label: '发出', value: <Instant value={referral.dispatchedAt} /> },
          ...phoned(referral),
          { label: '承办人', value: referral.handler ?? '还没有指定' },
          ...(referral.signedAt
            ? [
                {
                  label: '签收',
                  value: (
                    <>
                      {referral.signedBy} <Instant value={referral.signedAt} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}

/** The task for the unit and nothing else: what is asked, the granted fields, until when. */
export function UnitReferral() {
  const { id = '' } = useParams()
  const query = useEndpoint(getUnitReferral, { id })
  const referral = query.data
  const breadcrumbs = [{ title: '收到的转介', to: '/unit-referrals' }, { title: referral?.number ?? '' }]
  if (query.error)
    return (
      <Page title="转介" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!referral) return <Loading rows={8} />
  return (
    <Page
      title={
        <>
          <LaneMark lane={referral.lane} /> {referral.subject} <ForUnit state={referral.state} />
        </>
      }
      tabTitle={referral.number}
      breadcrumbs={breadcrumbs}
      lede={referral.light && <LightTag {...referral} />}
      actions={<UnitSteps referral={referral} />}
    >
      <Asked referral={referral} />
      <Child referral={referral} />
      <Measures referral={referral} />
      <CoUnits referral={referral} />
      <Answer referral={referral} />
      <Questions referral={referral} />
      <Urgings referralId={referral.id} isOfUnit />
      <Handovers handovers={referral.handovers} />
    </Page>
  )
}
