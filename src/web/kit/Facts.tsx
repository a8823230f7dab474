import { Popover } from 'antd'
import type { ReactNode } from 'react'

/** Where a value came from: a roster with its row, or a person's entry. */
export type Source = { origin: string; row?: number | null | undefined; on?: string | null | undefined }

export type Fact = { label: string; value: ReactNode; source?: Source | null | undefined; isWide?: boolean }

export const sourceText = ({ origin, row, on }: Source) =>
  `来自：${origin}${row ? ` 第 ${row} 行` : ''}${on ? `,${on}` : ''}`

function SourceMark({ label, source }: { label: string; source: Source }) {
  return (
    <Popover trigger={['click', 'hover']} content={sourceText(source)}>
      <button type="button" className="sw-source" aria-label={`${label}：${sourceText(source)}`}>
        源
      </button>
    </Popover>
  )
}

const isBlank = (value: ReactNode) => value === null || value === undefined || value === ''

type Props = { items: Fact[]; columns?: 1 | 2 | 3 }

/** Facts as label and value; what is unknown shows as 未填. */
export function Facts({ items, columns = 2 }: Props) {
  return (
    <dl className={`sw-facts sw-facts-${columns}`}>
      {items.map(({ label, value, source, isWide }) => (
        <div key={label} className={isWide ? 'sw-fact sw-fact-wide' : 'sw-fact'}>
          <dt>{label}</dt>
          <dd>
            {isBlank(value) ? <span className="sw-quiet">未填</span> : value}
            {source && !isBlank(value) && <SourceMark label={label} source={source} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
