import { Input, Select } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { newId } from '#web/ids.ts'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DayText } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import { listDivisions } from '../divisions/contract.ts'
import { UNIT_KIND_LABEL } from '../labels.ts'
import { addUnit, listUnits, UnitFilter, type UnitInList } from '../units/contract.ts'

const columns: Column<UnitInList>[] = [
  { key: 'name', title: '单位', render: ({ name }) => name },
  { key: 'kind', title: '类别', phone: 'corner', render: ({ kind }) => UNIT_KIND_LABEL[kind] },
  { key: 'head', title: '负责人', render: ({ headName }) => headName ?? '—' },
  {
    key: 'liaisons',
    title: '联络员',
    render: ({ liaisons }) => (liaisons ? `${liaisons} 人` : <StateTag tone="attention">未指定</StateTag>),
  },
  { key: 'place', title: '所在地', phone: 'absent', render: ({ divisionName }) => divisionName ?? '—' },
  { key: 'joined', title: '加入', phone: 'absent', render: ({ joinedOn }) => <DayText value={joinedOn} /> },
]

const KIND_OPTIONS = Object.entries(UNIT_KIND_LABEL).map(([value, label]) => ({ value, label }))

function AddUnitForm({ close }: { close: () => void }) {
  const [id] = useState(newId)
  const present = today(useNow())
  const divisions = useEndpoint(listDivisions, {})
  const command = useCommand(addUnit, { refreshes: [listUnits], success: '单位已登记，请指定联络员' })
  return (
    <RecordForm
      endpoint={addUnit}
      command={command}
      fixed={{ id }}
      initial={{ kind: 'member-unit', joinedOn: present }}
      submit="登记"
      onCancel={close}
      onDone={close}
    >
      <FormField name="name" label="单位全称">
        <Input maxLength={60} />
      </FormField>
      <FormField name="shortName" label="简称">
        <Input maxLength={20} />
      </FormField>
      <FormField name="kind" label="类别">
        <Select options={KIND_OPTIONS} />
      </FormField>
      <FormField name="code" label="代号" hint="小写字母、数字或短横线，本县内不重复，如 education">
        <Input maxLength={40} autoComplete="off" />
      </FormField>
      <FormField name="divisionCode" label="所在地">
        <DivisionSelect options={divisions.data?.items ?? []} isLoading={divisions.isPending} />
      </FormField>
      <FormField name="joinedOn" label="加入日期">
        <Input type="date" max={present} />
      </FormField>
    </RecordForm>
  )
}

export function UnitList() {
  const [filters, setFilters] = useFilters(UnitFilter)
  const units = useEndpoint(listUnits, filters)
  const isFiltered =
    filters.words !== undefined || filters.kind !== undefined || filters.isWithoutLiaison === true
  return (
    <Page
      title="单位"
      lede="领导小组成员单位、学校、医院等。新建县时带入的 30 个成员单位是种子名单（待核实），请按县里的文件修改。"
      actions={
        <FormDialog needs={addUnit} label="登记单位" title="登记单位" type="primary">
          {(close) => <AddUnitForm close={close} />}
        </FormDialog>
      }
    >
      <FilterBar
        onClear={
          isFiltered
            ? () => setFilters({ words: undefined, kind: undefined, isWithoutLiaison: undefined })
            : undefined
        }
      >
        <Input.Search
          allowClear
          aria-label="单位名称"
          placeholder="单位名称"
          style={{ width: '18em' }}
          defaultValue={filters.words ?? ''}
          onSearch={(words) => setFilters({ words: words.trim() || undefined })}
        />
        <FilterSelect
          label="类别"
          words={UNIT_KIND_LABEL}
          value={filters.kind}
          onChange={(kind) => setFilters({ kind })}
        />
        <FilterSelect
          label="联络员情况"
          words={{ true: '未指定联络员' }}
          value={filters.isWithoutLiaison ? 'true' : undefined}
          onChange={(value) => setFilters({ isWithoutLiaison: value })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="单位"
          listing={units}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/units/${id}`}
          empty={
            isFiltered
              ? { title: '没有符合条件的单位', hint: '换一个条件，或清除筛选' }
              : { title: '还没有单位', hint: '由中心负责人登记' }
          }
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
