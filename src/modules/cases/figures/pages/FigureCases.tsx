import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { DayText } from '#web/kit/times.tsx'
import { dayOf } from '#kernel/day.ts'
import { CASE_STATE, DANGER_LEVEL } from '../../labels.ts'
import { FigureCasesFilter, listFigureCases, Measure } from '../contract.ts'
import { DEFINITION, MEASURE } from '../labels.ts'
import { RATED } from '../rules.ts'

type Row = OutputOf<typeof listFigureCases>['items'][number]

const columns: Column<Row>[] = [
  { key: 'number', title: '编号', render: ({ number }) => number },
  { key: 'state', title: '现在的状态', phone: 'corner', render: ({ state }) => CASE_STATE[state] },
  { key: 'level', title: '等级', render: ({ dangerLevel }) => DANGER_LEVEL[dangerLevel] },
  { key: 'place', title: '村（居）', render: ({ place }) => place ?? '—' },
  { key: 'owner', title: '负责人', render: ({ owner }) => owner },
  { key: 'unit', title: '单位', render: ({ unit }) => unit ?? '—' },
  { key: 'at', title: '计入的日子', render: ({ at }) => <DayText value={dayOf(at)} /> },
]
const dueColumns: Column<Row>[] = [
  { key: 'due', title: '期限', render: ({ dueAt }) => <DayText value={dueAt && dayOf(dueAt)} /> },
  { key: 'done', title: '办了', render: ({ doneAt }) => <DayText value={doneAt && dayOf(doneAt)} /> },
  { key: 'good', title: '算在其中', render: ({ isGood }) => (isGood ? '是' : '否') },
]
const ratedColumns = [...columns, ...dueColumns]

// An address without a measure shows no list.
const Asked = FigureCasesFilter.extend({ measure: Measure.optional() })

/** The cases behind a number of the figures. */
export function FigureCases() {
  const [filter, setFilter] = useFilters(Asked)
  const { measure } = filter
  const cases = useEndpoint(
    listFigureCases,
    { ...filter, measure: measure ?? 'opened' },
    { isEnabled: measure !== undefined },
  )
  const crumbs = [{ title: '闭环统计', to: '/figures' }, { title: '个案' }]
  if (!measure)
    return (
      <Page title="统计背后的个案" breadcrumbs={crumbs}>
        <EmptyState title="还没有选数字" hint="请回到闭环统计，点开一个数字。" />
      </Page>
    )
  return (
    <Page title={`${MEASURE[measure]}：是哪些个案`} breadcrumbs={crumbs} lede={`${DEFINITION[measure]}。`}>
      <Section isFlush>
        <RecordTable
          caption={`${MEASURE[measure]}的个案`}
          listing={cases}
          columns={RATED.includes(measure) ? ratedColumns : columns}
          keyOf={(row) => `${row.caseId}${row.at}${row.unit ?? ''}${row.dueAt ?? ''}`}
          to={({ caseId }) => `/cases/${caseId}`}
          empty={{ title: '没有这样的个案', hint: '换一个统计期，或回到闭环统计看别的数字。' }}
          paging={{
            page: filter.page,
            pageSize: filter.pageSize,
            onChange: (page, pageSize) => setFilter({ page, pageSize }),
          }}
        />
      </Section>
    </Page>
  )
}
