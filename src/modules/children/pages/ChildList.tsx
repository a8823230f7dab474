import { Button, Checkbox, Select } from 'antd'
import { useState } from 'react'
import { listDivisions } from '#modules/organisations/divisions/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { ExportButton } from '#web/kit/ExportButton.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { DayText } from '#web/kit/times.tsx'
import { useIsPhone } from '#web/kit/use-is-phone.ts'
import { useSession } from '#web/session.tsx'
import { ChildFilter, listChildren, type ChildRow } from '../contract.ts'
import { exportChildren } from '../exports/contract.ts'
import { AGE_BAND, CATEGORY, CHILD_STATE, RESIDENCE } from '../labels.ts'
import { registerChild } from '../register/contract.ts'
import { CategoryTags, placeText, sexAndAge } from './ChildWords.tsx'
import './children.css'

const columns: Column<ChildRow>[] = [
  { key: 'name', title: '姓名', render: ({ name }) => name },
  { key: 'age', title: '性别、年龄', phone: 'corner', render: sexAndAge },
  {
    key: 'birthDay',
    title: '出生日期',
    phone: 'absent',
    render: ({ birthDay }) => <DayText value={birthDay} />,
  },
  {
    key: 'categories',
    title: '类别',
    render: ({ categories }) => (categories.length ? <CategoryTags kinds={categories} /> : '—'),
  },
  { key: 'place', title: '负责的村（居）', render: placeText },
  { key: 'residence', title: '居住', phone: 'absent', render: ({ residence }) => RESIDENCE[residence] },
]

/** In one village the place is the same in every row. */
const villageColumns = columns.filter(({ key }) => key !== 'place')

const CATEGORY_FILTER = { 'any-difficulty': '困境儿童（全部）', ...CATEGORY, none: '没有类别' }

const ORDER = [
  { value: 'place', label: '按村（居）' },
  { value: 'youngest', label: '年龄从小到大' },
  { value: 'oldest', label: '年龄从大到小' },
]

const TITLE: Record<string, string> = { 'child-director': '我村的儿童', supervisor: '本镇儿童' }

const NOTHING: Partial<ChildFilter> = {
  divisionCode: undefined,
  category: undefined,
  age: undefined,
  state: undefined,
  relation: undefined,
  idNumberState: undefined,
  order: undefined,
}

type FilterProps = {
  filters: ChildFilter
  onChange: (change: Partial<ChildFilter>) => void
}

function PlaceFilter({ filters, onChange }: FilterProps) {
  const { account } = useSession()
  const divisions = useEndpoint(listDivisions, {})
  const own = account?.role === 'supervisor' ? account.divisionCode : undefined
  const places = (divisions.data?.items ?? []).filter(
    ({ code, parentCode, level }) => level !== 'county' && (!own || code === own || parentCode === own),
  )
  return (
    <DivisionSelect
      label="乡镇或村"
      options={places}
      isLoading={divisions.isPending}
      value={filters.divisionCode}
      onChange={(divisionCode) => onChange({ divisionCode })}
    />
  )
}

function MoreFilters({ filters, onChange }: FilterProps) {
  return (
    <>
      <FilterSelect
        label="状态"
        words={CHILD_STATE}
        value={filters.state}
        onChange={(state) => onChange({ state: state ?? 'active' })}
      />
      <Select
        className="sw-filter"
        aria-label="排序"
        value={filters.order}
        options={ORDER}
        onChange={(order) => onChange({ order })}
      />
      <Checkbox
        className="child-check"
        checked={filters.idNumberState === 'none'}
        onChange={({ target }) => onChange({ idNumberState: target.checked ? 'none' : undefined })}
      >
        没有身份证号的
      </Checkbox>
      <Checkbox
        className="child-check"
        checked={filters.relation === 'hukou-only'}
        onChange={({ target }) => onChange({ relation: target.checked ? 'hukou-only' : undefined })}
      >
        户籍在此、由别处负责的
      </Checkbox>
    </>
  )
}

function Filters({ isOneVillage, ...props }: FilterProps & { isOneVillage: boolean }) {
  const { filters, onChange } = props
  const isPhone = useIsPhone()
  const isRare =
    filters.state !== 'active' ||
    filters.relation !== 'responsible' ||
    filters.idNumberState !== undefined ||
    filters.order !== 'place'
  const [isWide, setIsWide] = useState(isRare)
  const isFiltered = isRare || Boolean(filters.divisionCode ?? filters.category ?? filters.age)
  return (
    <FilterBar onClear={isFiltered ? () => onChange(NOTHING) : undefined}>
      {!isOneVillage && <PlaceFilter {...props} />}
      <FilterSelect
        label="类别"
        words={CATEGORY_FILTER}
        value={filters.category}
        onChange={(category) => onChange({ category })}
      />
      <FilterSelect label="年龄" words={AGE_BAND} value={filters.age} onChange={(age) => onChange({ age })} />
      {isPhone && !isWide ? (
        <Button type="link" onClick={() => setIsWide(true)}>
          更多筛选
        </Button>
      ) : (
        <MoreFilters {...props} />
      )}
    </FilterBar>
  )
}

type ExportProps = { filters: ChildFilter; total: number | undefined; isMore: boolean | undefined }

function ExportList({ filters, total = 0, isMore }: ExportProps) {
  const reason = isMore ? '超过一万人，请先筛选，缩小范围后再导出' : total ? undefined : '名单里没有人'
  return (
    <ExportButton
      endpoint={exportChildren}
      input={filters}
      what={`儿童名单，共 ${total.toLocaleString('zh-CN')} 人（不含证件号、电话和详址）`}
      disabledReason={reason}
    />
  )
}

/** The children of one's own tier: a director's village, a supervisor's town, the centre's county. */
export function ChildList() {
  const [filters, setFilters] = useFilters(ChildFilter)
  const { account } = useSession()
  const children = useEndpoint(listChildren, filters)
  const isOneVillage = account?.role === 'child-director'
  return (
    <Page
      title={TITLE[account?.role ?? ''] ?? '儿童'}
      tabTitle="儿童"
      lede={
        children.data?.isMore
          ? '人数较多，只数到一万。请用筛选缩小范围；知道姓名的，用上方的查找更快。'
          : '点开姓名看一人一档。知道姓名、证件号或电话的，用上方的查找更快。'
      }
      actions={
        <>
          <ExportList filters={filters} total={children.data?.total} isMore={children.data?.isMore} />
          <ActionButton needs={registerChild} type="primary" to="/children/new">
            新建档案
          </ActionButton>
        </>
      }
    >
      <Filters filters={filters} onChange={setFilters} isOneVillage={isOneVillage} />
      <Section isFlush>
        <RecordTable
          caption="儿童名单"
          listing={children}
          columns={isOneVillage ? villageColumns : columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/children/${id}`}
          empty={{
            title: '没有符合条件的儿童',
            hint: '可以放宽或清除筛选。还没有建档的，请点“新建档案”，或由县中心导入名册',
          }}
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
