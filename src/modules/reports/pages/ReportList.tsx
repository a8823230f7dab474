import { Input, Segmented, Switch } from 'antd'
import { useState } from 'react'
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
import { listUnanswered } from '../desk/contract.ts'
import { REPORT_DOOR, REPORT_SOURCE, REPORT_STATE } from '../labels.ts'
import { DutyLine } from './DutyLine.tsx'
import { useInboxLive, useSound } from './use-inbox-live.ts'
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

function ReportNumber({ number, isSeen, unreadMessages, isAsked }: ReportRow) {
  return (
    <span className={isSeen ? 'sw-report-number' : 'sw-report-number sw-report-unseen'}>
      {number}
      {!isSeen && <StateTag tone="attention">未看</StateTag>}
      {unreadMessages > 0 && <StateTag tone="attention">新留言 {unreadMessages}</StateTag>}
      {isAsked && <StateTag>已回问</StateTag>}
    </span>
  )
}

function WhoseTurn({ turn, state }: ReportRow) {
  if (turn)
    return (
      <>
        {turn.owner.name} <DeadlineTag {...dueTag(turn)} />
      </>
    )
  if (state === 'accepted') return '随个案办理，结案后答复'
  return state === 'joined' ? '随并入的那一份' : '—'
}

function State({ state, dangerLevel, isEmergency }: ReportRow) {
  return (
    <span className="sw-report-number">
      <ReportStateTag state={state} />
      {dangerLevel && <StateTag tone={isEmergency ? 'bad' : 'neutral'}>{DANGER_LEVEL[dangerLevel]}</StateTag>}
    </span>
  )
}

const sourceOf = ({ source, door }: ReportRow) =>
  door === 'desk' ? REPORT_SOURCE[source] : REPORT_DOOR[door]

const columns: Column<ReportRow>[] = [
  { key: 'number', title: '编号', render: (report) => <ReportNumber {...report} /> },
  { key: 'state', title: '状态、等级', phone: 'corner', render: (report) => <State {...report} /> },
  {
    key: 'child',
    title: '孩子、地点',
    render: ({ child, place }) => (
      <span className="sw-two-lines">
        <span>{child?.name ?? '待确定'}</span>
        <span className="sw-quiet">{place ?? '地点不详'}</span>
      </span>
    ),
  },
  {
    key: 'receivedAt',
    title: '收到、来源',
    render: (report) => (
      <span className="sw-two-lines">
        <Instant value={report.receivedAt} />
        <span className="sw-quiet">
          {sourceOf(report)} {report.outsideNumber}
        </span>
      </span>
    ),
  },
  { key: 'turn', title: '现在该谁', render: (report) => <WhoseTurn {...report} /> },
]

/** What is behind each tab: the filters that it sets, and the count beside its name. */
const TABS = {
  all: { label: '全部', filter: {} },
  waiting: { label: '待研判', filter: { state: 'received' } },
  emergency: { label: '紧急', filter: { state: 'received', emergency: true } },
  unseen: { label: '未看', filter: { unseen: true } },
  unread: { label: '新留言', filter: { unread: true } },
  unanswered: { label: '未答复', filter: { unanswered: true } },
  mine: { label: '我经手的', filter: { mine: true } },
} as const satisfies Record<string, { label: string; filter: Partial<ReportFilterIn> }>
type Tab = keyof typeof TABS
type ReportFilterIn = {
  state: ReportState
  emergency: true
  unseen: true
  unread: true
  unanswered: true
  mine: true
}

const NO_TAB = {
  state: undefined,
  emergency: undefined,
  unseen: undefined,
  unread: undefined,
  unanswered: undefined,
  mine: undefined,
}

// Object.keys of a literal record gives its keys; TypeScript only says string.
const TAB_NAMES = Object.keys(TABS) as Tab[]

const tabOf = (filters: Record<string, unknown>): Tab | undefined =>
  TAB_NAMES.find((tab) =>
    Object.keys(NO_TAB).every(
      (name) => filters[name] === (TABS[tab].filter as Record<string, unknown>)[name],
    ),
  )

type Search = { number: string | undefined; onSearch: (number: string | undefined) => void }

function NumberSearch({ number = '', onSearch }: Search) {
  const [text, setText] = useState(number)
  return (
    <Input.Search
      aria-label="按编号或外来工单号查找"
      placeholder="编号或工单号"
      className="sw-number-search"
      allowClear
      value={text}
      onChange={({ target }) => setText(target.value)}
      onSearch={(wanted) => onSearch(wanted.trim() || undefined)}
    />
  )
}

/** The desk's inbox of every source: what waits for a first look stands first, emergencies before all. */
export function ReportList() {
  const [filters, setFilters] = useFilters(ReportFilter)
  const sound = useSound()
  const counts = useInboxLive(sound.isOn).data
  const reports = useEndpoint(listReports, filters)
  const isFiltered = tabOf(filters) !== 'all' || Boolean(filters.source || filters.number)
  const clear = () => setFilters({ ...NO_TAB, source: undefined, number: undefined })
  return (
    <Page
      title="报告收件箱"
      lede="每一份报告都要有着落：受理、转交、并入或不予受理，最后答复报告人。"
      actions={
        <>
          <ActionButton needs={listUnanswered} to="/reports/unanswered">
            还没答复的报告
          </ActionButton>
          <ActionButton needs={takeReport} type="primary" to="/reports/new">
            登记报告
          </ActionButton>
        </>
      }
    >
      <DutyLine />
      <div className="sw-inbox-tabs">
        <Segmented<Tab | ''>
          aria-label="看哪些报告"
          value={tabOf(filters) ?? ''}
          onChange={(tab) => tab && setFilters({ ...NO_TAB, ...TABS[tab].filter })}
          options={TAB_NAMES.map((tab) => ({
            value: tab,
            label: `${TABS[tab].label}${counts ? ` ${counts[tab]}` : ''}`,
          }))}
        />
      </div>
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <NumberSearch
          key={filters.number ?? ''}
          number={filters.number}
          onSearch={(number) => setFilters({ number })}
        />
        <FilterSelect
          label="来源"
          words={REPORT_SOURCE}
          value={filters.source}
          onChange={(source) => setFilters({ source })}
        />
        <FilterSelect
          label="状态"
          words={REPORT_STATE}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
        />
        <label className="sw-sound">
          <Switch size="small" checked={sound.isOn} onChange={sound.set} aria-label="有新报告时响铃" />{' '}
          有新报告时响铃
        </label>
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
