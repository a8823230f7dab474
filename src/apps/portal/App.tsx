/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import type { DutyKind } from '#modules/reports/duty-kinds/labels.ts'
import { DutyGuide } from './DutyGuide.tsx'
import type { Flow } from './flow.ts'
import { MINOR_STEPS } from './minor-steps.ts'
import { REPORT_STEPS } from './report-steps.ts'
import { ReturnFlow } from './ReturnFlow.tsx'
import { Writing } from './Writing.tsx'

type Props = { flow: Flow; onClose: () => void }

/** What a door leads to. */
export function App({ flow, onClose }: Props) {
  const [guided, setGuided] = useState<DutyKind[]>()
  if (flow === 'return') return <ReturnFlow onClose={onClose} />
  if (flow === 'duty' && !guided) return <DutyGuide onClose={onClose} onReport={setGuided} />
  const steps = flow === 'minor' ? MINOR_STEPS : REPORT_STEPS
  return <Writing key={flow} flow={flow} dutyKinds={guided ?? []} steps={steps} onClose={onClose} />
}
