import type { KeyboardEvent } from 'react'
import { Link } from 'react-router'
import { getReport } from '#modules/reports/contract.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Section } from '#web/kit/Page.tsx'
import { useCan } from '#web/session.tsx'
import type { Task, TaskGroup } from '../contract.ts'
import { TASK_GROUP } from '../labels.ts'
import { dueTag, pageOfTask } from '../rules.ts'
import './tasks.css'

type RowProps = { task: Task; isMine: boolean }

/** What to do, where, by when and why by then; one press leads to the page where it is done. */
export function TaskRow({ task, isMine }: RowProps) {
  const mayReadReports = useCan(getReport)
  const isOpenable = task.subjectKind !== 'report' || mayReadReports
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
      {(!isMine || !task.owner.isMe) && <span>{task.owner.name}</span>}
      <DeadlineTag {...dueTag(task)} />
      {task.dueSource && <span className="sw-task-why">{task.dueSource}</span>}
    </li>
  )
}

const STEP: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** Up and down walk through the tasks of the page; Enter opens one, as any link. */
export const walkTasks = (event: KeyboardEvent<HTMLElement>) => {
  const step = STEP[event.key]
  if (!step) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('.sw-task a')]
  const at = links.findIndex((link) => link === document.activeElement)
  const next = at < 0 ? undefined : links[at + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

type GroupProps = { group: TaskGroup; tasks: Task[]; isMine: boolean }

export function TaskGroupSection({ group, tasks, isMine }: GroupProps) {
  return (
    <Section title={TASK_GROUP[group]}>
      <ul className="sw-tasks">
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} isMine={isMine} />
        ))}
      </ul>
    </Section>
  )
}
