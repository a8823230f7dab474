import { Button } from 'antd'
import { today } from '#kernel/day.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useSession } from '#web/session.tsx'
import { useNow } from '#web/use-now.ts'
import { FiguresFilter, getUnitFigures } from '../contract.ts'
import { FigureLines } from './FigureLines.tsx'
import { PeriodBar } from './PeriodBar.tsx'

/** What the caller's unit was sent and how it answered. */
export function UnitFigures() {
  const [filter, setFilter] = useFilters(FiguresFilter)
  const { account } = useSession()
  const { data, error, refetch } = useEndpoint(getUnitFigures, filter)
  const now = today(useNow())
  return (
    <Page
      title="本单位统计"
      lede={`县未保中心转给${account?.unitName ?? '本单位'}的事项：签收、答复是否按时，有没有效果。`}
      actions={<Button onClick={() => window.print()}>打印</Button>}
    >
      {data && <PeriodBar span={data} today={now} onChange={setFilter} hasOwnDays={false} />}
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading rows={8} />}
      {data && (
        <Section title={`${data.from} 至 ${data.to}`}>
          <FigureLines lines={data.lines} listTo={undefined} below={data.suppressedBelow} on={data.on} />
        </Section>
      )}
    </Page>
  )
}
