import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { CaseRecord } from '../../contract.ts'
import { listInvestigations, type InvestigationRecord } from '../contract.ts'
import { INVESTIGATION_STATE } from '../labels.ts'
import { unknownParts } from '../rules.ts'

function One({ record }: { record: InvestigationRecord }) {
  const unknown = unknownParts(record.content)
  return (
    <li className="sw-item">
      <div className="sw-item-head">
        <StateTag tone={record.state === 'signed' ? 'good' : 'attention'}>
          {INVESTIGATION_STATE[record.state]}
        </StateTag>
        {record.written ? `调查人 ${record.written.by}` : `${record.saved.by} 起草`}
        {record.signed && `，复核人 ${record.signed.by}`}
        <span className="sw-quiet">
          <Instant value={(record.signed ?? record.written ?? record.saved).at} />
        </span>
      </div>
      {unknown.length > 0 && <p>还不清楚：{unknown.join('、')}</p>}
      {record.content.conclusion && <p className="sw-text">{record.content.conclusion}</p>}
    </li>
  )
}

/** 社会背景调查 on the case's page: how far it is; written and read on a page of its own. */
export function Investigations({ kase }: { kase: CaseRecord }) {
  const query = useEndpoint(listInvestigations, { id: kase.id })
  const list = query.data
  const open = list?.items.find(({ state }) => state !== 'signed')
  const label = open?.state === 'draft' ? '接着写' : list?.items.length ? '查看' : '起草'
  return (
    <Section
      title="社会背景调查"
      extra={
        <ActionButton
          needs={listInvestigations}
          type={kase.facts.isInvestigationMissing ? 'primary' : 'default'}
          to={`/cases/${kase.id}/investigation`}
        >
          {label}
        </ActionButton>
      }
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {list?.items.length === 0 && (
        <p className="sw-quiet">
          {list.isNeeded
            ? '这个等级要有社会背景调查，由调查人和另一人签字，才能写评估结论。'
            : '这个等级不要求；需要时也可以做。'}
        </p>
      )}
      <ul className="sw-items">
        {list?.items.map((record) => (
          <One key={record.id} record={record} />
        ))}
      </ul>
    </Section>
  )
}
