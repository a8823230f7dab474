import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DayText, Instant } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import { listRosters, RosterFilter, type Roster } from '../contract.ts'
import { receiveRoster } from '../intake/contract.ts'
import { DEPARTMENTS, ROSTER_STATE } from '../labels.ts'
import { countsText, STATE_TONE } from './words.ts'
import './rosters.css'

export function RosterStateTag({ state }: Pick<Roster, 'state'>) {
  return <StateTag tone={STATE_TONE[state]}>{ROSTER_STATE[state]}</StateTag>
}

const columns: Column<Roster>[] = [
  {
    key: 'file',
    title: '名册',
    render: ({ fileName }) => <span className="roster-file">{fileName}</span>,
  },
  { key: 'state', title: '状态', phone: 'corner', render: (roster) => <RosterStateTag {...roster} /> },
  { key: 'department', title: '部门', render: ({ department }) => department },
  { key: 'asOfDay', title: '截至', render: ({ asOfDay }) => <DayText value={asOfDay} /> },
  {
    key: 'counts',
    title: '各类行数',
    render: ({ counts }) => (
      <span className="roster-counts">{counts ? countsText(counts) || '没有数据行' : '还没有预览'}</span>
    ),
  },
  {
    key: 'toReview',
    title: '待人工核对',
    align: 'right',
    render: ({ toReview }) => (toReview ? `${toReview} 行` : '—'),
  },
  { key: 'by', title: '谁交来', render: ({ uploadedBy }) => uploadedBy ?? '命令行' },
  { key: 'at', title: '何时', render: ({ uploadedAt }) => <Instant value={uploadedAt} /> },
]

const DEPARTMENT_WORDS = Object.fromEntries(DEPARTMENTS.map((name) => [name, name]))

const REFRESH_MS = 30_000

/** Every roster that was handed in, the latest first. */
export function RosterList() {
  const [filters, setFilters] = useFilters(RosterFilter)
  const rosters = useEndpoint(listRosters, filters, { refreshMs: REFRESH_MS })
  const mayHandIn = useCan(receiveRoster)
  const isFiltered = Boolean(filters.state || filters.department)
  const handIn = (
    <ActionButton needs={receiveRoster} type="primary" to="/rosters/new">
      交来一份名册
    </ActionButton>
  )
  const emptyHint = mayHandIn
    ? '公安、民政、教育、残联等部门的名单，Excel 或 CSV 原样交来即可，不用先改格式'
    : '名册由县未保中心的工作人员交来，应用后本镇要核对的行会出现在这里'
  return (
    <Page
      title="部门名册"
      lede="各部门的名单先预览、后应用：应用之前不改动任何档案，应用之后也能整份撤销。"
      actions={handIn}
    >
      <FilterBar
        onClear={isFiltered ? () => setFilters({ state: undefined, department: undefined }) : undefined}
      >
        <FilterSelect
          label="状态"
          words={ROSTER_STATE}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
        />
        <FilterSelect
          label="部门"
          words={DEPARTMENT_WORDS}
          value={filters.department}
          onChange={(department) => setFilters({ department })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="部门名册"
          listing={rosters}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/rosters/${id}`}
          empty={
            isFiltered
              ? { title: '没有符合条件的名册', hint: '换一个条件，或清除筛选' }
              : { title: '还没有交来名册', hint: emptyHint, action: handIn }
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
