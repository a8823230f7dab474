import { Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { listAccounts } from '#modules/identity/accounts/contract.ts'
import { AuditFilter, COUNTED_AT_MOST, listAuditEntries } from '../contract.ts'
import { RESULT_LABEL } from '../labels.ts'
import { entryColumns } from './columns.tsx'
import { useActionLabels } from './use-action-labels.ts'

const DAY_WIDTH = { width: '13em' }

const NOTHING = {
  from: undefined,
  to: undefined,
  action: undefined,
  result: undefined,
  actorId: undefined,
  subjectId: undefined,
}

/** Looks that are witnessed only when refused stand by their address; nobody filters by those. */
const isAudited = ({ action }: { action: string }) => !action.includes(' ')

function ActorFilter({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (id: string | undefined) => void
}) {
  const [words, setWords] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  // Listing accounts is itself witnessed: not before somebody asks for them.
  const accounts = useEndpoint(
    listAccounts,
    { pageSize: 50, ...(words && { words }) },
    { isEnabled: isOpen || value !== undefined },
  )
  return (
    <Select
      allowClear
      aria-label="人员"
      className="sw-filter"
      placeholder="全部人员"
      popupMatchSelectWidth={false}
      loading={accounts.isFetching}
      onOpenChange={setIsOpen}
      showSearch={{ filterOption: false, onSearch: setWords }}
      value={value}
      onChange={(id: string | undefined) => onChange(id)}
      options={(accounts.data?.items ?? []).map(({ id, displayName, signInName }) => ({
        value: id,
        label: `${displayName}（${signInName}）`,
      }))}
    />
  )
}

export function AuditList() {
  const [filters, setFilters] = useFilters(AuditFilter)
  const { items: actions, labelOf } = useActionLabels()
  const entries = useEndpoint(listAuditEntries, filters)
  const columns = useMemo(() => entryColumns(labelOf), [labelOf])
  const isFiltered = Object.keys(NOTHING).some((name) => filters[name as keyof typeof NOTHING] !== undefined)
  return (
    <Page
      title="审计记录"
      lede="谁在什么时间对哪条记录做了什么、为什么、结果如何。记录里没有任何人的信息内容；您的每次查询也会留下记录。"
    >
      <FilterBar onClear={isFiltered ? () => setFilters(NOTHING) : undefined}>
        <Input
          type="date"
          prefix="从"
          aria-label="从哪天起"
          style={DAY_WIDTH}
          value={filters.from ?? ''}
          onChange={({ target }) => setFilters({ from: target.value || undefined })}
        />
        <Input
          type="date"
          prefix="到"
          aria-label="到哪天止"
          style={DAY_WIDTH}
          value={filters.to ?? ''}
          onChange={({ target }) => setFilters({ to: target.value || undefined })}
        />
        <ActorFilter value={filters.actorId} onChange={(actorId) => setFilters({ actorId })} />
        <Select
          allowClear
          aria-label="操作"
          className="sw-filter"
          placeholder="全部操作"
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          value={filters.action}
          onChange={(action: string | undefined) => setFilters({ action })}
          options={actions.filter(isAudited).map(({ action, label }) => ({ value: action, label }))}
        />
        <FilterSelect
          label="结果"
          words={RESULT_LABEL}
          value={filters.result}
          onChange={(result) => setFilters({ result })}
        />
      </FilterBar>
      {entries.data?.isMore && (
        <p className="sw-quiet">
          符合条件的超过 {COUNTED_AT_MOST.toLocaleString('zh-CN')} 条，只列最近的；请缩小时间或条件。
        </p>
      )}
      <Section isFlush>
        <RecordTable
          caption="审计记录"
          listing={entries}
          columns={columns}
          keyOf={({ id }) => id}
          empty={{ title: '没有符合条件的记录', hint: '换一个条件，或清除筛选' }}
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
