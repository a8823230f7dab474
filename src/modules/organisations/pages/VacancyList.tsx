import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { DayText } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import { POST_LABEL } from '../labels.ts'
import { listVacancies, type Vacancy } from '../network/contract.ts'
import { appoint } from '../posts/contract.ts'
import { AppointForm } from './AppointForms.tsx'
import { useIsOwnPlace } from './use-is-own-place.ts'

const readColumns: Column<Vacancy>[] = [
  { key: 'place', title: '村镇', render: ({ divisionName }) => divisionName },
  { key: 'kind', title: '岗位', render: ({ kind }) => POST_LABEL[kind] },
  { key: 'since', title: '空缺自', render: ({ vacantSince }) => <DayText value={vacantSince} /> },
  { key: 'days', title: '天数', align: 'right', render: ({ days }) => days },
  {
    key: 'last',
    title: '上一任',
    render: ({ lastHolderName, endReason }) =>
      lastHolderName ? `${lastHolderName}${endReason ? `（${endReason}）` : ''}` : '从未有人任职',
  },
]

function Appoint({ postId, kind, divisionCode, divisionName }: Vacancy) {
  if (!useIsOwnPlace()(divisionCode)) return null
  return (
    <FormDialog needs={appoint} label="任命" title={`任命${divisionName}${POST_LABEL[kind]}`} size="small">
      {(close) => <AppointForm postId={postId} close={close} />}
    </FormDialog>
  )
}

const columns: Column<Vacancy>[] = [
  ...readColumns,
  { key: 'appoint', title: '操作', phone: 'corner', render: (vacancy) => <Appoint {...vacancy} /> },
]

export function VacancyList() {
  const [filters, setFilters] = useFilters(listVacancies.input)
  const vacancies = useEndpoint(listVacancies, filters)
  const mayAppoint = useCan(appoint)
  return (
    <Page
      title="空缺岗位"
      breadcrumbs={[{ title: '工作网络', to: '/network' }, { title: '空缺岗位' }]}
      lede="已设立、今天没有人在任的岗位，空缺最久的在前。"
    >
      <FilterBar onClear={filters.kind ? () => setFilters({ kind: undefined }) : undefined}>
        <FilterSelect
          label="岗位"
          words={POST_LABEL}
          value={filters.kind}
          onChange={(kind) => setFilters({ kind })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="空缺岗位"
          listing={vacancies}
          columns={mayAppoint ? columns : readColumns}
          keyOf={({ postId }) => postId}
          to={({ divisionCode }) => `/network/places/${divisionCode}`}
          empty={{ title: '没有空缺', hint: '每个已设立的岗位今天都有人在任' }}
          paging={{
            page: filters.page,
            pageSize: filters.pageSize,
            onChange: (page, pageSize) => setFilters({ page, pageSize }),
          }}
        />
      </Section>
    </Page>
  )
}
