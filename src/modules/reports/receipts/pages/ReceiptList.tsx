import { Page as Paging } from '#kernel/fields.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { COARSE_STATE } from '../../labels.ts'
import { listMyReceipts, sendDutyReport } from '../contract.ts'
import { elapsedWords, secondsBetween } from '../rules.ts'

type Row = OutputOf<typeof listMyReceipts>['items'][number]

const TONE = { waiting: 'attention', 'in-hand': 'active', ended: 'good' } as const

const columns: Column<Row>[] = [
  { key: 'number', title: '回执编号', render: ({ number }) => number },
  {
    key: 'state',
    title: '到哪一步了',
    phone: 'corner',
    render: ({ state }) => <StateTag tone={TONE[state]}>{COARSE_STATE[state]}</StateTag>,
  },
  { key: 'reportedAt', title: '报告时间', render: ({ reportedAt }) => <Instant value={reportedAt} /> },
  {
    key: 'elapsed',
    title: '知悉到报告',
    render: ({ knownAt, reportedAt }) => elapsedWords(secondsBetween(knownAt, reportedAt)),
  },
]

/** One's own duty receipts and how far each report has come. */
export function ReceiptList() {
  const [filters, setFilters] = useFilters(Paging)
  const receipts = useEndpoint(listMyReceipts, filters)
  return (
    <Page
      title="我的回执"
      lede="每份强制报告一张回执，证明已尽报告责任。为保护孩子，这里只显示进度，不显示内容。"
      actions={
        <ActionButton needs={sendDutyReport} type="primary" to="/duty-reports">
          强制报告
        </ActionButton>
      }
    >
      <Section isFlush>
        <RecordTable
          caption="我的回执"
          listing={receipts}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/duty-reports/receipts/${id}`}
          empty={{ title: '您还没有回执', hint: '发现或疑似孩子受侵害，点“强制报告”' }}
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
