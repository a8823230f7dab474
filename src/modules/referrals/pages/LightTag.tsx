import { distanceText } from '#web/kit/deadline.ts'
import { Unconfirmed } from '#web/kit/DeadlineTag.tsx'
import { instantText } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import { dueText } from '#modules/tasks/rules.ts'
import type { Light, ReferralLane } from '../contract.ts'
import { LIGHT, REFERRAL_LANE } from '../labels.ts'
import './referrals.css'

/** One shape each, so that the lights differ without their colour. */
const SHAPE = {
  within: <circle cx="8" cy="8" r="6" />,
  near: <path d="M8 1.5 15 14H1z" />,
  late: <path d="M8 1 15 8l-7 7-7-7z" />,
  'long-late': <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />,
} satisfies Record<Light, unknown>

type Lit = { light: Light | null; isLightCertain: boolean; dueAt: string }

/** 蓝黄红 as word, colour and shape, with the limit; a dash once nothing is owed. */
export function LightTag({ light, isLightCertain, dueAt }: Lit) {
  const now = useNow()
  if (!light) return '—'
  const due = dueText(dueAt)
  return (
    <span className="sw-deadline-line">
      <span className={`sw-deadline sw-light-${light}`}>
        <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" fill="currentColor">
          {SHAPE[light]}
        </svg>
        <strong>{LIGHT[light]}</strong>
        <span className="sw-number">
          {due.length === 10 ? due : instantText(due)}（{distanceText(due, now)}）
        </span>
      </span>
      {!isLightCertain && <Unconfirmed />}
    </span>
  )
}

/** Only the urgent lane is marked: it must stand out. */
export function LaneMark({ lane }: { lane: ReferralLane }) {
  return lane === 'urgent' ? <strong className="sw-lane-urgent">{REFERRAL_LANE.urgent}</strong> : null
}
