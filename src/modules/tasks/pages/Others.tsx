import { Button } from 'antd'
import { useState } from 'react'
import { useEndpoint } from '#web/api.ts'
import { Section } from '#web/kit/Page.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import { listDoneToday, listWaiting } from '../contract.ts'
import { TaskRow, walkTasks } from './TaskRow.tsx'

const FIRST = 5
const MORE = 50

/** What my cases wait for from others, the most urgent first. */
export function Waiting() {
  const may = useCan(listWaiting)
  const [isAll, setIsAll] = useState(false)
  const { data } = useEndpoint(listWaiting, { pageSize: isAll ? MORE : FIRST }, { isEnabled: may })
  if (!may || !data?.total) return null
  return (
    <Section title={`我在等别人办的（${data.total}）`}>
      <p className="sw-quiet">您负责的个案里，归别人办、还没办的事项。到期不办，请从个案页联系责任人。</p>
      <ul className="sw-tasks" onKeyDown={walkTasks}>
        {data.items.map((task) => (
          <TaskRow key={task.id} task={task} isMine={false} />
        ))}
      </ul>
      {!isAll && data.total > FIRST && <Button onClick={() => setIsAll(true)}>显示全部</Button>}
    </Section>
  )
}

/** What I have done today. */
export function DoneToday() {
  const { data } = useEndpoint(listDoneToday, {})
  if (!data?.items.length) return null
  return (
    <Section title={`今天已办（${data.items.length}）`}>
      <ul className="sw-tasks">
        {data.items.map(({ id, title, place, doneAt }) => (
          <li key={id} className="sw-task">
            <span>{title}</span>
            {place && <span className="sw-quiet">{place}</span>}
            <span className="sw-quiet sw-task-done">
              <Instant value={doneAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
