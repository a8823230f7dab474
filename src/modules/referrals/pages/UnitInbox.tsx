import type { OutputOf } from '#kernel/endpoint.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { REFERRAL_STATE } from '../labels.ts'
import { listUnitReferrals } from '../unit/contract.ts'

type Row = OutputOf<typeof listUnitReferrals>['items'][number]

const TONE = {
  dispatched: 'attention',
  signed: 'active',
  answered: 'good',
  returned: 'neutral',
  accepted: 'good',
  withdrawn: 'neutral',
} as const

/** To the unit a referral that was just dispatched is one to be signed. */
export const ForUnit = ({ state }: { state: Row['state'] }) => (
  <StateTag tone={TONE[state]}>{state === 'dispatched' ? '待签收' : REFERRAL_STATE[state]}</StateTag>
)

/** What a unit can still see: the rest has ended with its access. */
const STATES = { dispatched: '待签收', signed: '已签收', answered: '已答复' }

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: ({ state }) => <ForUnit state={state} /> },
  {
    key: 'subject',
    title: '事项',
    render: ({ subject, isRead }) => (isRead ? subject : <strong>{subject}（未读）</strong>),
  },
  { key: 'dispatchedAt', title: '发出', render: ({ dispatchedAt }) => <Instant value={dispatchedAt} /> },
  {
    key: 'due',
    title: '答复期限',
    render: (row) => (row.state === 'answered' ? '—' : <DeadlineTag {...dueTag(row)} />),
  },
]

export function UnitInbox() {
  const [filters, setFilters] = useFilters(listUnitReferrals.input)
  const referrals = useEndpoint(listUnitReferrals, filters)
  const state =
    filters.state === 'dispatched' || filters.state === 'signed' || filters.state === 'answered'
      ? filters.state
      : undefined
  return (
    <Page
      title="收到的转介"
      lede="期限从发出时起算，签收不改变期限。答复被采纳、退回或授权到期后，事项和孩子的信息不再显示。"
    >
      <FilterBar onClear={state ? () => setFilters({ state: undefined }) : undefined}>
        <FilterSelect
          label="状态"
          words={STATES}
          value={state}
          onChange={(next) => setFilters({ state: next })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="收到的转介"
          listing={referrals}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/unit-referrals/${id}`}
          empty={
            state
              ? { title: '没有这种状态的转介', hint: '清除筛选看全部' }
              : { title: '现在没有要办的转介', hint: '县未保中心发来时，这里和首页会显示' }
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
