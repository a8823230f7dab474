import { Unconfirmed } from '#web/kit/DeadlineTag.tsx'
import { StateTag, type Tone } from '#web/kit/StateTag.tsx'
import { DANGER_LEVEL } from '../../labels.ts'
import type { DangerLevel } from '../contract.ts'
import type { InstrumentContent } from '../scoring/content.ts'
import { driverText, type Score } from '../scoring/rules.ts'

const TONE = {
  immediate: 'bad',
  high: 'attention',
  medium: 'active',
  low: 'good',
} satisfies Record<DangerLevel, Tone>

/** A result in the instrument's own words, with its danger where it has one. */
export function ResultTag({ label, danger }: { label: string; danger: DangerLevel | null }) {
  const danger4 = danger && DANGER_LEVEL[danger]
  return (
    <StateTag tone={danger ? TONE[danger] : 'neutral'}>
      {danger4 && !danger4.endsWith(label) ? `${label}（${danger4}）` : (danger4 ?? label)}
    </StateTag>
  )
}

type LinesProps = { sections: { id: string; title: string; points: number; most: number }[] }

/** Points by section, as bars with their numbers. */
export function SectionPoints({ sections }: LinesProps) {
  return (
    <table className="sw-plain-table asm-points">
      <caption className="sw-label">各节计分（分越高，越需要关注）</caption>
      <tbody>
        {sections
          .filter(({ most }) => most > 0)
          .map(({ id, title, points, most }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td>
                <meter min={0} max={most} value={points} aria-label={title} />
              </td>
              <td className="sw-number">
                {points} / {most}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

type Props = { content: InstrumentContent; result: Score }

/** What the answers come to and which of them drove it, before and after it is saved. */
export function ResultBox({ content, result }: Props) {
  const { level, points, most, drivers, strengths, unknown } = result
  return (
    <div className="asm-result" aria-live="polite">
      <p className="asm-level">
        {result.isComplete ? '结果：' : '到目前为止：至少 '}
        <ResultTag label={level.label} danger={level.danger} /> <span className="sw-number">{points} 分</span>
        <span className="sw-quiet">（最多 {most} 分）</span> {content.isUnconfirmed && <Unconfirmed />}
      </p>
      {drivers.length > 0 && (
        <>
          <h3 className="asm-head">是哪些回答得出的</h3>
          <ul className="asm-list">
            {drivers.map((driver) => (
              <li key={driver.question}>{driverText(driver, level.label)}</li>
            ))}
          </ul>
        </>
      )}
      {unknown.length > 0 && (
        <p className="asm-unknown">有 {unknown.length} 题答“不清楚”，已按不安全计；请尽快弄清后再评一次。</p>
      )}
      {strengths.length > 0 && (
        <>
          <h3 className="asm-head">已经有的</h3>
          <ul className="asm-list">
            {strengths.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      <h3 className="asm-head">建议</h3>
      <p className="sw-text">{level.advice}</p>
      <SectionPoints sections={result.sections} />
    </div>
  )
}
