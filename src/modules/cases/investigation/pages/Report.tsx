import { Facts } from '#web/kit/Facts.tsx'
import { instantText } from '#web/kit/times.tsx'
import type { InvestigationContent, InvestigationRecord } from '../contract.ts'
import { SPOKEN_HOW } from '../labels.ts'
import { unknownParts } from '../rules.ts'
import '../../pages/cases.css'

/** What is open, before all that is known: it must not be read as all right. */
function Open({ content }: { content: InvestigationContent }) {
  const parts = unknownParts(content)
  if (!parts.length && !content.gaps) return null
  return (
    <div className="sw-owed" role="note">
      {parts.length > 0 && (
        <p>
          <strong>还不清楚：</strong>
          {parts.join('、')}。不清楚不等于没有问题。
        </p>
      )}
      {content.gaps && (
        <p className="sw-text">
          <strong>还要查的：</strong>
          {content.gaps}
        </p>
      )}
    </div>
  )
}

const signatureText = (signature: { by: string; at: string } | null) =>
  signature ? `${signature.by}，${instantText(signature.at)}` : '还没有签字'

type Props = { record: Pick<InvestigationRecord, 'content' | 'written' | 'signed'> }

/** The report as it is read and printed. */
export function Report({ record: { content, written, signed } }: Props) {
  return (
    <>
      <Open content={content} />
      <Facts
        columns={1}
        items={content.sections.map(({ title, text, isUnknown }) => ({
          label: title,
          value: (
            <span className="sw-text">{isUnknown ? ['不清楚', text].filter(Boolean).join('：') : text}</span>
          ),
        }))}
      />
      {content.accounts.length > 0 && (
        <>
          <h3 className="sw-part-title">各方说法</h3>
          <Facts
            columns={1}
            items={content.accounts.map(({ who, said }, index) => ({
              label: `${index + 1}．${who}`,
              value: <span className="sw-text">{said}</span>,
            }))}
          />
        </>
      )}
      <h3 className="sw-part-title">走访和谈话</h3>
      <ul className="sw-log">
        {content.sources.map(({ who, relation, on, how }) => (
          <li key={`${who}${on}`}>
            {on} {SPOKEN_HOW[how]}：{who}（{relation}）
          </li>
        ))}
        {content.sources.length === 0 && <li className="sw-quiet">还没有写和谁谈过。</li>}
      </ul>
      <Facts
        columns={2}
        items={[
          { label: '调查小结', value: <span className="sw-text">{content.conclusion}</span>, isWide: true },
          { label: '调查人', value: signatureText(written) },
          { label: '复核人', value: signatureText(signed) },
        ]}
      />
    </>
  )
}
