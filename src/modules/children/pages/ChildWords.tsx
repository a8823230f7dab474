import { StateTag, type Tone } from '#web/kit/StateTag.tsx'
import type { CategoryKind, ChildRow } from '../contract.ts'
import { CATEGORY, SEX } from '../labels.ts'

const TONE: Partial<Record<CategoryKind, Tone>> = { 'left-behind': 'active', migrant: 'active' }

/** Categories as quiet tags; a dash where there is none. */
export function CategoryTags({ kinds }: { kinds: readonly CategoryKind[] }) {
  if (!kinds.length) return <span className="sw-quiet">—</span>
  return (
    <span className="child-tags">
      {kinds.map((kind) => (
        <StateTag key={kind} tone={TONE[kind] ?? 'attention'}>
          {CATEGORY[kind]}
        </StateTag>
      ))}
    </span>
  )
}

export const sexAndAge = ({ sex, age }: Pick<ChildRow, 'sex' | 'age'>) => `${SEX[sex]}，${age} 岁`

export const placeText = ({ townName, divisionName }: Pick<ChildRow, 'townName' | 'divisionName'>) =>
  [townName, divisionName].filter(Boolean).join(' ') || '—'
