import { Link } from 'react-router'
import { Section } from '#web/kit/Page.tsx'
import { StateTag, type Tone } from '#web/kit/StateTag.tsx'
import { instantText } from '#web/kit/times.tsx'
import type { ProcedureState, ProcedureVersion } from '../contract.ts'
import { PROCEDURE_STATE } from '../labels.ts'
import './procedure.css'

export const STATE_TONE = {
  draft: 'attention',
  published: 'good',
  retired: 'neutral',
} satisfies Record<ProcedureState, Tone>

const historyText = ({ isShipped, changedBy, changedAt, publishedBy, publishedAt }: ProcedureVersion) =>
  isShipped
    ? '随产品带来'
    : [
        changedBy && `${changedBy} ${instantText(changedAt)} 修改`,
        publishedBy && publishedAt && `${publishedBy} ${instantText(publishedAt)} 发布`,
      ]
        .filter(Boolean)
        .join('，')

/** The history, the newest first. */
export function VersionLinks({ versions, of }: { versions: ProcedureVersion[]; of: string }) {
  return (
    <Section title="各版">
      <ul className="prc-list">
        {versions.map((version) => (
          <li key={version.id}>
            <Link to={`${of}/${version.id}`}>第 {version.number} 版</Link>{' '}
            <StateTag tone={STATE_TONE[version.state]}>{PROCEDURE_STATE[version.state]}</StateTag>{' '}
            <span className="sw-quiet">{historyText(version)}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
