import type { ReactNode } from 'react'
import { Unconfirmed } from '#web/kit/DeadlineTag.tsx'
import type { FieldWords } from '../labels.ts'
import './procedure.css'

type Props = { words: FieldWords; isAsShipped: boolean; isWide?: boolean; children: ReactNode }

/** A field of the procedure: its name, its control, and what to know before changing it. */
export function Line({ words, isAsShipped, isWide, children }: Props) {
  return (
    <div className={isWide ? 'prc-line prc-line-wide' : 'prc-line'}>
      <label>
        <span>
          {words.label}
          {words.unit && `（${words.unit}）`} {isAsShipped && <Unconfirmed />}
        </span>
        {children}
      </label>
      <p className="sw-quiet">{words.help}</p>
    </div>
  )
}
