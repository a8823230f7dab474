import { Link } from 'react-router'
import { Page as Paging } from '#kernel/fields.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { REPORT_STATE } from '../../labels.ts'
import { listAbove, type AboveRow } from '../contract.ts'

const columns: Column<AboveRow>[] = [
  {
    key: 'number',
    title: '编号',
    render: ({ id, number }) => <Link to={`/reports-above/${id}`}>{number}</Link>,
  },
  {
    key: 'state',
    title: '状态',
    phone: 'corner',
    render: ({ state, isEmergency }) => (
      <StateTag tone={isEmergency ? 'bad' : state === 'received' ? 'attention' : 'active'}>
        {isEmergency ? `紧急 · ${REPORT_STATE[state]}` : REPORT_STATE[state]}
      </StateTag>
    ),
  },
  { key: 'receivedAt', title: '收到时间', render: ({ receivedAt }) => <Instant value={receivedAt} /> },
  {
    key: 'unreadMessages',
    title: '新留言',
    render: ({ unreadMessages }) => (unreadMessages ? `${unreadMessages} 条` : '没有'),
  },
  { key: 'turn', title: '期限', render: ({ turn }) => (turn ? <DeadlineTag {...dueTag(turn)} /> : '—') },
]

/** What the county's centre must not see, for the leading group or the procuratorate. */
export function AboveList() {
  const [filters, setFilters] = useFilters(Paging)
  const reports = useEndpoint(listAbove, filters)
  return (
    <Page
      title="涉及中心的报告"
      lede="这些报告反映的是县中心的人，或中心没有可以回避之外的人。中心看不到它们，由您这里办理。每次打开都要写明事由。"
    >
      <Section isFlush>
        <RecordTable
          caption="涉及中心的报告"
          listing={reports}
          columns={columns}
          keyOf={({ id }) => id}
          empty={{ title: '没有转到您这里的报告', hint: '有人反映县中心的工作人员时，报告会直接到这里' }}
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
