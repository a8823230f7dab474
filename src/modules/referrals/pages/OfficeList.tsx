import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listOfficeReferrals } from '../office/contract.ts'
import { LaneMark, LightTag } from './LightTag.tsx'
import { ForSender } from './SentList.tsx'

type Row = OutputOf<typeof listOfficeReferrals>['items'][number]

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  {
    key: 'state',
    title: '状态',
    phone: 'corner',
    render: ({ state, isAsking }) => (
      <>
        <ForSender state={state} /> {isAsking && <StateTag tone="attention">在询问</StateTag>}
      </>
    ),
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
  { key: 'unit', title: '最后承接或退回的单位', render: ({ unit }) => unit },
  { key: 'dispatchedAt', title: '发出', render: ({ dispatchedAt }) => <Instant value={dispatchedAt} /> },
  { key: 'due', title: '答复期限', render: (row) => <LightTag {...row} /> },
]

/** For the officers of the leading group's office: what was returned twice, and what they have given to a unit since. */
export function OfficeList() {
  const query = useEndpoint(listOfficeReferrals, {})
  return (
    <Page
      title="领导小组办公室"
      breadcrumbs={[{ title: '收到的转介', to: '/unit-referrals' }, { title: '领导小组办公室' }]}
      lede="同一事项第二次退回后到这里，由办公室指定承办单位；指定后同一事由不能再退回。办公室看不到孩子的信息。"
    >
      <Section isFlush>
        <RecordTable
          caption="待指定和已指定的事项"
          listing={{ ...query, data: query.data && { ...query.data, total: query.data.items.length } }}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/office-referrals/${id}`}
          empty={{ title: '没有待指定的事项', hint: '有事项第二次被退回时，这里和首页会显示' }}
        />
      </Section>
    </Page>
  )
}
