import { useEndpoint } from '#web/api.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useSession } from '#web/session.tsx'
import { drawUpHandOver, listHandOvers } from '../contract.ts'
import { PART_STATE } from '../labels.ts'

type List = OutputOf<typeof listHandOvers>
type Item = List['items'][number]
type Leaver = List['leavers'][number]

const columns: Column<Item>[] = [
  { key: 'giver', title: '谁移交', render: ({ giver }) => giver.name },
  {
    key: 'state',
    title: '状态',
    phone: 'corner',
    render: ({ endedAt, parts }) =>
      endedAt ? (
        <StateTag tone={parts.some(({ state }) => state === 'declined') ? 'bad' : 'good'}>
          {parts.some(({ state }) => state === 'declined') ? '有退回' : '已办完'}
        </StateTag>
      ) : (
        <StateTag tone="attention">待签收</StateTag>
      ),
  },
  {
    key: 'to',
    title: '移交给',
    render: ({ parts }) =>
      parts
        .map(({ receiver, state, cases }) => `${receiver}（${cases} 案，${PART_STATE[state]}）`)
        .join('；'),
  },
  {
    key: 'at',
    title: '提出',
    render: ({ drawnUpAt, drawnUpBy }) => (
      <>
        {drawnUpBy} <Instant value={drawnUpAt} />
      </>
    ),
  },
]

const leaverColumns: Column<Leaver>[] = [
  { key: 'name', title: '谁', render: ({ name }) => name },
  {
    key: 'owned',
    title: '名下还有',
    render: ({ cases, items, tasks }) => `在办个案 ${cases} 件，计划事项 ${items} 项，待办 ${tasks} 件`,
  },
]

/** Work that changes hands because somebody leaves. */
export function HandOverList() {
  const query = useEndpoint(listHandOvers, {})
  const session = useSession()
  const me = session.account?.id
  const items = query.data?.items ?? []
  const leavers = query.data?.leavers ?? []
  return (
    <Page
      title="工作移交"
      lede="调岗或离职前，把名下的个案、事项和待办一次移交给接手的同事；双方确认后生效。"
      actions={
        me && (
          <ActionButton needs={drawUpHandOver} type="primary" to={`/hand-overs/new/${me}`}>
            移交我的工作
          </ActionButton>
        )
      }
    >
      {leavers.length > 0 && (
        <Section title="已停用、名下还有工作的账号">
          <RecordTable
            caption="已停用、名下还有工作的账号"
            listing={{ ...query, data: { items: leavers, total: leavers.length } }}
            columns={leaverColumns}
            keyOf={({ id }) => id}
            to={({ id }) => `/hand-overs/new/${id}`}
            empty={{ title: '没有' }}
          />
        </Section>
      )}
      <Section isFlush>
        <RecordTable
          caption="工作移交"
          listing={{ ...query, data: query.data && { items, total: items.length } }}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/hand-overs/${id}`}
          empty={{ title: '还没有工作移交', hint: '离岗前用右上角的按钮，把名下的工作移交出去。' }}
        />
      </Section>
    </Page>
  )
}
