import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { listOverdue } from '../contract.ts'
import { dueText } from '../rules.ts'

type Row = OutputOf<typeof listOverdue>['items'][number]

const columns: Column<Row>[] = [
  { key: 'owner', title: '责任人', render: ({ owner }) => owner.name },
  { key: 'count', title: '超期件数', align: 'right', phone: 'corner', render: ({ count }) => `${count} 件` },
  {
    key: 'oldest',
    title: '最早到期',
    render: ({ oldestDueAt }) => <DeadlineTag due={dueText(oldestDueAt)} />,
  },
]

/** Who is late, by name: persons, posts and units of the territory. */
export function LateOwners() {
  const { data, ...query } = useEndpoint(listOverdue, {})
  return (
    <Section isFlush>
      <RecordTable
        caption="超期按责任人"
        listing={{ ...query, data: data && { items: data.items, total: data.items.length } }}
        columns={columns}
        keyOf={({ owner }) => `${owner.kind}${owner.id}`}
        empty={{ title: '没有人超期', hint: '到期没办的事项会按责任人列在这里。' }}
      />
    </Section>
  )
}
