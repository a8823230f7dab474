import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { listOverdue } from '../contract.ts'
import { TASK_KIND } from '../labels.ts'
import { dueText } from '../rules.ts'

type Overdue = OutputOf<typeof listOverdue>
type Late = { id: string; name: string; count: number; oldestDueAt: string; to: string }

const columnsOf = (title: string): Column<Late>[] => [
  { key: 'name', title, render: ({ name }) => name },
  { key: 'count', title: '超期件数', align: 'right', phone: 'corner', render: ({ count }) => `${count} 件` },
  {
    key: 'oldest',
    title: '最早到期',
    render: ({ oldestDueAt }) => <DeadlineTag due={dueText(oldestDueAt)} />,
  },
]

const COLUMNS = {
  people: columnsOf('责任人'),
  units: columnsOf('单位'),
  towns: columnsOf('乡镇'),
  kinds: columnsOf('事项'),
}

const OWNER_FILTER = { person: 'ownerId', role: 'ownerRole', unit: 'unitId' } as const

const listTo = (name: string, value: string) =>
  `/team/tasks?${new URLSearchParams({ group: 'late', [name]: value }).toString()}`

const byOwner = ({ items }: Overdue, isUnit: boolean): Late[] =>
  items
    .filter(({ owner }) => (owner.kind === 'unit') === isUnit)
    .map(({ owner, ...late }) => ({
      ...late,
      id: `${owner.kind}${owner.id}`,
      name: owner.name,
      to: listTo(OWNER_FILTER[owner.kind], owner.id),
    }))

const rowsOf = (data: Overdue): Record<keyof typeof COLUMNS, Late[]> => ({
  people: byOwner(data, false),
  units: byOwner(data, true),
  towns: data.towns.map(({ code, ...late }) => ({ ...late, id: code, to: listTo('town', code) })),
  kinds: data.kinds.map(({ kind, ...late }) => ({
    ...late,
    id: kind,
    name: TASK_KIND[kind],
    to: listTo('kind', kind),
  })),
})

const TITLE = { people: '按责任人', units: '按单位', towns: '按乡镇', kinds: '按事项' } as const
// Object.keys of a literal record gives its keys; TypeScript only says string.
const AXES = Object.keys(TITLE) as (keyof typeof TITLE)[]

const REFRESH_MS = 60_000

/** Who is late, by name: persons, posts and units of the territory; each number leads to its list. */
export function Team() {
  const { data, ...query } = useEndpoint(listOverdue, {}, { refreshMs: REFRESH_MS })
  const rows = data && rowsOf(data)
  const total = data?.towns.reduce((sum, { count }) => sum + count, 0)
  return (
    <Page
      title="队伍"
      lede="谁超期了、超了多久。点开一行看是哪些事项；从事项进到个案或转介页，可以催办、更换负责人。"
      actions={
        <ActionButton needs={listOverdue} to="/team/tasks">
          全部待办
        </ActionButton>
      }
    >
      {total !== undefined && (
        <p>
          辖区内已超期 <strong>{total}</strong> 件。
        </p>
      )}
      {AXES.map((axis) => (
        <Section key={axis} title={TITLE[axis]} isFlush>
          <RecordTable
            caption={`超期${TITLE[axis]}`}
            listing={{ ...query, data: rows && { items: rows[axis], total: rows[axis].length } }}
            columns={COLUMNS[axis]}
            keyOf={({ id }) => id}
            to={({ to }) => to}
            empty={{ title: '没有超期', hint: '到期没办的事项会列在这里。' }}
          />
        </Section>
      ))}
    </Page>
  )
}
