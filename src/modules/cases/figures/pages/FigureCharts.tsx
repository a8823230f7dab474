import { useMemo } from 'react'
import { ChartBox } from '#web/kit/ChartBox.tsx'
import { Section } from '#web/kit/Page.tsx'
import { DANGER_LEVEL } from '../../labels.ts'
import type { LoopFigures } from '../contract.ts'
import { DEFINITION, MEASURE, STAY_DEFINITION } from '../labels.ts'
import { BY_MONTH, stateName } from '../rules.ts'
import { Figure, type ListTo } from './FigureLines.tsx'

const shown = (count: number | null, below: number | null) =>
  count === null ? `少于 ${below ?? 5} 或不显示` : count

/** Opened, closed and reopened along the months, as lines and as a table. */
export function MonthsChart({ figures: { months, suppressedBelow, on } }: { figures: LoopFigures }) {
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: months.map(({ month }) => month) },
      yAxis: { type: 'value', minInterval: 1 },
      series: BY_MONTH.map((measure) => ({
        type: 'line',
        name: MEASURE[measure],
        connectNulls: false,
        data: months.map(({ lines }) => lines.find((line) => line.measure === measure)?.count ?? null),
      })),
    }),
    [months],
  )
  if (months.length < 2) return null
  return (
    <Section>
      <ChartBox
        title="按月"
        option={option}
        table={{
          head: ['月份', ...BY_MONTH.map((measure) => MEASURE[measure])],
          rows: months.map(({ month, lines }) => [
            month,
            ...lines.map(({ count }) => shown(count, suppressedBelow)),
          ]),
        }}
      />
      <p className="sw-quiet">
        {BY_MONTH.map((measure) => `${MEASURE[measure]}：${DEFINITION[measure]}`).join('。')}。统计日 {on}。
      </p>
    </Section>
  )
}

type BarsProps = { title: string; rows: { name: string; count: number | null }[]; below: number | null }

function Bars({ title, rows, below }: BarsProps) {
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: 'value', minInterval: 1 },
      yAxis: { type: 'category', inverse: true, data: rows.map(({ name }) => name) },
      series: [
        {
          type: 'bar',
          barMaxWidth: 22,
          data: rows.map(({ count }) => count),
          label: { show: true, position: 'right' },
        },
      ],
      tooltip: {},
    }),
    [rows],
  )
  return (
    <ChartBox
      title={title}
      option={option}
      height={Math.max(120, rows.length * 40)}
      table={{ head: [title, '件数'], rows: rows.map(({ name, count }) => [name, shown(count, below)]) }}
    />
  )
}

/** Running cases by state and by level. */
export function RunningCharts({ figures, listTo }: { figures: LoopFigures; listTo: ListTo }) {
  const { byState, byLevel, suppressedBelow: below, on } = figures
  const states = useMemo(
    () => byState.map(({ state, count }) => ({ name: stateName(state), count })),
    [byState],
  )
  const levels = useMemo(
    () => byLevel.map(({ level, count }) => ({ name: DANGER_LEVEL[level], count })),
    [byLevel],
  )
  if (!byState.length) return null
  return (
    <Section>
      <Bars title="在办按状态" rows={states} below={below} />
      <Bars title="在办按等级" rows={levels} below={below} />
      {listTo && (
        <p>
          {byState.map(({ state, count }) => (
            <span key={state}>
              {stateName(state)}{' '}
              <Figure
                count={count}
                to={listTo('running', { state })}
                below={below}
                label={stateName(state)}
              />
              ；
            </span>
          ))}
          {byLevel.map(({ level, count }) => (
            <span key={level}>
              {DANGER_LEVEL[level]}{' '}
              <Figure
                count={count}
                to={listTo('running', { level })}
                below={below}
                label={DANGER_LEVEL[level]}
              />
              ；
            </span>
          ))}
        </p>
      )}
      <p className="sw-quiet">
        {DEFINITION.running}。统计日 {on}。
      </p>
    </Section>
  )
}

/** How long cases had been in a state when they left it. */
export function Stays({ figures: { stays, suppressedBelow: below, on } }: { figures: LoopFigures }) {
  if (!stays.length) return null
  return (
    <Section title="在每个状态停留的天数">
      <div className="sw-scroll" tabIndex={0} role="region" aria-label="在每个状态停留的天数">
        <table className="sw-plain-table">
          <thead>
            <tr>
              <th scope="col">状态</th>
              <th scope="col">件次</th>
              <th scope="col">中位数</th>
              <th scope="col">九成不超过</th>
            </tr>
          </thead>
          <tbody>
            {stays.map(({ state, count, median, p90 }) => (
              <tr key={state}>
                <th scope="row">{stateName(state)}</th>
                <td>{shown(count, below)}</td>
                <td>{median === null ? '不显示' : `${median} 天`}</td>
                <td>{p90 === null ? '不显示' : `${p90} 天`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="sw-quiet">
        {STAY_DEFINITION}。统计日 {on}。
      </p>
    </Section>
  )
}
