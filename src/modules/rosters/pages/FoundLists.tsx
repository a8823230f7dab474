import { Button } from 'antd'
import type { Counts } from '../contract.ts'
import { fieldLabel } from '../labels.ts'
import type { RowFilter } from '../preview/contract.ts'
import { numberText } from './words.ts'

type Found = { key: string; label: string; count: number; isOn: boolean; choose: () => void }

function FoundList({ title, items }: { title: string; items: Found[] }) {
  if (!items.length) return null
  return (
    <details open={items.some(({ isOn }) => isOn)}>
      <summary>
        {title}（{items.length} 种）
      </summary>
      <ul className="roster-notes">
        {items.map(({ key, label, count, isOn, choose }) => (
          <li key={key}>
            <Button
              type={isOn ? 'primary' : 'link'}
              size="small"
              className="roster-found-item"
              aria-pressed={isOn}
              onClick={choose}
            >
              {label}
            </Button>{' '}
            <span className="sw-quiet">{numberText(count)} 处</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

type Props = { counts: Counts; filters: RowFilter; onChange: (change: Partial<RowFilter>) => void }

/** Problems and cleaning rules with their counts; each leads to its rows. */
export function FoundLists({ counts, filters, onChange }: Props) {
  const problems = counts.problems.map(({ field, code, message, severity, count }): Found => ({
    key: `${field}:${code}:${severity}`,
    label: field === 'note' ? message : `${fieldLabel(field)}：${message}`,
    count,
    isOn: filters.problem === code,
    choose: () => onChange({ problem: filters.problem === code ? undefined : code }),
  }))
  const rules = counts.rules.map(({ code, label, count }): Found => ({
    key: code,
    label,
    count,
    isOn: filters.rule === code,
    choose: () => onChange({ rule: filters.rule === code ? undefined : code }),
  }))
  return (
    <div className="roster-found">
      <FoundList title="发现的问题和说明" items={problems} />
      <FoundList title="用过的清洗规则" items={rules} />
    </div>
  )
}
