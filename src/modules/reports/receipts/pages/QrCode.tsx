import qrcode from 'qrcode-generator'
import { useMemo } from 'react'

const QUIET = 4

/** All dark squares as one outline. */
const outlineOf = (code: string) => {
  const qr = qrcode(0, 'M')
  qr.addData(code, 'Alphanumeric')
  qr.make()
  const count = qr.getModuleCount()
  let path = ''
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1)
      if (qr.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`
  return { path, side: count + 2 * QUIET }
}

/** A code of alphanumeric signs, to be scanned from the screen or from paper. */
export function QrCode({ code, label }: { code: string; label: string }) {
  const { path, side } = useMemo(() => outlineOf(code), [code])
  return (
    <svg
      className="sw-qr"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
