import { Page as Paging } from '#kernel/fields.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { Instant } from '#web/kit/times.tsx'
import { dueText } from '#modules/tasks/rules.ts'
import { listUnanswered } from '../desk/contract.ts'
import { REPORT_SOURCE } from '../labels.ts'
import { ReportStateTag } from './ReportList.tsx'

type Unanswered = OutputOf<typeof listUnanswered>
type Row = Unanswered['items'][number]
type Owner = Unanswered['owners'][number]

const DAY_MS = 86_400_000
const ageText = (since: string) => {
  const days = Math.floor((Date.now() - Date.parse(since)) / DAY_MS)
  return days ? `${days} 天` : '今天'
}

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: (row) => <ReportStateTag {...row} /> },
  { key: 'age', title: '等了多久', align: 'right', render: ({ receivedAt }) => ageText(receivedAt) },
  { key: 'receivedAt', title: '收到', render: ({ receivedAt }) => <Instant value={receivedAt} /> },
  { key: 'source', title: '来源', phone: 'absent', render: ({ source }) => REPORT_SOURCE[source] },
  { key: 'owner', title: '在谁手上', render: ({ owner }) => owner.name },
  {
    key: 'due',
    title: '下一步期限',
    render: ({ dueAt, isDueCertain }) =>
      dueAt ? <DeadlineTag due={dueText(dueAt)} confidence={isDueCertain ? 'C' : 'D'} /> : '随个案办理',
  },
]

const ownerColumns: Column<Owner>[] = [
  { key: 'name', title: '责任人', render: ({ name }) => name },
  { key: 'count', title: '份数', align: 'right', phone: 'corner', render: ({ count }) => `${count} 份` },
  { key: 'oldest', title: '最早的等了', render: ({ oldestAt }) => ageText(oldestAt) },
]

/** The head's page: which reports nobody has answered yet, by age and owner. */
export function UnansweredList() {
  const [filters, setFilters] = useFilters(Paging)
  const { data, ...query } = useEndpoint(listUnanswered, filters)
  return (
    <Page
      title="还没答复的报告"
      breadcrumbs={[{ title: '报告收件箱', to: '/reports' }, { title: '还没答复的报告' }]}
      lede="报告只有两种结局：已经答复，或写明原因、无法答复。等得最久的在最前。"
    >
      <Section title="按责任人" isFlush>
        <RecordTable
          caption="还没答复的报告，按责任人"
          listing={{ ...query, data: data && { items: data.owners, total: data.owners.length } }}
          columns={ownerColumns}
          keyOf={({ name }) => name}
          empty={{ title: '没有等答复的报告' }}
        />
      </Section>
      <Section title="按时间" isFlush>
        <RecordTable
          caption="还没答复的报告"
          listing={{ ...query, data }}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/reports/${id}`}
          empty={{ title: '每一份报告都有了答复', hint: '新的报告来了，会列在这里，直到答复为止。' }}
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
