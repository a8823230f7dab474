import { Alert, Select } from 'antd'
import { z } from 'zod'
import { today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useNow } from '#web/use-now.ts'
import { getCalendar, importHolidays } from '../settings/contract.ts'
import { HolidayForm } from './HolidayForm.tsx'
import { Month } from './Month.tsx'
import './network.css'

const InAddress = z.object({ year: z.coerce.number().int().min(2004).max(2100).optional() })

type Calendar = OutputOf<typeof getCalendar>

const sourceText = ({ imported, isKnown }: Calendar) => {
  if (imported) return `依据 ${imported.documentNo}，${imported.changedBy ?? ''}导入。`
  return isKnown ? '依据内置的国务院办公厅历年通知（chinese-days 数据）。' : ''
}

function Year({ calendar }: { calendar: Calendar }) {
  const holidays = new Set(calendar.holidays)
  const workdays = new Set(calendar.workdays)
  return (
    <Section>
      <div className="sw-months">
        {Array.from(
          { length: 12 },
          (_, index) => `${calendar.year}-${String(index + 1).padStart(2, '0')}`,
        ).map((month) => (
          <Month key={month} month={month} holidays={holidays} workdays={workdays} />
        ))}
      </div>
    </Section>
  )
}

/** Which days count as working days: what every deadline in working days rests on. */
export function CalendarPage() {
  const thisYear = Number(today(useNow()).slice(0, 4))
  const [{ year = thisYear }, setFilters] = useFilters(InAddress)
  const calendar = useEndpoint(getCalendar, { year })
  const { data } = calendar
  return (
    <Page
      title="工作日历"
      lede={`按工作日计算的期限都以这里为准：「休」不算，「班」要算。${data ? sourceText(data) : ''}`}
      actions={
        data && (
          <FormDialog
            needs={importHolidays}
            label={data.isKnown ? '更正' : '导入放假安排'}
            title={`${year} 年放假安排`}
            type={!data.isKnown ? 'primary' : 'default'}
            width={680}
          >
            {(close) => <HolidayForm calendar={data} close={close} />}
          </FormDialog>
        )
      }
    >
      <FilterBar>
        <Select
          aria-label="年份"
          className="sw-filter"
          value={year}
          onChange={(next: number) => setFilters({ year: next })}
          options={Array.from({ length: 5 }, (_, index) => thisYear - 2 + index).map((each) => ({
            value: each,
            label: `${each} 年`,
          }))}
        />
      </FilterBar>
      {calendar.error && <ProblemNotice problem={calendar.error} onRetry={() => void calendar.refetch()} />}
      {!data && !calendar.error && <Loading rows={10} />}
      {data && !data.isKnown && (
        <Alert
          type="warning"
          showIcon
          title={`${data.year} 年的放假安排还没有导入`}
          description={`已知到 ${data.knownUntil} 年。跨入 ${data.year} 年的工作日期限暂按周末推算，并标明待定；国务院办公厅的通知发布后请在这里导入。`}
        />
      )}
      {data && <Year calendar={data} />}
    </Page>
  )
}
