import { Button, Pagination, Segmented } from 'antd'
import { Link } from 'react-router'
import { useCommand, useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import {
  countMyNotices,
  listMyNotices,
  NoticeFilter,
  readAllNotices,
  readNotice,
  type Notice,
} from '../contract.ts'
import { PAGE_OF } from '../labels.ts'
import { textOfNotice } from '../rules.ts'
import './notices.css'

const LISTS = [listMyNotices, countMyNotices]

function Row({ notice }: { notice: Notice }) {
  const read = useCommand(readNotice, { refreshes: LISTS })
  const { id, isDanger, readAt, createdAt, subjectKind, subjectId } = notice
  const isUnread = readAt === null
  const note = () => {
    if (isUnread) void read.run({ id })
  }
  return (
    <li className={isUnread ? 'sw-notice sw-notice-unread' : 'sw-notice'}>
      <div className="sw-notice-words">
        <Link to={`${PAGE_OF[subjectKind]}/${subjectId}`} className="sw-row-link" onClick={note}>
          {textOfNotice(notice)}
        </Link>
        <span className="sw-quiet">
          <Instant value={createdAt} />
        </span>
      </div>
      {isDanger && <StateTag tone="bad">紧急</StateTag>}
      {isUnread ? (
        <Button type="text" loading={read.isRunning} onClick={note}>
          标为已读
        </Button>
      ) : (
        <span className="sw-quiet">已读</span>
      )}
    </li>
  )
}

type Filters = ReturnType<typeof useFilters<typeof NoticeFilter>>

function List({ filters, setFilters }: { filters: Filters[0]; setFilters: Filters[1] }) {
  const notices = useEndpoint(listMyNotices, filters)
  if (notices.error) return <ProblemNotice problem={notices.error} onRetry={() => void notices.refetch()} />
  if (!notices.data) return <Loading rows={6} />
  const { items, total } = notices.data
  if (!items.length)
    return (
      <EmptyState
        title={filters.unread ? '没有未读的通知' : '还没有通知'}
        hint="有新的待办或留言时，这里和页面右上角的铃铛会提示。通知里不写姓名和事由，点开才能看到。"
      />
    )
  return (
    <>
      <ul className="sw-notices" aria-label="通知">
        {items.map((notice) => (
          <Row key={notice.id} notice={notice} />
        ))}
      </ul>
      {total > filters.pageSize && (
        <Pagination
          simple
          current={filters.page}
          pageSize={filters.pageSize}
          total={total}
          showSizeChanger={false}
          onChange={(page) => setFilters({ page })}
        />
      )}
    </>
  )
}

export function Inbox() {
  const [filters, setFilters] = useFilters(NoticeFilter)
  const unread = useEndpoint(countMyNotices, {})
  const count = unread.data?.notices ?? 0
  const readAll = useCommand(readAllNotices, {
    refreshes: LISTS,
    success: ({ count: read }) => `${read} 条通知已标为已读`,
  })
  return (
    <Page
      title="通知"
      lede="有待办或新留言时提醒您。待办办结以后，相关的通知自动变为已读。"
      actions={
        <>
          <ActionButton to="/me/notices">通知设置</ActionButton>
          <ActionButton
            disabledReason={count ? undefined : '没有未读的通知'}
            isRunning={readAll.isRunning}
            onClick={() => void readAll.run({})}
          >
            全部标为已读
          </ActionButton>
        </>
      }
    >
      <Segmented<'unread' | 'all'>
        aria-label="看哪些通知"
        className="sw-groups"
        value={filters.unread ? 'unread' : 'all'}
        onChange={(which) => setFilters({ unread: which === 'unread' ? true : undefined })}
        options={[
          { value: 'all', label: '全部' },
          { value: 'unread', label: count ? `未读 ${count}` : '未读' },
        ]}
      />
      <Section>
        <List filters={filters} setFilters={setFilters} />
      </Section>
    </Page>
  )
}
