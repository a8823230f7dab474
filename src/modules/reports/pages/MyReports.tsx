import { Page as Paging } from '#kernel/fields.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listMyReports, takeReport } from '../contract.ts'
import { COARSE_STATE } from '../labels.ts'

type Row = OutputOf<typeof listMyReports>['items'][number]

const TONE = { waiting: 'attention', 'in-hand': 'active', ended: 'good' } as const

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  {
    key: 'state',
    title: '到哪一步了',
    phone: 'corner',
    render: ({ state }) => <StateTag tone={TONE[state]}>{COARSE_STATE[state]}</StateTag>,
  },
  { key: 'receivedAt', title: '登记时间', render: ({ receivedAt }) => <Instant value={receivedAt} /> },
]

/** Whoever took a report learns that it was not lost, and nothing of what was done. */
export function MyReports() {
  const [filters, setFilters] = useFilters(Paging)
  const reports = useEndpoint(listMyReports, filters)
  return (
    <Page
      title="我登记的报告"
      lede="为保护孩子和报告人，这里只显示办理进度，不显示内容。"
      actions={
        <ActionButton needs={takeReport} type="primary" to="/reports/new">
          登记报告
        </ActionButton>
      }
    >
      <Section isFlush>
        <RecordTable
          caption="我登记的报告"
          listing={reports}
          columns={columns}
          keyOf={({ id }) => id}
          empty={{ title: '您还没有登记过报告', hint: '发现孩子有危险或遇到困难，点“登记报告”' }}
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
