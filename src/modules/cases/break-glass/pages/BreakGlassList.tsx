import { Form, Input, Radio, Segmented } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useEndpoint, useCommand } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { newId } from '#web/ids.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import { breakGlass, BreakGlassFilter, listBreakGlass, type BreakGlass } from '../contract.ts'
import { BREAK_GLASS_STATE, VERDICT } from '../labels.ts'

type Field = { name: string; label: string; type?: 'date' }

/** What is asked for by each way of finding the case. */
const FIELDS: Record<string, Field[]> = {
  number: [{ name: 'number', label: '个案的编号' }],
  'id-number': [{ name: 'idNumber', label: '孩子的证件号码' }],
  name: [
    { name: 'name', label: '孩子的姓名' },
    { name: 'birthDay', label: '孩子的出生日期', type: 'date' },
  ],
}

function Open({ onDone }: { onDone: () => void }) {
  const [id] = useState(newId)
  const [by, setBy] = useState('number')
  const navigate = useNavigate()
  const command = useCommand(breakGlass, {
    success: '已打开，负责人和中心主任已收到提醒',
    refreshes: [listBreakGlass],
  })
  return (
    <RecordForm
      endpoint={breakGlass}
      command={command}
      fixed={{ id }}
      initial={{ by: 'number' }}
      submit="打开个案"
      onCancel={onDone}
      onDone={({ caseId }) => {
        onDone()
        void navigate(`/cases/${caseId}`)
      }}
    >
      <p>
        只在夜间或紧急、又找不到负责人时使用。打开后有时限，到时自动关闭，其间只能看，不能办理；负责人和中心主任立刻得到提醒，下一个工作日由中心主任复核。
      </p>
      <FormField name="by" label="怎样找到个案">
        <Radio.Group
          onChange={({ target }) => setBy(String(target.value))}
          options={[
            { value: 'number', label: '个案编号' },
            { value: 'id-number', label: '孩子的证件号码' },
            { value: 'name', label: '孩子的姓名和出生日期' },
          ]}
        />
      </FormField>
      {FIELDS[by]?.map(({ name, label, type }) => (
        // The contract leaves each open, because it is the way of finding that asks for it.
        <Form.Item
          key={name}
          name={name}
          label={label}
          required
          rules={[{ required: true, message: `请填写${label}` }]}
        >
          <Input autoComplete="off" type={type ?? 'text'} {...(type && { className: 'sw-date' })} />
        </Form.Item>
      ))}
      <FormField name="reason" label="为什么现在必须打开" hint="会记入审计，并给负责人和中心主任看。">
        <Input.TextArea rows={2} maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

export const StateOf = ({ glass }: { glass: BreakGlass }) => {
  if (glass.verdict)
    return <StateTag tone={glass.verdict === 'justified' ? 'good' : 'bad'}>{VERDICT[glass.verdict]}</StateTag>
  return glass.isRunning ? (
    <StateTag tone="bad">{BREAK_GLASS_STATE.running}</StateTag>
  ) : (
    <StateTag tone="attention">{BREAK_GLASS_STATE['to-review']}</StateTag>
  )
}

const columns: Column<BreakGlass>[] = [
  { key: 'number', title: '个案', render: ({ number }) => number },
  { key: 'state', title: '状态', phone: 'corner', render: (glass) => <StateOf glass={glass} /> },
  { key: 'who', title: '谁', render: ({ openedBy }) => openedBy.name },
  {
    key: 'when',
    title: '从何时到何时',
    render: ({ openedAt, endsAt }) => (
      <>
        <Instant value={openedAt} /> 至 <Instant value={endsAt} />
      </>
    ),
  },
  { key: 'reason', title: '事由', render: ({ reason }) => reason },
  { key: 'by', title: '复核', render: ({ reviewedBy }) => reviewedBy ?? '—' },
]

/** Who opened what beyond their rights: one's own, or all for the head and the witness. */
export function BreakGlassList() {
  const [filters, setFilters] = useFilters(BreakGlassFilter)
  const listing = useEndpoint(listBreakGlass, filters)
  const mayOpen = useCan(breakGlass)
  return (
    <Page
      title="紧急调阅"
      lede="夜间值班在紧急时打开看不到的个案：说明事由、限时、事后复核。"
      actions={
        <FormDialog title="紧急调阅个案" needs={breakGlass} type="primary">
          {(close) => <Open onDone={close} />}
        </FormDialog>
      }
    >
      <Section isFlush>
        <div className="sw-filter-bar">
          <Segmented
            aria-label="状态"
            value={filters.state ?? 'all'}
            onChange={(value) =>
              setFilters({ state: BreakGlassFilter.shape.state.catch(undefined).parse(value), page: 1 })
            }
            options={[
              { value: 'all', label: '全部' },
              ...Object.entries(BREAK_GLASS_STATE).map(([value, label]) => ({ value, label })),
            ]}
          />
        </div>
        <RecordTable
          caption="紧急调阅"
          listing={listing}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/break-glass/${id}`}
          paging={{
            page: filters.page,
            pageSize: filters.pageSize,
            onChange: (page, pageSize) => setFilters({ page, pageSize }),
          }}
          empty={{
            title: '没有紧急调阅',
            hint: mayOpen ? '确有必要时，用右上角的按钮打开一个看不到的个案。' : undefined,
          }}
        />
      </Section>
    </Page>
  )
}
