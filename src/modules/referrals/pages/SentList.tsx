import { Select } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listUnits } from '#modules/organisations/units/contract.ts'
import { listSentReferrals, SentFilter, type ReferralState } from '../contract.ts'
import { LIGHT, REFERRAL_LANE, REFERRAL_PART, REFERRAL_STATE } from '../labels.ts'
import { LaneMark, LightTag } from './LightTag.tsx'

type Row = OutputOf<typeof listSentReferrals>['items'][number]

const TONE = {
  dispatched: 'attention',
  signed: 'active',
  answered: 'attention',
  returned: 'bad',
  'with-office': 'bad',
  redirected: 'neutral',
  accepted: 'good',
  withdrawn: 'neutral',
} as const satisfies Record<ReferralState, string>

export const ForSender = ({ state }: { state: ReferralState }) => (
  <StateTag tone={TONE[state]}>{REFERRAL_STATE[state]}</StateTag>
)

const LATE = { true: '已超期' }

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  {
    key: 'state',
    title: '状态',
    phone: 'corner',
    render: ({ state, isAsking }) => (
      <>
        <ForSender state={state} /> {isAsking && <StateTag tone="attention">在提问</StateTag>}
      </>
    ),
  },
  { key: 'due', title: '答复期限', render: (row) => <LightTag {...row} /> },
  {
    key: 'unit',
    title: '单位',
    render: ({ unit, part }) => `${unit.name}${part === 'co' ? `（${REFERRAL_PART.co}）` : ''}`,
  },
  {
    key: 'subject',
    title: '事项',
    render: ({ subject, lane }) => (
      <>
        <LaneMark lane={lane} /> {subject}
      </>
    ),
  },
  { key: 'dispatchedAt', title: '发出', render: ({ dispatchedAt }) => <Instant value={dispatchedAt} /> },
  { key: 'read', title: '首次查看', render: ({ firstReadAt }) => <Instant value={firstReadAt} /> },
]

/** All that the centre has sent, whatever the case. */
export function SentList() {
  const [filters, setFilters] = useFilters(SentFilter)
  const referrals = useEndpoint(listSentReferrals, filters)
  const units = useEndpoint(listUnits, { pageSize: 100 })
  const { unitId, state, light, lane, isLate } = filters
  const isFiltered = Boolean(unitId ?? state ?? light ?? lane ?? isLate)
  const clear = { unitId: undefined, state: undefined, light: undefined, lane: undefined, isLate: undefined }
  return (
    <Page
      title="发出的转介"
      lede="紧急安全的排在最前，其余按答复期限。蓝灯临近、黄灯超期、红灯严重超期，按本县办案规程计算。"
    >
      <FilterBar onClear={isFiltered ? () => setFilters(clear) : undefined}>
        <Select
          allowClear
          aria-label="单位"
          className="sw-filter"
          popupMatchSelectWidth={false}
          placeholder="全部单位"
          showSearch={{ optionFilterProp: 'label' }}
          value={unitId}
          onChange={(next: string | undefined) => setFilters({ unitId: next })}
          options={units.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        />
        <FilterSelect
          label="状态"
          words={REFERRAL_STATE}
          value={state}
          onChange={(next) => setFilters({ state: next })}
        />
        <FilterSelect
          label="期限"
          words={LIGHT}
          value={light}
          onChange={(next) => setFilters({ light: next })}
        />
        <FilterSelect
          label="类别"
          words={REFERRAL_LANE}
          value={lane}
          onChange={(next) => setFilters({ lane: next })}
        />
        <FilterSelect
          label="逾期情况"
          words={LATE}
          value={isLate ? 'true' : undefined}
          onChange={(next) => setFilters({ isLate: next === undefined ? undefined : true })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="发出的转介"
          listing={referrals}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/referrals/${id}`}
          empty={
            isFiltered
              ? { title: '没有这样的转介', hint: '清除筛选看全部' }
              : { title: '还没有发出过转介', hint: '在个案的帮扶计划里，把事项交给成员单位办理' }
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
