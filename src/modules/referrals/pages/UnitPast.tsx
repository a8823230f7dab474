import type { OutputOf } from '#kernel/endpoint.ts'
import { Page as Paging } from '#kernel/fields.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listUnitPast } from '../unit/people/contract.ts'
import { ForUnit } from './UnitInbox.tsx'

type Row = OutputOf<typeof listUnitPast>['items'][number]

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: ({ state }) => <ForUnit state={state} /> },
  { key: 'dispatchedAt', title: '发出', render: ({ dispatchedAt }) => <Instant value={dispatchedAt} /> },
  { key: 'signedBy', title: '签收', render: ({ signedBy }) => signedBy ?? '—' },
  {
    key: 'answeredAt',
    title: '答复',
    render: ({ answeredAt, answeredBy }) =>
      answeredAt ? (
        <>
          {answeredBy} <Instant value={answeredAt} />
        </>
      ) : (
        '—'
      ),
  },
  {
    key: 'isInTime',
    title: '按期',
    render: ({ isInTime }) => {
      if (isInTime === null) return '—'
      return <StateTag tone={isInTime ? 'good' : 'bad'}>{isInTime ? '按期' : '超期'}</StateTag>
    },
  },
  {
    key: 'returnedAt',
    title: '退回',
    render: ({ returnedAt }) => (returnedAt ? <Instant value={returnedAt} /> : '—'),
  },
]

/** The unit's own record: numbers and days; what was asked and whom it concerned have gone with the access. */
export function UnitPast() {
  const [filters, setFilters] = useFilters(Paging)
  const past = useEndpoint(listUnitPast, filters)
  return (
    <Page
      title="答复过和退回过的转介"
      breadcrumbs={[{ title: '收到的转介', to: '/unit-referrals' }, { title: '答复过和退回过的' }]}
      lede="本单位自己的办理记录：编号、日期、经手人。授权结束后，事项内容和孩子的信息不再显示。"
    >
      <Section isFlush>
        <RecordTable
          caption="答复过和退回过的转介"
          listing={past}
          columns={columns}
          keyOf={({ id }) => id}
          empty={{ title: '还没有答复过转介', hint: '答复或退回之后，这里留下记录' }}
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
