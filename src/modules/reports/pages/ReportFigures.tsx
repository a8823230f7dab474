import { Button, Input } from 'antd'
import { useMemo } from 'react'
import { addDays, today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ChartBox } from '#web/kit/ChartBox.tsx'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useCan } from '#web/session.tsx'
import { useNow } from '#web/use-now.ts'
import { DUTY_KINDS, DUTY_KIND_NAMES } from '../duty-kinds/labels.ts'
import { REPORT_DOOR, REPORT_SOURCE } from '../labels.ts'
import { FiguresPeriod, getReportFigures, getReportSums } from '../statistics/contract.ts'
import { DEFINITION, MEASURE, STAGE } from '../statistics/labels.ts'
import './reports.css'

type Figures = OutputOf<typeof getReportFigures>
type Sums = OutputOf<typeof getReportSums>
type Line = { name: string; count: number | null }

const shown = (count: number | null, below: number) => (count === null ? `少于 ${below} 或不显示` : count)

type BarsProps = { title: string; definition: string; lines: Line[]; of: Sums }

/** Bars with the same numbers as a table; what is hidden has no bar and says so in the table. */
function Bars({ title, definition, lines, of }: BarsProps) {
  const some = useMemo(() => lines.filter(({ count }) => count !== 0), [lines])
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: some.map(({ name, count }) => (count === null ? `${name}（不显示）` : name)),
        axisLabel: { width: 180, overflow: 'truncate' },
      },
      series: [
        {
          type: 'bar',
          barMaxWidth: 22,
          data: some.map(({ count }) => count),
          label: { show: true, position: 'right' },
        },
      ],
      tooltip: {},
    }),
    [some],
  )
  return (
    <Section>
      {some.length ? (
        <ChartBox
          title={title}
          option={option}
          height={Math.max(120, some.length * 40)}
          table={{
            head: [title, '份数'],
            rows: some.map(({ name, count }) => [name, shown(count, of.suppressedBelow)]),
          }}
        />
      ) : (
        <>
          <h2 className="sw-section-title">{title}</h2>
          <p className="sw-quiet">这段时间没有。</p>
        </>
      )}
      <p className="sw-quiet">
        {definition}。统计日 {of.on}。
      </p>
    </Section>
  )
}

function Totals({ sums }: { sums: Sums }) {
  const cell = (count: number | null) => shown(count, sums.suppressedBelow)
  return (
    <Section title={`${sums.from} 至 ${sums.to}`}>
      <dl className="sw-totals">
        <div>
          <dt>收到</dt>
          <dd>{cell(sums.total)}</dd>
        </div>
        {sums.byStage.map(({ stage, count }) => (
          <div key={stage}>
            <dt>{STAGE[stage]}</dt>
            <dd>{cell(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="sw-quiet">
        收到：{DEFINITION.total}。{DEFINITION.stage}。少于 {sums.suppressedBelow}{' '}
        的数，和能由总数推算出它的数，不显示。统计日 {sums.on}。
      </p>
    </Section>
  )
}

const hoursText = (hours: number | null) => {
  if (hours === null) return '不显示'
  return hours >= 48 ? `${(hours / 24).toFixed(1)} 天` : `${hours} 小时`
}

function Times({ figures }: { figures: Figures }) {
  return (
    <Section title="用时">
      <div className="sw-scroll" tabIndex={0} role="region" aria-label="用时">
        <table className="sw-plain-table">
          <thead>
            <tr>
              <th scope="col">从收到报告起</th>
              <th scope="col">份数</th>
              <th scope="col">中位数</th>
              <th scope="col">九成不超过</th>
              <th scope="col">怎么算的</th>
            </tr>
          </thead>
          <tbody>
            {figures.times.map(({ measure, count, median, p90 }) => (
              <tr key={measure}>
                <th scope="row">{MEASURE[measure]}</th>
                <td>{shown(count, figures.suppressedBelow)}</td>
                <td>{hoursText(median)}</td>
                <td>{hoursText(p90)}</td>
                <td className="sw-quiet">{DEFINITION[measure]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="sw-quiet">统计日 {figures.on}。</p>
    </Section>
  )
}

const kindName = (kind: string) => {
  const known = DUTY_KIND_NAMES.find((each) => each === kind)
  return known ? DUTY_KINDS[known].text : kind
}

function Whole({ figures }: { figures: Figures }) {
  const sources = useMemo(
    () => figures.bySource.map(({ source, count }) => ({ name: REPORT_SOURCE[source], count })),
    [figures],
  )
  const doors = useMemo(
    () => figures.byDoor.map(({ door, count }) => ({ name: REPORT_DOOR[door], count })),
    [figures],
  )
  const kinds = useMemo(
    () => figures.byKind.map(({ kind, count }) => ({ name: kindName(kind), count })),
    [figures],
  )
  return (
    <>
      <Totals sums={figures} />
      <Times figures={figures} />
      <Bars title="按来源" definition={DEFINITION.source} lines={sources} of={figures} />
      <Bars title="按入口" definition={DEFINITION.door} lines={doors} of={figures} />
      <Bars title="按强制报告的情形" definition={DEFINITION.kind} lines={kinds} of={figures} />
    </>
  )
}

/** Figures of reports: whole for the head of the centre, sums only for the leader. */
export function ReportFigures() {
  const [period, setPeriod] = useFilters(FiguresPeriod)
  const isWhole = useCan(getReportFigures)
  const figures = useEndpoint(getReportFigures, period, { isEnabled: isWhole })
  const sums = useEndpoint(getReportSums, period, { isEnabled: !isWhole })
  const query = isWhole ? figures : sums
  const now = today(useNow())
  return (
    <Page
      title="报告统计"
      lede={isWhole ? '收到多少、从哪里来、多久看、多久定、多久答复。' : '收到多少报告，办到哪一步。'}
      actions={<Button onClick={() => window.print()}>打印</Button>}
    >
      <FilterBar
        onClear={period.from || period.to ? () => setPeriod({ from: undefined, to: undefined }) : undefined}
      >
        <Button onClick={() => setPeriod({ from: `${now.slice(0, 4)}-01-01`, to: now })}>今年</Button>
        <Button onClick={() => setPeriod({ from: `${now.slice(0, 7)}-01`, to: now })}>本月</Button>
        <Button onClick={() => setPeriod({ from: addDays(now, -89), to: now })}>近 90 天</Button>
        <Input
          type="date"
          aria-label="从哪天起"
          className="sw-date"
          value={period.from ?? ''}
          onChange={({ target }) => setPeriod({ from: target.value || undefined })}
        />
        <Input
          type="date"
          aria-label="到哪天止"
          className="sw-date"
          value={period.to ?? ''}
          onChange={({ target }) => setPeriod({ to: target.value || undefined })}
        />
      </FilterBar>
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!query.error && !query.data && <Loading rows={8} />}
      {isWhole && figures.data && <Whole figures={figures.data} />}
      {!isWhole && sums.data && <Totals sums={sums.data} />}
    </Page>
  )
}
