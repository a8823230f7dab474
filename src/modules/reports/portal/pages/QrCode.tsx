import qrcode from 'qrcode-generator'

/** Squares of the code as one path; drawn, so that it is sharp at every size and printed without a picture file. */
const squaresOf = (text: string) => {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  let path = ''
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1)
      if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`
  return { size, path }
}

export function QrCode({ text }: { text: string }) {
  const { size, path } = squaresOf(text)
  return (
    <svg
      className="sw-qr-code"
      viewBox={`-2 -2 ${size + 4} ${size + 4}`}
      role="img"
      aria-label={`二维码：${text}`}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  )
}
