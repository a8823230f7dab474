import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { Section } from '#web/kit/Page.tsx'
import { Instant } from '#web/kit/times.tsx'
import { Approvals } from '../approvals/pages/Approvals.tsx'
import { Recusals } from '../assigning/pages/Recusals.tsx'
import { BookLinks } from '../book/pages/BookLinks.tsx'
import { Closing } from '../closing/pages/Closing.tsx'
import { Conferences } from '../conferences/pages/Conferences.tsx'
import type { CaseRecord, CaseState } from '../contract.ts'
import { Emergency } from '../emergency/pages/Emergency.tsx'
import { FollowUps } from '../follow-ups/pages/FollowUps.tsx'
import { Investigations } from '../investigation/pages/Investigations.tsx'
import { CASE_STEP } from '../labels.ts'
import { Links } from '../families/pages/Links.tsx'
import { Relations } from '../relations/pages/Relations.tsx'
import { SupervisionNotes } from '../supervision-notes/pages/SupervisionNotes.tsx'
import type { Station } from '../way/contract.ts'
import { Assessments } from './Assessments.tsx'
import { PlanSection } from './PlanSection.tsx'
import { ServiceOrders } from './ServiceOrders.tsx'

type Props = { kase: CaseRecord }

function Log({ kase }: Props) {
  return (
    <Section title="办理记录">
      <ol className="sw-log">
        {kase.steps.toReversed().map(({ command, at, by, note }) => (
          <li key={`${at}${command}`}>
            <Instant value={at} /> {by}：{CASE_STEP[command] ?? command}
            {note && `（${note}）`}
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** The parts of the page in the order of the work: one is open, the others one step away. A section belongs to one of them. */
const PARTS = {
  work: {
    label: '处置与评估',
    sections: ({ kase }: Props) => (
      <>
        <Emergency kase={kase} />
        <Investigations kase={kase} />
        <Assessments kase={kase} />
      </>
    ),
  },
  plan: {
    label: '会商与计划',
    sections: ({ kase }: Props) => (
      <>
        <Conferences kase={kase} />
        <PlanSection kase={kase} />
        <ServiceOrders kase={kase} />
      </>
    ),
  },
  closing: {
    label: '跟踪与结案',
    sections: ({ kase }: Props) => (
      <>
        <FollowUps kase={kase} />
        <Closing kase={kase} />
      </>
    ),
  },
  people: {
    label: '相关的人',
    sections: ({ kase }: Props) => (
      <>
        <Relations kase={kase} />
        <Links kase={kase} />
        <Recusals kase={kase} />
        <SupervisionNotes kase={kase} />
      </>
    ),
  },
  record: {
    label: '审批与卷宗',
    sections: ({ kase }: Props) => (
      <>
        <Approvals kase={kase} />
        <BookLinks kase={kase} />
        <Log kase={kase} />
      </>
    ),
  },
} satisfies Record<string, { label: string; sections: (props: Props) => ReactNode }>
type Part = keyof typeof PARTS
// Object.keys of a literal record gives its keys.
const KEYS = Object.keys(PARTS) as Part[]

const PART_OF_STATE = {
  opened: 'work',
  assessed: 'plan',
  planned: 'plan',
  'plan-submitted': 'plan',
  'in-progress': 'plan',
  'closing-requested': 'closing',
  closed: 'closing',
  archived: 'record',
} satisfies Record<CaseState, Part>

/** Where on the page a station of the way is worked on. */
export const PART_OF_STATION = {
  accepted: 'record',
  graded: 'work',
  emergency: 'work',
  assessment: 'work',
  conference: 'plan',
  plan: 'plan',
  implementation: 'plan',
  'follow-up': 'closing',
  closing: 'closing',
  'look-back': 'closing',
} satisfies Record<Station, Part>

/** Which key leads to which tab: arrows go round, Home and End to the ends. */
const targetOf = (key: string, at: number): number | undefined => {
  if (key === 'ArrowRight') return (at + 1) % KEYS.length
  if (key === 'ArrowLeft') return (at + KEYS.length - 1) % KEYS.length
  if (key === 'Home') return 0
  return key === 'End' ? KEYS.length - 1 : undefined
}

/** One part of the case at a time; without a choice, the one in which the next step lies. The address keeps the choice. */
export function CaseParts({ kase }: Props) {
  const [search, setSearch] = useSearchParams()
  const id = useId()
  const tabs = useRef<HTMLDivElement>(null)
  const part = KEYS.find((key) => key === search.get('part')) ?? PART_OF_STATE[kase.state]
  const open = (key: Part) => setSearch({ part: key }, { replace: true, preventScrollReset: true })
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targetOf(event.key, KEYS.indexOf(part))
    const key = target === undefined ? undefined : KEYS[target]
    if (!key || target === undefined) return
    event.preventDefault()
    open(key)
    tabs.current?.querySelectorAll('button')[target]?.focus()
  }
  const { sections: Sections } = PARTS[part]
  return (
    <>
      <div className="sw-tabs" role="tablist" aria-label="个案的各部分" ref={tabs} onKeyDown={onKeyDown}>
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            aria-selected={key === part}
            aria-controls={`${id}-panel`}
            tabIndex={key === part ? 0 : -1}
            onClick={() => open(key)}
          >
            {PARTS[key].label}
          </button>
        ))}
      </div>
      <div
        className="sw-tab-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${part}`}
        tabIndex={-1}
      >
        <Sections kase={kase} />
      </div>
    </>
  )
}
