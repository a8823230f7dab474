import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { useCan } from '#web/session.tsx'
import type { Counts, Roster } from '../contract.ts'
import { listReview } from '../review/contract.ts'
import { RowList } from './RowList.tsx'
import { numberText, writtenLabel } from './words.ts'

const listText = (counts: Record<string, number>, unit: string) =>
  Object.entries(counts)
    .map(([field, count]) => `${writtenLabel(field)} ${numberText(count)} ${unit}`)
    .join('、')

function ToReview({ roster: { id, toReview } }: { roster: Roster }) {
  const mayReview = useCan(listReview)
  if (!toReview || !mayReview) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <>
          有 {numberText(toReview)} 行认不准是谁，要人来决定：
          <Link to={`/roster-review?rosterId=${id}`}>去核对</Link>
        </>
      }
    />
  )
}

const undoneText = ({ removed, restored, left }: NonNullable<Counts['undone']>) =>
  `删去新增的 ${numberText(removed)} 条，恢复改动的 ${numberText(restored)} 条` +
  (left ? `，后来有人改过而保留的 ${numberText(left)} 条` : '')

/** What a preview found or an application did, in figures and row by row. */
export function ResultSection({
  roster,
  counts,
  extra,
}: {
  roster: Roster
  counts: Counts
  extra: ReactNode
}) {
  const { changes, written, undone } = counts
  return (
    <Section title={written ? '结果' : '预览结果'} extra={extra}>
      <ToReview roster={roster} />
      <Facts
        columns={1}
        items={[
          { label: '共读到', value: `${numberText(counts.rows)} 行` },
          written
            ? { label: '已写入', value: listText(written, '条') || '没有要写的' }
            : { label: '会写入', value: listText(changes, '行') || '没有要写的' },
          ...(undone ? [{ label: '已撤销', value: undoneText(undone) }] : []),
        ]}
      />
      <RowList roster={roster} counts={counts} />
    </Section>
  )
}
