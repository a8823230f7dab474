import type { InstrumentContent } from '../scoring/content.ts'
import { childViewMiddle } from './child-view-middle.ts'
import { childViewOlder } from './child-view-older.ts'
import { childViewSmall } from './child-view-small.ts'
import { dangerCheck } from './danger-check.ts'
import { guardianship } from './guardianship.ts'
import { riskScreening } from './risk-screening.ts'
import { strengths } from './strengths.ts'

/** What the product brings along, in the order of the case page. A changed text is a new edition, never another text under an old one. */
export const SHIPPED: readonly { edition: number; content: InstrumentContent }[] = [
  { edition: 1, content: riskScreening },
  { edition: 1, content: dangerCheck },
  { edition: 1, content: guardianship },
  { edition: 1, content: childViewSmall },
  { edition: 1, content: childViewMiddle },
  { edition: 1, content: childViewOlder },
  { edition: 1, content: strengths },
]
