import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useSession } from '#web/session.tsx'
import { LIGHT } from '../../labels.ts'
import { LightTag } from '../../pages/LightTag.tsx'
import { listOversights, OversightFilter, proposeOversight, type OversightState } from '../contract.ts'
import { OVERSIGHT_REASON, OVERSIGHT_STATE } from '../labels.ts'
import { urgeReferral } from '../urgings/contract.ts'
import { Propose } from './Propose.tsx'

type Row = OutputOf<typeof listOversights>['items'][number]

const TONE = {
  proposed: 'attention',
  assigned: 'attention',
  signed: 'active',
  handling: 'active',
  'fed-back': 'attention',
  reviewed: 'attention',
  closed: 'good',
  withdrawn: 'neutral',
} as const satisfies Record<OversightState, string>

export const OversightTag = ({ state }: { state: OversightState }) => (
  <StateTag tone={TONE[state]}>{OVERSIGHT_STATE[state]}</StateTag>
)

const RUNNING = { true: '还没有结束的' }

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: ({ state }) => <OversightTag state={state} /> },
  { key: 'unit', title: '被督办单位', render: ({ unit }) => unit.name },
  { key: 'matter', title: '事项', render: ({ matter }) => matter },
  { key: 'reason', title: '由来', phone: 'absent', render: ({ reason }) => OVERSIGHT_REASON[reason] },
  { key: 'turn', title: '轮到', render: ({ turn }) => turn ?? '—' },
  {
    key: 'due',
    title: '反馈期限',
    render: ({ light, dueAt, isDueCertain }) =>
      light && dueAt ? <LightTag light={light} dueAt={dueAt} isLightCertain={isDueCertain} /> : '—',
  },
  {
    key: 'proposedAt',
    title: '立项',
    phone: 'absent',
    render: ({ proposedAt }) => <Instant value={proposedAt} />,
  },
]

/** For the office and the leaders all orders, for the desk the county's, for a unit what it owes. */
export function OversightList() {
  const [filters, setFilters] = useFilters(OversightFilter)
  const orders = useEndpoint(listOversights, filters)
  const { account } = useSession()
  const isUnit = account?.role === 'liaison-officer'
  const { state, light, running } = filters
  const isFiltered = Boolean(state ?? light ?? running)
  const counts = orders.data?.counts
  return (
    <Page
      title="督办"
      lede={
        counts &&
        `还没有结束 ${counts.running} 件；临期（蓝）${counts.near} 件，超期（黄）${counts.late} 件，严重超期（红）${counts.longLate} 件。`
      }
      actions={
        <>
          {orders.data?.mayUrge && (
            <ActionButton needs={urgeReferral} to="/owed-referrals">
              催办
            </ActionButton>
          )}
          <FormDialog title="督办立项" needs={proposeOversight} type="primary">
            {(close) => <Propose onDone={close} />}
          </FormDialog>
        </>
      }
    >
      <FilterBar
        onClear={
          isFiltered
            ? () => setFilters({ state: undefined, light: undefined, running: undefined })
            : undefined
        }
      >
        <FilterSelect
          label="状态"
          words={OVERSIGHT_STATE}
          value={state}
          onChange={(next) => setFilters({ state: next })}
        />
        <FilterSelect
          label="期限"
          words={{ near: LIGHT.near, late: LIGHT.late, 'long-late': LIGHT['long-late'] }}
          value={light}
          onChange={(next) => setFilters({ light: next })}
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
          caption="督办单"
          listing={orders}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/oversights/${id}`}
          empty={
            isFiltered
              ? { title: '没有这样的督办单', hint: '清除筛选看全部' }
              : {
                  title: '没有督办单',
                  hint: isUnit
                    ? '领导小组办公室交办时，这里和首页会显示'
                    : '转介严重超期，或两次催办没有答复，系统会自动提出；也可以在这里立项',
                }
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
