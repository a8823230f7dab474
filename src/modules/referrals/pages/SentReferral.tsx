import { Link, useParams } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { getSentReferral } from '../contract.ts'
import { EFFECT, GRANTED_FIELD, REFERRAL_PART, REFERRAL_STATE } from '../labels.ts'
import { replyAsSender } from '../messages/contract.ts'
import { isWithUnit } from '../rules.ts'
import { Urgings } from '../oversight/pages/Urgings.tsx'
import { Handovers } from './Handovers.tsx'
import { LaneMark, LightTag } from './LightTag.tsx'
import { MessageForm, Talk } from './Messages.tsx'
import { ForSender } from './SentList.tsx'
import { SENT_READS, SentSteps, type SentPage } from './SentSteps.tsx'
import { untilText } from './UnitReferral.tsx'
import { MeasureList } from './UnitWork.tsx'
import './referrals.css'

type Props = { referral: SentPage }

const by = (at: string | null, name: string | null) =>
  at ? (
    <>
      {name} <Instant value={at} />
    </>
  ) : (
    <span className="sw-quiet">还没有</span>
  )

function Sent({ referral }: Props) {
  const { phonedAt, phonedWhom, explanation } = referral
  return (
    <Section title={`请${referral.unit.name}（${REFERRAL_PART[referral.part]}）`}>
      <p className="sw-answer">{referral.request}</p>
      <Facts
        columns={3}
        items={[
          { label: '个案', value: <Link to={`/cases/${referral.caseId}`}>{referral.caseNumber}</Link> },
          { label: '发出', value: <Instant value={referral.dispatchedAt} /> },
          ...(phonedAt && phonedWhom ? [{ label: '先行电话', value: by(phonedAt, phonedWhom) }] : []),
          { label: '首次查看', value: by(referral.firstReadAt, null) },
          { label: '签收', value: by(referral.signedAt, referral.signedBy) },
          { label: '授权结束', value: untilText(referral.accessEndedAt ?? referral.accessEndsAt) },
          {
            label: '授权信息',
            value: `${referral.fields.map((field) => GRANTED_FIELD[field]).join('、')}（${referral.reason}）`,
            isWide: true,
          },
          ...(explanation ? [{ label: '再次交办的说明', value: explanation, isWide: true }] : []),
        ]}
      />
    </Section>
  )
}

function Returned({ referral }: Props) {
  const { returned, returnReason, state } = referral
  if (!returned) {
    if (state === 'returned')
      return (
        <Section title="授权到期，事项收回">
          <p className="sw-text">对方没有在授权期限内答复。请再次发出、在个案计划里另选单位，或撤回。</p>
        </Section>
      )
    return returnReason ? (
      <Section title="撤回的理由">
        <p className="sw-text">{returnReason}</p>
      </Section>
    ) : null
  }
  return (
    <Section title="对方退回">
      <Facts
        columns={2}
        items={[
          { label: '事由', value: returned.clause },
          { label: '依据', value: returned.citation },
          { label: '建议单位', value: returned.proposedUnit.name },
          { label: '退回', value: <Instant value={returned.at} /> },
          ...(returned.note ? [{ label: '说明', value: returned.note, isWide: true }] : []),
        ]}
      />
      {state === 'returned' && (
        <p className="sw-text">请决定：改派给建议的单位，附说明再次发给原单位，或撤回。</p>
      )}
      {state === 'with-office' && (
        <p className="sw-text">同一事项第二次退回，已转领导小组办公室指定承办单位。</p>
      )}
    </Section>
  )
}

function Replies({ referral }: Props) {
  const ofSender = referral.messages.filter(({ channel }) => channel === 'sender')
  const ofOffice = referral.messages.filter(({ channel }) => channel === 'office')
  const isOpen = isWithUnit(referral.state)
  return (
    <Section title="与承接单位的往来">
      {!ofSender.length && <p className="sw-quiet">还没有往来。</p>}
      <Talk messages={ofSender} mine="sender" />
      {isOpen && (
        <MessageForm
          endpoint={replyAsSender}
          referralId={referral.id}
          label={referral.isAsking ? '答复对方的提问' : '向对方补充说明'}
          submit="发给对方"
          refreshes={SENT_READS}
        />
      )}
      {ofOffice.length > 0 && (
        <>
          <h3>承办单位与领导小组办公室</h3>
          <Talk messages={ofOffice} mine="sender" />
        </>
      )}
    </Section>
  )
}

function Family({ referral }: Props) {
  if (referral.family.length < 2) return null
  return (
    <Section title="同一事项">
      <ol className="sw-talk">
        {referral.family.map(({ id, number, name, part, state, summary }) => (
          <li key={id}>
            {id === referral.id ? (
              <strong>{number}（本份）</strong>
            ) : (
              <Link to={`/referrals/${id}`}>{number}</Link>
            )}{' '}
            {name}（{REFERRAL_PART[part]}） <StateTag>{REFERRAL_STATE[state]}</StateTag>
            {summary && <p>{summary}</p>}
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Effect({ referral }: Props) {
  const { effect, state, part } = referral
  if (state !== 'accepted' || part !== 'lead') return null
  return (
    <Section title="效果">
      {effect ? (
        <Facts
          columns={2}
          items={[
            { label: '对孩子', value: EFFECT[effect.effect] },
            { label: '记录', value: by(effect.saidAt, effect.saidBy) },
            { label: '看到的变化', value: effect.words, isWide: true },
            { label: '孩子自己说', value: effect.childWords ?? '没有问到', isWide: true },
          ]}
        />
      ) : (
        <p className="sw-quiet">到时会有待办，请回看这件事对孩子有没有帮助；没有帮助的可以重新交办。</p>
      )}
    </Section>
  )
}

/** What went to a unit, what it does, what came back, and what is to be decided. */
export function SentReferral() {
  const { id = '' } = useParams()
  const query = useEndpoint(getSentReferral, { id })
  const referral = query.data
  const breadcrumbs = [{ title: '发出的转介', to: '/referrals' }, { title: referral?.number ?? '' }]
  if (query.error)
    return (
      <Page title="转介" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!referral) return <Loading rows={10} />
  return (
    <Page
      title={
        <>
          <LaneMark lane={referral.lane} /> {referral.subject} <ForSender state={referral.state} />
        </>
      }
      tabTitle={referral.number}
      breadcrumbs={breadcrumbs}
      lede={referral.light && <LightTag {...referral} />}
      actions={<SentSteps referral={referral} />}
    >
      <Returned referral={referral} />
      <Sent referral={referral} />
      {referral.answer && (
        <Section title="答复">
          <p className="sw-answer">{referral.answer}</p>
          {by(referral.answeredAt, referral.answeredBy)}
        </Section>
      )}
      <Effect referral={referral} />
      <Replies referral={referral} />
      <Section title="办理经过">
        <MeasureList measures={referral.measures} />
      </Section>
      <Family referral={referral} />
      <Urgings referralId={referral.id} />
      <Handovers handovers={referral.handovers} />
    </Page>
  )
}
