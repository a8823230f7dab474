import { Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { addDays, today } from '#kernel/day.ts'
import { listOrders, publishOrder } from '#modules/referrals/orders/contract.ts'
import { AGE_BAND, SERVICE_KIND, SERVICE_ORDER_STATE } from '#modules/referrals/orders/labels.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useCan } from '#web/session.tsx'
import { useNow } from '#web/use-now.ts'
import type { CaseRecord } from '../contract.ts'

type Props = { kase: CaseRecord }

const options = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

function Publish({ kase, onDone }: Props & { onDone: () => void }) {
  const [orderId] = useState(newId)
  const command = useCommand(publishOrder, {
    refreshes: [listOrders],
    success: ({ number }) => `已发布 ${number}，名录内的社会组织可以申请承接`,
  })
  const day = today(useNow())
  const items = kase.plan?.items.filter(
    ({ state, hasRunningReferral }) => state === 'open' && !hasRunningReferral,
  )
  return (
    <RecordForm
      endpoint={publishOrder}
      command={command}
      fixed={{ caseId: kase.id, orderId }}
      initial={{ startsOn: addDays(day, 7), endsOn: addDays(day, 60), takeBy: addDays(day, 7) }}
      submit="发布"
      onCancel={onDone}
      onDone={onDone}
      isWide
    >
      <FormField name="planItemId" label="为哪一项计划">
        <Select
          options={
            items?.map(({ id, ordinal, title }) => ({ value: id, label: `第 ${ordinal} 项 ${title}` })) ?? []
          }
        />
      </FormField>
      <FormField name="kind" label="服务种类">
        <Select options={options(SERVICE_KIND)} />
      </FormField>
      <FormField name="age" label="年龄段">
        <Select options={options(AGE_BAND)} />
      </FormField>
      <FormField name="hours" label="小时">
        <InputNumber min={0.5} max={500} step={0.5} />
      </FormField>
      <FormField name="qualification" label="资质要求">
        <Input maxLength={200} />
      </FormField>
      <FormField
        name="content"
        label="服务内容（公开）"
        hint="名录内的社会组织都看得到：不写姓名、电话、证件号和能认出孩子的细节。"
      >
        <Input.TextArea rows={3} maxLength={1000} />
      </FormField>
      <FormField name="detail" label="交底内容（确认承接后对方可见）">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
      <FormField name="takeBy" label="承接截止日">
        <Input type="date" min={day} className="sw-date" />
      </FormField>
      <FormField name="startsOn" label="服务开始">
        <Input type="date" min={day} className="sw-date" />
      </FormField>
      <FormField name="endsOn" label="服务结束">
        <Input type="date" min={day} className="sw-date" />
      </FormField>
    </RecordForm>
  )
}

function Shown({ kase }: Props) {
  const orders = useEndpoint(listOrders, { caseId: kase.id, pageSize: 50 })
  const items = orders.data?.items ?? []
  const isRunning = kase.state === 'in-progress'
  if (!items.length && !isRunning) return null
  return (
    <Section
      title="社会组织的服务"
      extra={
        <FormDialog
          title="发布服务订单"
          needs={publishOrder}
          width={720}
          disabledReason={isRunning ? undefined : '计划实施期间才能发布服务订单'}
        >
          {(close) => <Publish kase={kase} onDone={close} />}
        </FormDialog>
      }
    >
      {items.length ? (
        <ul className="sw-log">
          {items.map(({ id, number, state, kind, unit }) => (
            <li key={id}>
              <Link to={`/service-orders/${id}`}>{number}</Link> {SERVICE_KIND[kind]}，
              {SERVICE_ORDER_STATE[state]}
              {unit && `，${unit.name}`}
            </li>
          ))}
        </ul>
      ) : (
        <p className="sw-quiet">还没有订单。需要社会组织服务的计划事项，可以发布为订单。</p>
      )}
    </Section>
  )
}

/** Services of social organisations for items of this case; for the desk. */
export function ServiceOrders({ kase }: Props) {
  return useCan(listOrders) ? <Shown kase={kase} /> : null
}
