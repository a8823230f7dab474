import { Pagination, Table, type TableColumnType } from 'antd'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Problem } from '#kernel/problem.ts'
import { EmptyState } from './EmptyState.tsx'
import { Loading, ProblemNotice } from './ProblemNotice.tsx'
import { useIsPhone } from './use-is-phone.ts'

/** Declare columns at module level. The first one names the record; it becomes the link and the head of the card. */
export type Column<T> = {
  key: string
  title: string
  render: (row: T) => ReactNode
  width?: number
  align?: 'right'
  /** On a phone: a line of the card (default), beside its head, or left out. */
  phone?: 'line' | 'corner' | 'absent'
}

/** The part of a query's result that a table needs; hand in what `useEndpoint` gives. */
type Listing<T> = {
  data: { items: T[]; total: number } | undefined
  error: Problem | null
  isFetching: boolean
  refetch: () => unknown
}

export type RecordTableProps<T> = {
  /** Names the table for screen readers. */
  caption: string
  listing: Listing<T>
  columns: Column<T>[]
  keyOf: (row: T) => string
  /** Where a row leads; a click anywhere on the row goes there too. */
  to?: (row: T) => string
  /** What is absent and what to do about it. */
  empty: { title: string; hint?: ReactNode; action?: ReactNode }
  /** Server paging; leave out for a list that is always whole. */
  paging?: { page: number; pageSize: number; onChange: (page: number, pageSize: number) => void }
  selection?: { keys: string[]; onChange: (keys: string[]) => void; isDisabled?: (row: T) => boolean }
}

const isOnControl = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, input, label, [role="button"]') !== null

const linked = <T,>({ to }: RecordTableProps<T>, row: T, text: ReactNode) =>
  to ? (
    <Link to={to(row)} className="sw-row-link">
      {text}
    </Link>
  ) : (
    text
  )

function Cards<T>(props: RecordTableProps<T>) {
  const [head, ...others] = props.columns
  const corner = others.find(({ phone }) => phone === 'corner')
  const lines = others.filter(({ phone }) => phone !== 'corner' && phone !== 'absent')
  return (
    <ul className="sw-cards" aria-label={props.caption}>
      {props.listing.data?.items.map((row) => (
        <li key={props.keyOf(row)} className="sw-card">
          <div className="sw-card-head">
            <span className="sw-card-title">{head && linked(props, row, head.render(row))}</span>
            {corner?.render(row)}
          </div>
          <dl className="sw-card-lines">
            {lines.map(({ key, title, render }) => {
              const value = render(row)
              // On a small screen a line that says nothing only pushes the next record away.
              return value === '—' || value === null || value === undefined || value === '' ? null : (
                <div key={key}>
                  <dt>{title}</dt>
                  <dd>{value}</dd>
                </div>
              )
            })}
          </dl>
        </li>
      ))}
    </ul>
  )
}

function Rows<T extends object>(props: RecordTableProps<T>) {
  const { listing, columns, keyOf, to, caption, selection } = props
  const navigate = useNavigate()
  const shown = columns.map(({ key, title, render, width, align }, index): TableColumnType<T> => ({
    key,
    title,
    ...(width && { width }),
    ...(align && { align }),
    render: (_, row) => (index === 0 ? linked(props, row, render(row)) : render(row)),
  }))
  return (
    <Table<T>
      aria-label={caption}
      rowKey={keyOf}
      columns={shown}
      dataSource={listing.data?.items ?? []}
      loading={listing.isFetching && { delay: 300 }}
      pagination={false}
      scroll={{ x: 'max-content' }}
      {...(to && {
        onRow: (row: T) => ({
          className: 'sw-row-clickable',
          onClick: (event) => {
            if (!isOnControl(event.target) && !window.getSelection()?.toString()) void navigate(to(row))
          },
        }),
      })}
      {...(selection && {
        rowSelection: {
          selectedRowKeys: selection.keys,
          onChange: (keys) => selection.onChange(keys.map(String)),
          getCheckboxProps: (row: T) => ({ disabled: selection.isDisabled?.(row) ?? false }),
        },
      })}
    />
  )
}

/** A list of records: a table at the desk, cards on a phone; pages come from the server. */
export function RecordTable<T extends object>(props: RecordTableProps<T>) {
  const { listing, empty, paging } = props
  const isPhone = useIsPhone()
  if (listing.error && !listing.data)
    return <ProblemNotice problem={listing.error} onRetry={() => void listing.refetch()} />
  if (!listing.data) return <Loading rows={8} />
  const { items, total } = listing.data
  if (!items.length && (!paging || paging.page === 1)) return <EmptyState {...empty} />
  return (
    <div className="sw-record-table">
      {listing.error && <ProblemNotice problem={listing.error} onRetry={() => void listing.refetch()} />}
      {isPhone ? <Cards {...props} /> : <Rows {...props} />}
      {paging && (
        <div className="sw-paging">
          <span>共 {total.toLocaleString('zh-CN')} 条</span>
          <Pagination
            current={paging.page}
            pageSize={paging.pageSize}
            total={total}
            onChange={paging.onChange}
            simple={isPhone}
            showSizeChanger={!isPhone}
            pageSizeOptions={[20, 50, 100]}
            hideOnSinglePage={total <= 20}
          />
        </div>
      )}
    </div>
  )
}
