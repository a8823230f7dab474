import { Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { newId } from '#web/ids.ts'
import { FilterBar, FilterSelect } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { DayText, Instant } from '#web/kit/times.tsx'
import { LIGHT } from '../../labels.ts'
import { LightTag } from '../../pages/LightTag.tsx'
import { proposeOversight } from '../contract.ts'
import { URGING_WORDS } from '../labels.ts'
import { listOwed, urgeReferral } from '../urgings/contract.ts'
import { Propose } from './Propose.tsx'

type Row = OutputOf<typeof listOwed>['items'][number]

function UrgeForm({ row, onDone }: { row: Row; onDone: () => void }) {
  const [urgingId] = useState(newId)
  const command = useCommand(urgeReferral, { refreshes: [listOwed], success: '已催办，对方已收到通知' })
  return (
    <RecordForm
      endpoint={urgeReferral}
      command={command}
      fixed={{ id: row.id, urgingId }}
      initial={{ words: row.light === 'near' ? 'answer-soon' : 'answer-late' }}
      submit="催办"
      onCancel={onDone}
      onDone={onDone}
    >
      <p className="sw-quiet">
        {row.number}，{row.unit.name}。通知发给该单位的联络员和负责人，一个工作日至多一次。
      </p>
      <FormField name="words" label="催办用语">
        <Select
          options={Object.entries(URGING_WORDS).map(([value, label]) => ({ value, label }))}
          popupMatchSelectWidth={false}
        />
      </FormField>
    </RecordForm>
  )
}

const Urge = ({ row }: { row: Row }) => (
  <FormDialog title="催办" needs={urgeReferral} size="small" disabledReason={row.against ?? undefined}>
    {(close) => <UrgeForm row={row} onDone={close} />}
  </FormDialog>
)

const urgedText = ({ urgings: { count, last } }: Row) => {
  if (!last) return '没有催过'
  return (
    <>
      {count} 次，最近 <Instant value={last.urgedAt} />
      {last.expectedDay ? (
        <>
          ；对方答复预计 <DayText value={last.expectedDay} /> 办结
        </>
      ) : (
        '；对方还没有答复'
      )}
    </>
  )
}

const columns: Column<Row>[] = [
  { key: 'number', title: '转介编号', render: ({ number }) => number },
  { key: 'unit', title: '单位', render: ({ unit }) => unit.name },
  {
    key: 'due',
    title: '答复期限',
    render: (row) => <LightTag light={row.light} dueAt={row.dueAt} isLightCertain={row.isDueCertain} />,
  },
  { key: 'signed', title: '签收', render: ({ isSigned }) => (isSigned ? '已签收' : '没有签收') },
  { key: 'urgings', title: '催办', render: urgedText },
  {
    key: 'oversight',
    title: '督办',
    render: ({ oversight }) =>
      oversight ? <Link to={`/oversights/${oversight.id}`}>{oversight.number}</Link> : '—',
  },
  { key: 'act', title: '操作', render: (row) => <Urge row={row} /> },
]

/** What units owe that is near or late; one press reminds, several of one unit become an order of oversight. */
export function OwedList() {
  const [filters, setFilters] = useFilters(listOwed.input)
  const owed = useEndpoint(listOwed, filters)
  const [keys, setKeys] = useState<string[]>([])
  const chosen = owed.data?.items.filter(({ id }) => keys.includes(id)) ?? []
  const [first] = chosen
  const { light } = filters
  const counts = owed.data?.counts
  const against = !first
    ? '请先在表里选择同一单位的转介'
    : chosen.some(({ unit }) => unit.id !== first.unit.id)
      ? '所选转介须属于同一个单位'
      : undefined
  return (
    <Page
      title="催办"
      breadcrumbs={[{ title: '督办', to: '/oversights' }, { title: '催办' }]}
      lede={
        counts &&
        `临期 ${counts.near} 件，超期 ${counts.late} 件，严重超期 ${counts.longLate} 件。只显示编号、单位和期限。`
      }
      actions={
        <FormDialog title="督办立项" needs={proposeOversight} disabledReason={against}>
          {(close) =>
            first && (
              <Propose
                about={{ unitId: first.unit.id, unitName: first.unit.name, referrals: chosen }}
                onDone={() => {
                  setKeys([])
                  close()
                }}
              />
            )
          }
        </FormDialog>
      }
    >
      <FilterBar onClear={light ? () => setFilters({ light: undefined }) : undefined}>
        <FilterSelect
          label="期限"
          words={{ near: LIGHT.near, late: LIGHT.late, 'long-late': LIGHT['long-late'] }}
          value={light}
          onChange={(next) => setFilters({ light: next })}
        />
      </FilterBar>
      <Section isFlush>
        <RecordTable
          caption="单位还没有答复的转介"
          listing={owed}
          columns={columns}
          keyOf={({ id }) => id}
          selection={{ keys, onChange: setKeys, isDisabled: ({ oversight }) => oversight !== null }}
          empty={{ title: '没有临期或超期的转介', hint: '承接单位都在期限内；临期时这里会显示' }}
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
