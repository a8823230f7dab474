import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DayText, Instant } from '#web/kit/times.tsx'
import { listOrders, type ServiceOrderRow, type ServiceOrderState } from '../contract.ts'
import { AGE_BAND, SERVICE_KIND, SERVICE_ORDER_STATE } from '../labels.ts'
import { listVetted } from '../register/contract.ts'

const TONE = {
  open: 'attention',
  claimed: 'attention',
  taken: 'active',
  reported: 'attention',
  accepted: 'good',
  returned: 'bad',
  expired: 'bad',
  withdrawn: 'neutral',
} as const satisfies Record<ServiceOrderState, string>

export const OrderTag = ({ state }: { state: ServiceOrderState }) => (
  <StateTag tone={TONE[state]}>{SERVICE_ORDER_STATE[state]}</StateTag>
)

const RUNNING = { true: '还没有结束的' }

/** What is public of an order, for the desk and for organisations alike. */
export const publicColumns: Column<ServiceOrderRow>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: ({ state }) => <OrderTag state={state} /> },
  { key: 'kind', title: '服务', render: ({ kind }) => SERVICE_KIND[kind] },
  { key: 'who', title: '对象', render: ({ age, town }) => `${AGE_BAND[age]}，${town ?? '本县'}` },
  { key: 'hours', title: '小时', align: 'right', render: ({ hours }) => hours },
  {
    key: 'period',
    title: '服务期',
    render: ({ startsOn, endsOn }) => (
      <>
        <DayText value={startsOn} /> 至 <DayText value={endsOn} />
      </>
    ),
  },
  { key: 'takeBy', title: '承接截止', render: ({ takeBy }) => <DayText value={takeBy} /> },
]

const columns: Column<ServiceOrderRow>[] = [
  ...publicColumns,
  { key: 'unit', title: '承接组织', render: ({ unit }) => unit?.name ?? '—' },
  {
    key: 'publishedAt',
    title: '发布',
    phone: 'absent',
    render: ({ publishedAt }) => <Instant value={publishedAt} />,
  },
]

export function OrderList() {
  const [filters, setFilters] = useFilters(listOrders.input)
  const orders = useEndpoint(listOrders, filters)
  const { state, kind, running } = filters
  const isFiltered = Boolean(state ?? kind ?? running)
  return (
    <Page
      title="服务订单"
      lede="发布的内容不含孩子的身份；确认承接后，承接组织才看到授权的信息，服务结束即关闭。"
      actions={
        <ActionButton needs={listVetted} to="/vetted-organisations">
          社会组织名录
        </ActionButton>
      }
    >
      <FilterBar
        onClear={
          isFiltered ? () => setFilters({ state: undefined, kind: undefined, running: undefined }) : undefined
        }
      >
        <FilterSelect
          label="状态"
          words={SERVICE_ORDER_STATE}
          value={state}
          onChange={(next) => setFilters({ state: next })}
        />
        <FilterSelect
          label="服务"
          words={SERVICE_KIND}
          value={kind}
          onChange={(next) => setFilters({ kind: next })}
        />
        <FilterSelect
          label="进度"
          words={RUNNING}
          value={running ? 'true' : undefined}
          onChange={(next) => setFilters({ running: next === undefined ? undefined : true })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="服务订单"
          listing={orders}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/service-orders/${id}`}
          empty={
            isFiltered
              ? { title: '没有这样的订单', hint: '清除筛选看全部' }
              : { title: '还没有服务订单', hint: '在个案的“会商与计划”里，把计划事项发布为服务订单' }
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
