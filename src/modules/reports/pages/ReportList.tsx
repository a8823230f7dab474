import { Checkbox } from 'antd'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag, type Tone } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { DANGER_LEVEL } from '#modules/cases/labels.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { listReports, ReportFilter, takeReport, type ReportRow, type ReportState } from '../contract.ts'
import { REPORT_SOURCE, REPORT_STATE } from '../labels.ts'
import './reports.css'

const TONE = {
  received: 'attention',
  accepted: 'active',
  'passed-on': 'active',
  'turned-down': 'neutral',
  joined: 'neutral',
  'set-aside': 'neutral',
  answered: 'good',
} satisfies Record<ReportState, Tone>

export function ReportStateTag({ state }: Pick<ReportRow, 'state'>) {
  return <StateTag tone={TONE[state]}>{REPORT_STATE[state]}</StateTag>
}

const columns: Column<ReportRow>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: (report) => <ReportStateTag {...report} /> },
  {
    key: 'level',
    title: '等级',
    render: ({ dangerLevel, isEmergency }) =>
      dangerLevel ? (
        <StateTag tone={isEmergency ? 'bad' : 'neutral'}>{DANGER_LEVEL[dangerLevel]}</StateTag>
      ) : (
        '未研判'
      ),
  },
  { key: 'child', title: '孩子', render: ({ child }) => child?.name ?? '待确定' },
  { key: 'place', title: '地点', render: ({ place }) => place ?? '—' },
  { key: 'source', title: '来源', phone: 'absent', render: ({ source }) => REPORT_SOURCE[source] },
  { key: 'receivedAt', title: '收到', render: ({ receivedAt }) => <Instant value={receivedAt} /> },
  {
    key: 'turn',
    title: '现在该谁',
    render: ({ turn, state }) =>
      turn ? (
        <>
          {turn.owner.name} <DeadlineTag {...dueTag(turn)} />
        </>
      ) : state === 'accepted' ? (
        '随个案办理，结案后答复'
      ) : (
        '—'
      ),
  },
]

const REFRESH_MS = 30_000

/** The desk's inbox: what waits for a first look stands first, emergencies before all. */
export function ReportList() {
  const [filters, setFilters] = useFilters(ReportFilter)
  const reports = useEndpoint(listReports, filters, { refreshMs: REFRESH_MS })
  const isFiltered = Boolean(filters.state || filters.unanswered || filters.emergency)
  return (
    <Page
      title="报告收件箱"
      lede="每一份报告都要有着落：受理、转交或不予受理，最后答复报告人。"
      actions={
        <ActionButton needs={takeReport} type="primary" to="/reports/new">
          登记报告
        </ActionButton>
      }
    >
      <FilterBar
        onClear={
          isFiltered
            ? () => setFilters({ state: undefined, unanswered: undefined, emergency: undefined })
            : undefined
        }
      >
        <FilterSelect
          label="状态"
          words={REPORT_STATE}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
        />
        <Checkbox
          className="sw-filter-check"
          checked={filters.unanswered === true}
          onChange={({ target }) => setFilters({ unanswered: target.checked || undefined })}
        >
          还没答复报告人
        </Checkbox>
        <Checkbox
          className="sw-filter-check"
          checked={filters.emergency === true}
          onChange={({ target }) => setFilters({ emergency: target.checked || undefined })}
        >
          只看紧急
        </Checkbox>
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="报告"
          listing={reports}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/reports/${id}`}
          empty={
            isFiltered
              ? { title: '没有符合条件的报告', hint: '换一个条件，或清除筛选' }
              : { title: '还没有报告', hint: '接到电话时，点“登记报告”边听边记' }
          }
          paging={{
            page: filters.page,
            pageSize: filters.pageSize,
            onChange: (page, pageSize) => setFilters({ page, pageSize }),
          }}
        />
      </Section>
    </Page>
  )
}
