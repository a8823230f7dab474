import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { Segmented } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { CHART_COLOURS, FONT_FAMILY } from '../theme.ts'

type Props = {
  title: string
  option: EChartsCoreOption
  /** The same figures as a table: for screen readers, for copying, and for whoever would rather read. */
  table: { head: string[]; rows: (string | number)[][] }
  height?: number
  /** The `data` of what was clicked. */
  onPick?: (data: unknown) => void
}

// Tooltips made of HTML carry style attributes, which the page's policy forbids; rich text is drawn.
const dressed = (option: EChartsCoreOption): EChartsCoreOption => ({
  color: CHART_COLOURS,
  textStyle: { fontFamily: FONT_FAMILY },
  animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  ...option,
  tooltip: { confine: true, ...(option['tooltip'] as object | undefined), renderMode: 'richText' },
})

function Drawing({
  option,
  title,
  height,
  onPick,
}: Required<Pick<Props, 'option' | 'title' | 'height'>> & Pick<Props, 'onPick'>) {
  const box = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<EChartsType>()
  const pick = useEffectEvent((data: unknown) => onPick?.(data))

  useEffect(() => {
    const here = box.current
    if (!here) return
    let made: EChartsType | undefined
    let isGone = false
    const observer = new ResizeObserver(() => made?.resize())
    void import('./echarts.ts').then(({ init }) => {
      if (isGone) return
      made = init(here, undefined, { renderer: 'svg' })
      made.on('click', ({ data }) => pick(data))
      observer.observe(here)
      setChart(made)
    })
    return () => {
      isGone = true
      observer.disconnect()
      made?.dispose()
      setChart(undefined)
    }
  }, [])

  useEffect(() => chart?.setOption(dressed(option), { notMerge: true }), [chart, option])

  return <div ref={box} role="img" aria-label={`${title}（图，可切换为表格）`} style={{ height }} />
}

/** A chart that is drawn when needed, with its figures as a table beside it. Hand in a stable `option` (useMemo). */
export function ChartBox({ title, option, table, height = 320, onPick }: Props) {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  return (
    <figure className="sw-chart">
      <figcaption className="sw-section-head">
        <h2 className="sw-section-title">{title}</h2>
        <Segmented
          size="small"
          aria-label={`${title}：看图或看表`}
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: '图' },
            { value: 'table', label: '表' },
          ]}
        />
      </figcaption>
      {view === 'chart' ? (
        <Drawing option={option} title={title} height={height} {...(onPick && { onPick })} />
      ) : (
        <div className="sw-scroll" tabIndex={0} role="region" aria-label={title}>
          <table className="sw-plain-table">
            <thead>
              <tr>
                {table.head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row.join('\u0000')}>
                  {row.map((cell, index) => (
                    <td key={table.head[index]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  )
}
