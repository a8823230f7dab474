import { Checkbox } from 'antd'
import { TASK_KIND } from '#modules/tasks/labels.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag, type Tone } from '#web/kit/StateTag.tsx'
import type { DangerLevel } from '../assessments/contract.ts'
import { CaseFilter, listCases, type CaseRow, type CaseState } from '../contract.ts'
import { CASE_STATE, DANGER_LEVEL } from '../labels.ts'
import './cases.css'

const STATE_TONE = {
  opened: 'attention',
  assessed: 'active',
  planned: 'active',
  'in-progress': 'active',
  'closing-requested': 'attention',
  closed: 'good',
} satisfies Record<CaseState, Tone>

const LEVEL_TONE = {
  immediate: 'bad',
  high: 'attention',
  medium: 'active',
  low: 'good',
} satisfies Record<DangerLevel, Tone>

export const CaseStateTag = ({ state }: { state: CaseState }) => (
  <StateTag tone={STATE_TONE[state]}>{CASE_STATE[state]}</StateTag>
)

export const LevelTag = ({ level }: { level: DangerLevel }) => (
  <StateTag tone={LEVEL_TONE[level]}>{DANGER_LEVEL[level]}</StateTag>
)

const columns: Column<CaseRow>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: ({ state }) => <CaseStateTag state={state} /> },
  { key: 'child', title: '孩子', render: ({ child }) => child?.name ?? '（密封）' },
  { key: 'place', title: '村（居）', render: ({ place }) => place ?? '—' },
  { key: 'level', title: '等级', render: ({ dangerLevel }) => <LevelTag level={dangerLevel} /> },
  { key: 'owner', title: '负责人', render: ({ owner }) => (owner.isMe ? '我' : owner.name) },
  {
    key: 'turn',
    title: '现在该谁',
    render: ({ turn }) =>
      turn ? (
        <>
          {turn.owner.isMe ? '我' : turn.owner.name}：{TASK_KIND[turn.kind]} <DeadlineTag {...dueTag(turn)} />
        </>
      ) : (
        '—'
      ),
  },
]

export function CaseList() {
  const [filters, setFilters] = useFilters(CaseFilter)
  const cases = useEndpoint(listCases, filters)
  const isFiltered = Boolean(
    filters.state || filters.dangerLevel || filters.mine || filters.running || filters.childId,
  )
  return (
    <Page title="个案" lede="在办的在前，危险等级高的在前。每个个案都写明现在该谁、何时前。">
      <FilterBar
        onClear={
          isFiltered
            ? () =>
                setFilters({
                  state: undefined,
                  dangerLevel: undefined,
                  mine: undefined,
                  running: undefined,
                  childId: undefined,
                })
            : undefined
        }
      >
        <FilterSelect
          label="状态"
          words={CASE_STATE}
          value={filters.state}
          onChange={(state) => setFilters({ state })}
        />
        <FilterSelect
          label="等级"
          words={DANGER_LEVEL}
          value={filters.dangerLevel}
          onChange={(dangerLevel) => setFilters({ dangerLevel })}
        />
        <Checkbox
          className="sw-filter-check"
          checked={filters.mine === true}
          onChange={({ target }) => setFilters({ mine: target.checked || undefined })}
        >
          我负责的
        </Checkbox>
        <Checkbox
          className="sw-filter-check"
          checked={filters.running === true}
          onChange={({ target }) => setFilters({ running: target.checked || undefined })}
        >
          只看在办
        </Checkbox>
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="个案"
          listing={cases}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/cases/${id}`}
          empty={
            isFiltered
              ? { title: '没有符合条件的个案', hint: '换一个条件，或清除筛选' }
              : { title: '还没有个案', hint: '值班人员受理报告时立案' }
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
