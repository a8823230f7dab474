import { Link } from 'react-router'
import type { UseQueryResult } from '@tanstack/react-query'
import type { OutputOf } from '#kernel/endpoint.ts'
import type { Problem } from '#kernel/problem.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { instantText } from '#web/kit/times.tsx'
import { openForm, type Fillable, type Filled, type listFilled } from '../filling/contract.ts'
import { ASSESSMENT_STATE } from '../labels.ts'
import { DecideLowering } from './DecideLowering.tsx'
import { NextDue } from './NextDue.tsx'
import { ResultTag } from './ResultBox.tsx'
import './assessments.css'

type List = OutputOf<typeof listFilled>

const verbOf = ({ draftSavedAt, isDone }: Fillable) =>
  draftSavedAt ? '接着填' : isDone ? '再做一次' : '填写'

function Todo({ caseId, instruments }: { caseId: string; instruments: Fillable[] }) {
  return (
    <ul className="asm-todo" aria-label="评估表">
      {instruments.map((each) => (
        <li key={each.code}>
          <p>
            <strong>{each.title}</strong>{' '}
            {each.isDone ? (
              <StateTag tone="good">本轮已做</StateTag>
            ) : each.isRequired ? (
              <StateTag tone="attention">必做</StateTag>
            ) : null}
            {each.draftSavedAt && (
              <>
                <br />
                <span className="sw-quiet">填到一半，{instantText(each.draftSavedAt)} 暂存</span>
              </>
            )}
          </p>
          <ActionButton
            needs={openForm}
            size="small"
            type={each.isRequired && !each.isDone ? 'primary' : 'default'}
            disabledReason={each.closedReason ?? undefined}
            to={`/cases/${caseId}/assess/${each.code}`}
          >
            {verbOf(each)}
            <span className="asm-hidden">{each.title}</span>
          </ActionButton>
        </li>
      ))}
    </ul>
  )
}

const columns: Column<Filled>[] = [
  { key: 'title', title: '评估表', render: ({ title }) => title },
  {
    key: 'level',
    title: '结果',
    phone: 'corner',
    render: ({ level, danger }) => <ResultTag label={level.label} danger={danger} />,
  },
  { key: 'when', title: '时间', render: ({ madeAt }) => instantText(madeAt) },
  { key: 'who', title: '评估人', render: ({ madeBy }) => madeBy },
  {
    key: 'state',
    title: '状态',
    render: ({ id, title, state, isMine, decision }) => (
      <>
        {ASSESSMENT_STATE[state]}
        {decision?.note && (
          <span className="sw-quiet">
            （{decision.by}：{decision.note}）
          </span>
        )}{' '}
        <DecideLowering id={id} title={title} state={state} isMine={isMine} />
      </>
    ),
  },
  { key: 'next', title: '再次评估', render: (item) => <NextDue item={item} /> },
]

type Props = { caseId: string; listing: UseQueryResult<List, Problem> }

/** What to fill in, and what has been: who, when, which level, when next. */
export function FilledList({ caseId, listing }: Props) {
  const list = listing.data
  if (!list) return listing.error && <ProblemNotice problem={listing.error} />
  // A date by which it is to be made again stands with the last one only.
  const seen = new Set<string>()
  const items = list.items.map((item) => {
    const isLast = item.state === 'counted' && !seen.has(item.code)
    if (isLast) seen.add(item.code)
    return isLast ? item : { ...item, nextDueAt: null }
  })
  const isComparable = list.items.some(({ id, code }) =>
    list.items.some((other) => other.id !== id && other.code === code),
  )
  return (
    <>
      <Todo caseId={caseId} instruments={list.instruments} />
      {items.length > 0 && (
        <RecordTable
          caption="做过的评估"
          listing={{ ...listing, data: { items, total: items.length } }}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/assessments/${id}`}
          empty={{ title: '还没有填过评估表' }}
        />
      )}
      {isComparable && (
        <p>
          <Link to={`/cases/${caseId}/assessments/compare`}>两次对照，看有什么变化</Link>
        </p>
      )}
    </>
  )
}
