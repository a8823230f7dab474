import { Section } from '#web/kit/Page.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { Handover } from '../contract.ts'
import { HANDOVER } from '../labels.ts'

const words = ({ kind, unit, toUnit }: Handover) => {
  if (kind === 'dispatched') return `${HANDOVER.dispatched}${unit}`
  if (kind === 'office-named') return `${HANDOVER[kind]}：${toUnit ?? ''}`
  if (kind === 'returned') return `${unit}${HANDOVER.returned}${toUnit ?? ''}办理`
  if (kind === 'to-office') return `${unit}${HANDOVER[kind]}${toUnit ? `（建议由${toUnit}办理）` : ''}`
  return `${unit}：${HANDOVER[kind]}${toUnit && toUnit !== unit ? toUnit : ''}`
}

/** What all parties read: who handed the matter to whom, when, by which clause. */
export function Handovers({ handovers }: { handovers: Handover[] }) {
  return (
    <Section title="交接记录">
      {handovers.length === 0 && <p className="sw-quiet">还没有交接记录。</p>}
      <ol className="sw-handovers">
        {handovers.map((each) => (
          <li key={each.id}>
            <Instant value={each.at} /> {words(each)}
            {each.citation && <span className="sw-quiet">（依据：{each.citation}）</span>}
          </li>
        ))}
      </ol>
      <p className="sw-quiet">各方都能看到这份记录。退回写明条款，第二次退回由领导小组办公室指定承办单位。</p>
    </Section>
  )
}
