import { Button } from 'antd'
import { useId, type ReactNode } from 'react'

type Props = {
  title: string
  /** Who prints, why and when; repeated over the sheet. */
  watermark: string
  children: ReactNode
  /** Called before the browser's print dialog opens, e.g. to record the reason; false stops it. */
  onPrint?: () => Promise<unknown>
}

/** Drawn, not written: it neither disturbs reading aloud nor is left out as a background when printing. */
function Watermark({ text }: { text: string }) {
  const id = useId()
  return (
    <svg className="sw-watermark" aria-hidden="true">
      <pattern id={id} width="340" height="130" patternUnits="userSpaceOnUse" patternTransform="rotate(-24)">
        <text x="10" y="60" fontSize="13" fill="#000" fillOpacity="0.13">
          {text}
        </text>
      </pattern>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  )
}

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
        <Watermark text={watermark} />
        <h1 className="sw-sheet-title">{title}</h1>
        {children}
        <p className="sw-sheet-foot">{watermark}</p>
      </article>
    </div>
  )
}
