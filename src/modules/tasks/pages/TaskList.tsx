import { Pagination, Segmented } from 'antd'
import { Link } from 'react-router'
import { getReport } from '#modules/reports/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { useLive } from '#web/live.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useCan } from '#web/session.tsx'
import { useNow } from '#web/use-now.ts'
import { TaskFilter, TaskGroup, type listMyTasks, type Task } from '../contract.ts'
import { TASK_GROUP } from '../labels.ts'
import { dueTag, groupOf, pageOfTask } from '../rules.ts'

const REFRESH_MS = 60_000

function Row({ task, isMine }: { task: Task; isMine: boolean }) {
  const mayReadReports = useCan(getReport)
  const isOpenable = task.subjectKind !== 'report' || mayReadReports
  const isNamed = !isMine || !task.owner.isMe
  return (
    <li className="sw-task">
      {isOpenable ? (
        <Link to={pageOfTask(task)} className="sw-row-link">
          {task.title}
        </Link>
      ) : (
        <strong>{task.title}</strong>
      )}
      {task.place && <span className="sw-quiet">{task.place}</span>}
      {isNamed && <span>{task.owner.name}</span>}
      <DeadlineTag {...dueTag(task)} {...(task.dueSource && { source: task.dueSource })} />
    </li>
  )
}

function Group({ group, tasks, isMine }: { group: TaskGroup; tasks: Task[]; isMine: boolean }) {
  return (
    <Section title={TASK_GROUP[group]}>
      <ul className="sw-tasks">
        {tasks.map((task) => (
          <Row key={task.id} task={task} isMine={isMine} />
        ))}
      </ul>
    </Section>
  )
}

/** Mine or the team's: both answer alike. */
type Props = { endpoint: typeof listMyTasks; isMine: boolean }

/** Open tasks, the most urgent first, under the headings late, today, this week, later. */
export function TaskList({ endpoint, isMine }: Props) {
  const now = useNow()
  const [filters, setFilters] = useFilters(TaskFilter)
  // Others' tasks tick for the others: the team's list is read every minute.
  const tasks = useEndpoint(endpoint, filters, isMine ? {} : { refreshMs: REFRESH_MS })
  useLive('tasks', () => void tasks.refetch())
  if (tasks.error) return <ProblemNotice problem={tasks.error} onRetry={() => void tasks.refetch()} />
  if (!tasks.data) return <Loading rows={8} />
  const { items, counts, total } = tasks.data
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if (!all)
    return (
      <Section>
        <EmptyState
          title={isMine ? '现在没有要办的事' : '辖区里别人手上没有待办'}
          hint={isMine ? '有新的事项时，这里会列出来，写明何时前。' : '有人接到新事项时，这里会列出来。'}
        />
      </Section>
    )
  return (
    <>
      <Segmented<TaskGroup | 'all'>
        aria-label="按期限"
        className="sw-groups"
        value={filters.group ?? 'all'}
        onChange={(group) => setFilters({ group: group === 'all' ? undefined : group })}
        options={[
          { value: 'all', label: `全部 ${all}` },
          ...TaskGroup.options.map((group) => ({
            value: group,
            label: `${TASK_GROUP[group]} ${counts[group]}`,
          })),
        ]}
      />
      {TaskGroup.options.map((group) => {
        const own = items.filter(({ dueAt }) => groupOf(new Date(dueAt), now) === group)
        return own.length ? <Group key={group} group={group} tasks={own} isMine={isMine} /> : null
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
    </>
  )
}
