import { Button } from 'antd'
import { useMemo } from 'react'
import { today } from '#kernel/day.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ExportButton } from '#web/kit/ExportButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useCan } from '#web/session.tsx'
import { useNow } from '#web/use-now.ts'
import {
  exportLoopFigures,
  getLoopFigures,
  getLoopSums,
  listFigureCases,
  TownFilter,
  type Line,
  type LoopFigures,
} from '../contract.ts'
import { OF_UNITS } from '../rules.ts'
import { MonthsChart, RunningCharts, Stays } from './FigureCharts.tsx'
import { FigureLines, FigureTable, type ListTo } from './FigureLines.tsx'
import { PeriodBar } from './PeriodBar.tsx'
import './figures.css'

const isShown = ({ lines }: { lines: Line[] }) => lines.some(({ count }) => count !== null && count > 0)

function Whole({ figures, listTo }: { figures: LoopFigures; listTo: ListTo }) {
  const { lines, towns, units, suppressedBelow: below, on } = figures
  const ofCases = lines.filter(({ measure }) => !OF_UNITS.includes(measure))
  const ofReferrals = lines.filter(({ measure }) => OF_UNITS.includes(measure))
  const withCases = (list: LoopFigures['towns']) =>
    list.map(({ code, name, lines: own }) => ({
      key: code,
      name,
      lines: own.filter(({ measure }) => !OF_UNITS.includes(measure)),
      filter: { town: code },
    }))
  return (
    <>
      <Section title="个案">
        <FigureLines lines={ofCases} listTo={listTo} below={below} on={on} />
      </Section>
      <MonthsChart figures={figures} />
      <RunningCharts figures={figures} listTo={listTo} />
      <Stays figures={figures} />
      <Section title="转介">
        <FigureLines lines={ofReferrals} listTo={listTo} below={below} on={on} />
      </Section>
      {units.length > 0 && (
        <Section title="按单位">
          <FigureTable
            title="按单位"
            head="单位"
            rows={units.filter(isShown).map(({ id, name, lines: own }) => ({
              key: id,
              name,
              lines: own,
              filter: { unitId: id },
            }))}
            listTo={listTo}
            below={below}
          />
          <p className="sw-quiet">
            按时、有效果的写作“其中几件 / 共几件”。
            {!units.every(isShown) && '件数太少的单位不列。'}统计日 {on}。
          </p>
        </Section>
      )}
      {towns.length > 1 && (
        <Section title="按乡镇">
          <FigureTable title="按乡镇" head="乡镇" rows={withCases(towns)} listTo={listTo} below={below} />
          <p className="sw-quiet">按个案所在的村（居）归到乡镇。统计日 {on}。</p>
        </Section>
      )}
    </>
  )
}

const addressOf = (filter: Record<string, string | undefined>) => {
  const given = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return `/figures/cases?${new URLSearchParams(given).toString()}`
}

/** Figures of the loop: as they are for the head and the towns, whole periods with small numbers hidden for the leader. */
export function Figures() {
  const [filter, setFilter] = useFilters(TownFilter)
  const isWhole = useCan(getLoopFigures)
  const mayList = useCan(listFigureCases)
  const figures = useEndpoint(getLoopFigures, filter, { isEnabled: isWhole })
  const sums = useEndpoint(getLoopSums, { from: filter.from, to: filter.to }, { isEnabled: !isWhole })
  const towns = useEndpoint(getLoopFigures, { from: filter.from, to: filter.to }, { isEnabled: isWhole })
  const { data, error, refetch } = isWhole ? figures : sums
  const now = today(useNow())
  const span = useMemo(() => ({ from: data?.from ?? now, to: data?.to ?? now }), [data, now])
  const listTo: ListTo =
    mayList && data
      ? (measure, more) => addressOf({ measure, ...span, town: filter.town, ...more })
      : undefined
  const what = `闭环统计，${span.from} 至 ${span.to}`
  return (
    <Page
      title="闭环统计"
      lede={
        isWhole
          ? '从立案到回访，每个数字写明怎么算、截至哪天；点开数字看是哪些个案。不含密封个案。'
          : '从立案到回访的总数，不含任何孩子的信息；少的数和能推算出它的数不显示。'
      }
      actions={
        <>
          <ExportButton
            endpoint={exportLoopFigures}
            input={{ ...filter, format: 'xlsx' }}
            what={what}
            label="导出 Excel"
          />
          <ExportButton
            endpoint={exportLoopFigures}
            input={{ ...filter, format: 'csv' }}
            what={what}
            label="导出 CSV"
          />
          <Button onClick={() => window.print()}>打印</Button>
        </>
      }
    >
      {data && (
        <PeriodBar
          span={span}
          today={now}
          onChange={setFilter}
          hasOwnDays={isWhole}
          towns={isWhole ? (towns.data?.towns ?? []) : []}
          town={filter.town}
          onTown={(town) => setFilter({ town })}
        />
      )}
      <p>
        统计期 {span.from} 至 {span.to}。
      </p>
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading rows={8} />}
      {data && <Whole figures={data} listTo={listTo} />}
    </Page>
  )
}
