import { Button } from 'antd'
import { useState } from 'react'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { getRow } from '../preview/contract.ts'
import { listReview, ReviewFilter, type ReviewItem } from '../review/contract.ts'
import { DecisionPanel, isDecidable } from './DecisionPanel.tsx'
import { RowView } from './RowView.tsx'
import { numberText } from './words.ts'
import './rosters.css'

const keyOfItem = ({ rosterId, rowNumber }: ReviewItem) => `${rosterId}:${rowNumber}`

function Current({ item, onDone }: { item: ReviewItem; onDone: () => void }) {
  const query = useEndpoint(getRow, { id: item.rosterId, rowNumber: item.rowNumber })
  const row = query.data
  if (query.error) return <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
  if (!row) return <Loading rows={8} />
  return (
    <>
      <RowView row={row} />
      {isDecidable(row) && <DecisionPanel row={row} onDecided={onDone} />}
    </>
  )
}

/** 待人工核对: one doubtful row after another, beside the files it may belong to. */
export function ReviewPage() {
  const [{ rosterId, page }, setFilters] = useFilters(ReviewFilter)
  const list = useEndpoint(listReview, { page, pageSize: 20, ...(rosterId && { rosterId }) })
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set())
  const items = list.data?.items ?? []
  const item = items.find((each) => !passed.has(keyOfItem(each)))
  const total = list.data?.total ?? 0
  const isLater = total > page * 20
  const pass = (key: string) => setPassed(new Set([...passed, key]))
  return (
    <Page
      title="待人工核对"
      breadcrumbs={[{ title: '部门名册', to: '/rosters' }, { title: '待人工核对' }]}
      lede="这些行认不准是谁。对照名册和档案，决定是同一人、是新的孩子，还是不导入；按按钮上标的键也行。"
      actions={item && <Button onClick={() => pass(keyOfItem(item))}>先跳过</Button>}
    >
      {list.error && <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading rows={8} />}
      {item && (
        <>
          <p className="sw-quiet" role="status">
            还有 {numberText(total)} 行 · {item.fileName}
          </p>
          <Current key={keyOfItem(item)} item={item} onDone={() => pass(keyOfItem(item))} />
        </>
      )}
      {list.data && !item && (
        <Section>
          <EmptyState
            title={total ? '这一批都看过了' : '没有要核对的行'}
            hint={total ? '跳过的行还在，可以从头再看' : '名册预览后认不准的行会出现在这里，现在不用做什么'}
            {...(total && {
              action: (
                <Button
                  onClick={() => {
                    if (!isLater) setPassed(new Set())
                    setFilters({ page: isLater ? page + 1 : 1 })
                    void list.refetch()
                  }}
                >
                  {isLater ? '看下一批' : '从头再看'}
                </Button>
              ),
            })}
          />
        </Section>
      )}
    </Page>
  )
}
