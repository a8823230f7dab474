import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { useEndpoint } from '#web/api.ts'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { CaseRecord } from '../../contract.ts'
import { listApprovals, type ApprovalDecision, type ApprovalRequest } from '../contract.ts'
import { APPROVAL_DECISION, APPROVAL_KIND } from '../labels.ts'

type Props = { kase: CaseRecord }

const DECISION_TONE = {
  agreed: 'good',
  'sent-back': 'attention',
  void: 'neutral',
} as const satisfies Record<ApprovalDecision, string>

function Request({ request }: { request: ApprovalRequest }) {
  return (
    <li className="sw-item">
      <div className="sw-item-head">
        <strong>{APPROVAL_KIND[request.kind]}</strong>
        <span className="sw-quiet">
          {request.requestedBy} <Instant value={request.requestedAt} /> 送审，内容摘要{' '}
          <span className="sw-number">{request.mark}</span>
        </span>
      </div>
      <ol className="sw-log">
        {request.steps.map(({ step, role, decision, decidedBy, decidedAt, note }) => (
          <li key={step}>
            第 {step} 级，{ROLE_LABEL[role]}：
            {decision ? (
              <>
                <StateTag tone={DECISION_TONE[decision]}>{APPROVAL_DECISION[decision]}</StateTag>{' '}
                {decision !== 'void' && decidedBy} <Instant value={decidedAt} /> {note}
              </>
            ) : (
              '等待审批'
            )}
          </li>
        ))}
      </ol>
    </li>
  )
}

/** Every submission with its steps. Decided on where the plan and the closing stand. */
export function Approvals({ kase }: Props) {
  const query = useEndpoint(listApprovals, { id: kase.id })
  return (
    <Section title="审批">
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <p className="sw-quiet">还没有送审过。</p>}
      <ul className="sw-items">
        {query.data?.items.map((request) => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
    </Section>
  )
}
