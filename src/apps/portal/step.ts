import type { ComponentType } from 'preact'
import type { Draft, Facts } from './draft.ts'
import type { Flow } from './flow.ts'
import type { Attachments } from './use-attachments.ts'

/** What every question gets. `facts` is undefined until the lists of the county have come; then or without them one goes on. */
export type StepProps = {
  flow: Flow
  draft: Draft
  facts: Facts | undefined
  attachments: Attachments
  progress: string
  change: (patch: Partial<Draft>) => void
  next: () => void
  back: () => void
}

export type Step = {
  name: string
  /** As the review names it, and what it shows. */
  label: string
  Screen: ComponentType<StepProps>
  shown: (draft: Draft, facts: Facts | undefined, attachments: Attachments) => string
}
