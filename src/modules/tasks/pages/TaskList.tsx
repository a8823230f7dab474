import { Pagination, Segmented, Select } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { useLive } from '#web/live.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useNow } from '#web/use-now.ts'
import { listMyTasks, TaskGroup, TeamFilter, type listTeamTasks, type TaskKind } from '../contract.ts'
import { TASK_GROUP, TASK_KIND } from '../labels.ts'
import { groupOf } from '../rules.ts'
import { TaskGroupSection, walkTasks } from './TaskRow.tsx'

const REFRESH_MS = 60_000

type Listed = Pick<OutputOf<typeof listMyTasks>, 'counts' | 'kinds'>
type BarProps = {
  listed: Listed
  group: TaskGroup | undefined
  kind: TaskKind | undefined
  onChange: (change: { group?: TaskGroup | undefined; kind?: TaskKind | undefined }) => void
}

/** By limit and by kind, each with its number; the kinds are those of the one enum that there are some of. */
function TaskBar({ listed: { counts, kinds }, group, kind, onChange }: BarProps) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const options = kinds.map((each) => ({ value: each.kind, label: `${TASK_KIND[each.kind]} ${each.count}` }))
  if (kind && !kinds.some((each) => each.kind === kind))
    options.push({ value: kind, label: `${TASK_KIND[kind]} 0` })
  return (
    <div className="sw-filters" role="search" aria-label="筛选待办">
      <Segmented<TaskGroup | 'all'>
        aria-label="按期限"
        className="sw-groups"
        value={group ?? 'all'}
        onChange={(next) => onChange({ group: next === 'all' ? undefined : next })}
        options={[
          { value: 'all', label: `全部 ${all}` },
          ...TaskGroup.options.map((each) => ({ value: each, label: `${TASK_GROUP[each]} ${counts[each]}` })),
        ]}
      />
      {(options.length > 1 || kind) && (
        <Select<TaskKind>
          allowClear
          aria-label="按事项"
          className="sw-filter"
          popupMatchSelectWidth={false}
          placeholder="全部事项"
          value={kind}
          onChange={(next: TaskKind | undefined) => onChange({ kind: next })}
          options={options}
        />
      )}
    </div>
  )
}

const NOTHING = {
  mine: { title: '现在没有要办的事', hint: '有新的事项时，这里会列出来，写明何时前。' },
  team: { title: '没有这样的待办', hint: '有人接到新事项时，这里会列出来。' },
}

/** Mine or the team's: both answer alike. */
type Props = {
  endpoint: typeof listMyTasks | typeof listTeamTasks
  /** For whoever works on a telephone in a village: the tasks and nothing to set. */
  isPlain?: boolean
}

/** Open tasks, the most urgent first, under the headings late, today, this week, later. */
export function TaskList({ endpoint, isPlain = false }: Props) {
  const now = useNow()
  const isMine = endpoint === listMyTasks
  const [filters, setFilters] = useFilters(TeamFilter)
  // Others' tasks tick for the others: the team's list is read every minute.
  const tasks = useEndpoint(endpoint, filters, isMine ? {} : { refreshMs: REFRESH_MS })
  useLive('tasks', () => void tasks.refetch())
  if (tasks.error) return <ProblemNotice problem={tasks.error} onRetry={() => void tasks.refetch()} />
  if (!tasks.data) return <Loading rows={8} />
  const { items, counts, kinds, total } = tasks.data
  const isEmpty = !Object.values(counts).some((count) => count > 0) && !filters.kind
  if (isEmpty)
    return (
      <Section>
        <EmptyState {...NOTHING[isMine ? 'mine' : 'team']} />
      </Section>
    )
  return (
    <div className={isPlain ? 'sw-task-walk sw-task-plain' : 'sw-task-walk'} onKeyDown={walkTasks}>
      {!isPlain && (
        <TaskBar listed={{ counts, kinds }} group={filters.group} kind={filters.kind} onChange={setFilters} />
      )}
      {TaskGroup.options.map((group) => {
        const own = items.filter(({ dueAt }) => groupOf(new Date(dueAt), now) === group)
        return own.length ? <TaskGroupSection key={group} group={group} tasks={own} isMine={isMine} /> : null
      })}
      {!items.length && <p className="sw-quiet">这一段里没有待办。</p>}
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
    </div>
  )
}
