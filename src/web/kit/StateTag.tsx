import type { ReactNode } from 'react'

export type Tone = 'neutral' | 'active' | 'good' | 'attention' | 'bad'

/** A state in a word; the tone only supports it. */
export function StateTag({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`sw-state sw-state-${tone}`}>{children}</span>
}
