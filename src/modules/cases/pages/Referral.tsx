import { Link } from 'react-router'
import type { SentReferral } from '#modules/referrals/contract.ts'
import { GRANTED_FIELD, REFERRAL_PART } from '#modules/referrals/labels.ts'
import { LaneMark, LightTag } from '#modules/referrals/pages/LightTag.tsx'
import { ForSender } from '#modules/referrals/pages/SentList.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { untilText } from './until.ts'

const when = (at: string | null, by: string | null = null) =>
  at ? (
    <>
      {by} <Instant value={at} />
    </>
  ) : (
    <span className="sw-quiet">还没有</span>
  )

/** What waits for the sender, in a sentence. */
const turn = ({ state, isAsking, returned }: SentReferral) => {
  if (state === 'answered') return '对方已答复：请看过后采纳。'
  if (state === 'returned')
    return returned ? `对方退回，建议由${returned.proposedUnit.name}办理：请决定。` : '授权到期收回：请决定。'
  if (state === 'with-office') return '第二次退回，等领导小组办公室指定承办单位。'
  return isAsking ? '对方提了问题：请答复。' : undefined
}

/** What went to a unit and how far it is there; everything else stands on the referral's own page. */
export function Referral({ referral }: { referral: SentReferral }) {
  const waiting = turn(referral)
  return (
    <div className="sw-sub">
      <div className="sw-item-head">
        <LaneMark lane={referral.lane} />
        <strong>
          <Link to={`/referrals/${referral.id}`}>{referral.number}</Link> {referral.unit.name}（
          {REFERRAL_PART[referral.part]}）
        </strong>
        <ForSender state={referral.state} />
        {referral.isAsking && <StateTag tone="attention">在提问</StateTag>}
        {referral.light && <LightTag {...referral} />}
      </div>
      <Facts
        columns={2}
        items={[
          { label: '请对方', value: <span className="sw-text">{referral.request}</span>, isWide: true },
          {
            label: '授权信息',
            value: `${referral.fields.map((field) => GRANTED_FIELD[field]).join('、')}（${referral.reason}）`,
            isWide: true,
          },
          { label: '发出', value: <Instant value={referral.dispatchedAt} /> },
          { label: '首次查看', value: when(referral.firstReadAt) },
          { label: '签收', value: when(referral.signedAt, referral.signedBy) },
          { label: '授权结束', value: untilText(referral.accessEndedAt ?? referral.accessEndsAt) },
          ...(referral.answer
            ? [{ label: '答复', value: <span className="sw-text">{referral.answer}</span>, isWide: true }]
            : []),
          ...(referral.returned
            ? [
                {
                  label: '退回的依据',
                  value: `${referral.returned.clause}：${referral.returned.citation}`,
                  isWide: true,
                },
              ]
            : []),
          ...(referral.returnReason
            ? [{ label: '撤回的理由', value: referral.returnReason, isWide: true }]
            : []),
        ]}
      />
      <p className="sw-text">
        {waiting} <Link to={`/referrals/${referral.id}`}>打开转介：往来、办理经过、交接记录</Link>
      </p>
    </div>
  )
}
