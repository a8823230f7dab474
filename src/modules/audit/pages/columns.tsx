import { Link } from 'react-router'
import type { Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import type { AuditEntry, RecordTrail } from '../contract.ts'
import { RESULT_LABEL, SUBJECT_LABEL } from '../labels.ts'

const TONE = { done: 'neutral', refused: 'attention', failed: 'bad' } as const

export function Result({ result, code }: { result: AuditEntry['result']; code?: string | null }) {
  return (
    <StateTag tone={TONE[result]}>
      {RESULT_LABEL[result]}
      {code && `（${code}）`}
    </StateTag>
  )
}

const roleText = (role: string) =>
  role in ROLE_LABEL ? ROLE_LABEL[role as keyof typeof ROLE_LABEL] : role === 'nobody' ? '未登录' : role

export const whoText = ({ actorName, actorRole }: Pick<AuditEntry, 'actorName' | 'actorRole'>) =>
  actorName ? `${actorName}（${roleText(actorRole)}）` : roleText(actorRole)

function Subject({ subjectKind, subjectId, subjectName, count }: AuditEntry) {
  const kind = subjectKind ? (SUBJECT_LABEL[subjectKind] ?? subjectKind) : '记录'
  if (!subjectId) return count === null ? '—' : `${subjectKind ? `${kind} ` : ''}${count} 条`
  return (
    <Link to={`/audit/records/${subjectId}`} title={`编号 ${subjectId}：看谁打开过`}>
      {kind} {subjectName ?? `…${subjectId.slice(-6)}`}
    </Link>
  )
}

/** @param labelOf names an act in words */
export const entryColumns = (labelOf: (action: string) => string): Column<AuditEntry>[] => [
  { key: 'at', title: '时间', width: 150, render: ({ at }) => <Instant value={at} /> },
  { key: 'result', title: '结果', phone: 'corner', render: (entry) => <Result {...entry} /> },
  { key: 'who', title: '谁', render: whoText },
  { key: 'action', title: '做了什么', render: ({ action }) => labelOf(action) },
  { key: 'subject', title: '对哪条记录', render: (entry) => <Subject {...entry} /> },
  {
    key: 'purpose',
    title: '事由',
    render: ({ purpose, fields }) => purpose ?? (fields?.length ? `字段：${fields.join('、')}` : '—'),
  },
  { key: 'division', title: '村镇', phone: 'absent', render: ({ divisionName }) => divisionName ?? '—' },
  { key: 'seq', title: '链上序号', align: 'right', phone: 'absent', render: ({ seq }) => seq ?? '待封存' },
]

export const trailColumns = (labelOf: (action: string) => string): Column<RecordTrail>[] => [
  { key: 'who', title: '谁', render: whoText },
  { key: 'result', title: '结果', phone: 'corner', render: ({ result }) => <Result result={result} /> },
  { key: 'action', title: '做了什么', render: ({ action }) => labelOf(action) },
  { key: 'count', title: '次数', align: 'right', render: ({ count }) => count },
  { key: 'lastAt', title: '最近一次', render: ({ lastAt }) => <Instant value={lastAt} /> },
  {
    key: 'firstAt',
    title: '最早一次',
    phone: 'absent',
    render: ({ firstAt }) => <Instant value={firstAt} />,
  },
  { key: 'purpose', title: '最近的事由', render: ({ lastPurpose }) => lastPurpose ?? '—' },
]
