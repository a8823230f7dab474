import { Input } from 'antd'
import { useParams } from 'react-router'
import { z } from 'zod'
import { Day } from '#kernel/fields.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { EventKind, getTimeline, type CaseEvent } from '../contract.ts'
import { EVENT_KIND } from '../labels.ts'
import './book.css'

const Filters = z.object({ kind: EventKind.optional(), from: Day.optional(), to: Day.optional() })

function Events({ items }: { items: CaseEvent[] }) {
  if (!items.length) return <EmptyState title="没有符合条件的记录" hint="换一个类别，或放宽日期。" />
  return (
    <ol className="book-line">
      {items.map(({ at, kind, title, by }, index) => (
        // The same thing may happen twice in a moment; the list is never reordered.
        <li key={`${at}${kind}${title}${index}`}>
          <Instant value={at} /> <StateTag>{EVENT_KIND[kind]}</StateTag> {title}
          {by && <span className="sw-quiet">（{by}）</span>}
        </li>
      ))}
    </ol>
  )
}

/** Everything that happened in a case, with filters; what was said stands where it was recorded. */
export function TimelinePage() {
  const { id = '' } = useParams()
  const [filters, setFilters] = useFilters(Filters)
  const query = useEndpoint(getTimeline, { id, ...filters })
  const isFiltered = Boolean(filters.kind ?? filters.from ?? filters.to)
  const words = Object.fromEntries(
    (query.data?.counts ?? []).map(({ kind, count }) => [kind, `${EVENT_KIND[kind]}（${count}）`]),
  )
  return (
    <Page
      title="个案时间线"
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        { title: '个案', to: `/cases/${id}` },
        { title: '时间线' },
      ]}
    >
      <FilterBar
        onClear={
          isFiltered ? () => setFilters({ kind: undefined, from: undefined, to: undefined }) : undefined
        }
      >
        <FilterSelect<string>
          label="类别"
          words={words}
          value={filters.kind}
          onChange={(kind) => setFilters({ kind: EventKind.options.find((each) => each === kind) })}
        />
        <Input
          type="date"
          aria-label="从哪一天"
          className="sw-date"
          value={filters.from ?? ''}
          onChange={({ target }) => setFilters({ from: target.value || undefined })}
        />
        <Input
          type="date"
          aria-label="到哪一天"
          className="sw-date"
          value={filters.to ?? ''}
          onChange={({ target }) => setFilters({ to: target.value || undefined })}
        />
      </FilterBar>
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!query.data && !query.error && <Loading rows={10} />}
      {query.data && (
        <Section>
          <Events items={query.data.items} />
        </Section>
      )}
    </Page>
  )
}
