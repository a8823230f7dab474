import { Tooltip } from 'antd'
import { DEADLINE_LABEL, deadlineStateOf, distanceText, type DeadlineState } from './deadline.ts'
import { useNow } from '../use-now.ts'
import { instantText } from './times.tsx'

const SHAPE = {
  within: <circle cx="8" cy="8" r="6" />,
  soon: <path d="M8 1.5 15 14H1z" />,
  overdue: <path d="M8 1 15 8l-7 7-7-7z" />,
  'gravely-overdue': <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />,
} satisfies Record<DeadlineState, unknown>

type Props = {
  /** A day YYYY-MM-DD, or an instant. */
  due: string
  /** When the server has decided it; otherwise computed from the clock. */
  state?: DeadlineState
  soonDays?: number
  graveDays?: number
  /** The rule in words with its article, shown on pointing or focusing. */
  source?: string
  /** How sure the rule is (`domain.md` §0): all but C (confirmed) are marked 待核实. */
  confidence?: string
}

/** A deadline as word, colour and shape, with its date and distance. */
export function DeadlineTag({ due, state, source, confidence = 'C', ...limits }: Props) {
  const now = useNow()
  const where = state ?? deadlineStateOf(due, now, limits)
  const dueText = due.length === 10 ? due : instantText(due)
  const tag = (
    <span className={`sw-deadline sw-deadline-${where}`} {...(source && { tabIndex: 0 })}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" fill="currentColor">
        {SHAPE[where]}
      </svg>
      <strong>{DEADLINE_LABEL[where]}</strong>
      <span className="sw-number">
        {dueText}（{distanceText(due, now)}）
      </span>
    </span>
  )
  return (
    <span className="sw-deadline-line">
      {source ? (
        <Tooltip trigger={['hover', 'focus']} title={source}>
          {tag}
        </Tooltip>
      ) : (
        tag
      )}
      {confidence !== 'C' && <Unconfirmed />}
    </span>
  )
}

/** Marks what rests on a rule whose text nobody has read yet. */
export function Unconfirmed() {
  return (
    <Tooltip trigger={['hover', 'focus']} title="这条规则的依据尚未核对原文，可由管理员在设置中调整">
      <span className="sw-unconfirmed" tabIndex={0}>
        待核实
      </span>
    </Tooltip>
  )
}
