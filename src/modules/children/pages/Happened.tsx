import { Button } from 'antd'
import { useState } from 'react'
import { useEndpoint } from '#web/api.ts'
import { Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listChanges, listTimeline, type Change } from '../changes/contract.ts'
import { RECORD_KIND } from '../changes/labels.ts'
import type { ChildFile } from '../file/contract.ts'
import { FIELD } from '../labels.ts'
import { wordOf } from './words.ts'

const PAGE = 20

/** Everything that happened to the child, the latest first. */
export function Timeline({ file }: { file: ChildFile }) {
  const [pageSize, setPageSize] = useState(PAGE)
  const timeline = useEndpoint(listTimeline, { id: file.id, pageSize })
  if (timeline.error)
    return (
      <Section title="时间线">
        <ProblemNotice problem={timeline.error} onRetry={() => void timeline.refetch()} />
      </Section>
    )
  const { items, total } = timeline.data ?? { items: [], total: 0 }
  return (
    <Section title="时间线">
      <ol className="child-timeline">
        {items.map(({ id, at, title, by }) => (
          <li key={id}>
            <Instant value={at} /> <span>{title}</span> {by && <span className="sw-quiet">{by}</span>}
          </li>
        ))}
        {items.length >= total && !items.some(({ kind }) => kind === 'registered') && (
          <li>
            <Instant value={file.createdAt} /> <span>建立档案</span>{' '}
            {file.createdBy && <span className="sw-quiet">{file.createdBy}</span>}
          </li>
        )}
      </ol>
      {items.length < total && pageSize < 100 && (
        <Button onClick={() => setPageSize(100)}>再往前看（共 {total} 条）</Button>
      )}
    </Section>
  )
}

function ChangeRow({ change, number }: { change: Change; number: number }) {
  return (
    <li className="child-item">
      <div className="child-item-head">
        <Instant value={change.at} />
        <span>{change.by ?? '系统'}</span>
        <span>{RECORD_KIND[change.recordKind]}</span>
        {change.reason && <span className="sw-quiet">{change.reason}</span>}
      </div>
      <div className="sw-scroll" tabIndex={0} role="region" aria-label={`第 ${number} 处改动`}>
        <table className="sw-plain-table">
          <thead>
            <tr>
              <th scope="col">项目</th>
              <th scope="col">改前</th>
              <th scope="col">改后</th>
            </tr>
          </thead>
          <tbody>
            {change.fields.map((field) => (
              <tr key={field}>
                <th scope="row">{FIELD[field] ?? field}</th>
                <td>{wordOf(field, change.before[field])}</td>
                <td>{wordOf(field, change.after[field])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </li>
  )
}

function Changes({ id }: { id: string }) {
  const changes = useEndpoint(listChanges, { id, pageSize: 100 })
  if (changes.error) return <ProblemNotice problem={changes.error} onRetry={() => void changes.refetch()} />
  if (!changes.data) return <Loading rows={4} />
  if (!changes.data.items.length) return <p className="sw-quiet">建档以来没有改动。</p>
  return (
    <ul className="child-items">
      {changes.data.items.map((change, at) => (
        <ChangeRow key={change.id} change={change} number={at + 1} />
      ))}
    </ul>
  )
}

/** Who changed what and why; read on demand, for reading it is itself recorded. */
export function History({ file }: { file: ChildFile }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Section title="变更历史">
      {isOpen ? (
        <Changes id={file.id} />
      ) : (
        <Button onClick={() => setIsOpen(true)}>查看谁在何时、为何改过什么</Button>
      )}
    </Section>
  )
}
