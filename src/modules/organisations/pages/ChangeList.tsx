import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { DayText, Instant } from '#web/kit/times.tsx'
import { listDivisionChanges, type DivisionChange } from '../divisions/contract.ts'
import { CHANGE_LABEL } from '../labels.ts'
import { MergeDialog } from './MergeDialog.tsx'

const columns: Column<DivisionChange>[] = [
  { key: 'day', title: '日期', render: ({ changedOn }) => <DayText value={changedOn} /> },
  { key: 'kind', title: '变更', phone: 'corner', render: ({ kind }) => CHANGE_LABEL[kind] },
  { key: 'old', title: '原名', render: ({ oldName }) => oldName },
  { key: 'new', title: '现名或承接', render: ({ newName }) => newName },
  { key: 'document', title: '文号', render: ({ documentNo }) => documentNo ?? '—' },
  {
    key: 'code',
    title: '原代码',
    phone: 'absent',
    render: ({ fromCode }) => <span className="sw-number">{fromCode}</span>,
  },
  {
    key: 'by',
    title: '登记',
    render: ({ recordedBy, recordedAt }) => (
      <>
        {recordedBy} <Instant value={recordedAt} />
      </>
    ),
  },
]

export function ChangeList() {
  const [filters, setFilters] = useFilters(listDivisionChanges.input)
  const changes = useEndpoint(listDivisionChanges, filters)
  return (
    <Page
      title="区划沿革"
      breadcrumbs={[{ title: '工作网络', to: '/network' }, { title: '区划沿革' }]}
      lede="更名在村镇的页面上办理。撤并后，原代码仍可查到并指向承接的村（居），孩子的档案和未办完的事同时转过去。"
      actions={<MergeDialog />}
    >
      <Section isFlush>
        <RecordTable
          caption="区划沿革"
          listing={changes}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ fromCode }) => `/network/places/${fromCode}`}
          empty={{ title: '没有更名或撤并', hint: '区划与安装时的名录一致' }}
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
