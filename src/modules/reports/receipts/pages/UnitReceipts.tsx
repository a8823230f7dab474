import { Button } from 'antd'
import { Page as Paging } from '#kernel/fields.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listUnitReceipts } from '../contract.ts'
import { elapsedWords, secondsBetween } from '../rules.ts'

type Row = OutputOf<typeof listUnitReceipts>['items'][number]

const columns: Column<Row>[] = [
  { key: 'number', title: '回执编号', render: ({ number }) => number },
  { key: 'knownAt', title: '知悉时间', render: ({ knownAt }) => <Instant value={knownAt} /> },
  { key: 'reportedAt', title: '报告时间', render: ({ reportedAt }) => <Instant value={reportedAt} /> },
  {
    key: 'elapsed',
    title: '知悉到报告',
    render: ({ knownAt, reportedAt }) => elapsedWords(secondsBetween(knownAt, reportedAt)),
  },
]

/** Proof of duty for the head of a unit: that and when its people reported, never who or what. */
export function UnitReceipts() {
  const [filters, setFilters] = useFilters(Paging)
  const receipts = useEndpoint(listUnitReceipts, filters)
  return (
    <Page
      title="本单位履责清单"
      lede={`${receipts.data?.unit ?? '本单位'}的人员何时知悉、何时报告。不显示报告人和内容；反映本单位人员的报告不在其中。请勿追查是谁报告的。`}
      actions={<Button onClick={() => window.print()}>打印</Button>}
    >
      <Section isFlush>
        <RecordTable
          caption="本单位履责清单"
          listing={receipts}
          columns={columns}
          keyOf={({ number }) => number}
          empty={{
            title: '本单位还没有强制报告',
            hint: '单位里的责任报告人提交后，这里列出编号和时间。账号由县里的管理员开通',
          }}
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
