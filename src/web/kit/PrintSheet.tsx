import { Button } from 'antd'
import type { ReactNode } from 'react'

type Props = {
  title: string
  /** Who prints, why and when; repeated over the sheet. */
  watermark: string
  children: ReactNode
  /** Called before the browser's print dialog opens, e.g. to record the reason; false stops it. */
  onPrint?: () => Promise<unknown>
}

const MARKS = Array.from({ length: 24 }, (_, index) => index)

/** A sheet for a meeting: the shell is left out and the watermark lies on every printed page. */
export function PrintSheet({ title, watermark, children, onPrint }: Props) {
  const print = async () => {
    if (onPrint && (await onPrint()) === false) return
    window.print()
  }
  return (
    <div className="sw-print-frame">
      <div className="sw-actions sw-no-print">
        <Button type="primary" onClick={() => void print()}>
          打印
        </Button>
      </div>
      <article className="sw-sheet">
        <div className="sw-watermark" aria-hidden="true">
          {MARKS.map((mark) => (
            <span key={mark}>{watermark}</span>
          ))}
        </div>
        <h1 className="sw-sheet-title">{title}</h1>
        {children}
        <p className="sw-sheet-foot">{watermark}</p>
      </article>
    </div>
  )
}
