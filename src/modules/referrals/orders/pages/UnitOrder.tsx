import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Masked } from '#web/kit/Masked.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { GRANTED_FIELD } from '../../labels.ts'
import {
  claimOrder,
  getUnitOrder,
  giveBackOrder,
  listUnitOrders,
  recordSession,
  reportService,
  revealServed,
} from '../unit/contract.ts'
import { OrderTag } from './OrderList.tsx'
import { Sessions, untilText } from './OrderPage.tsx'
import { PublicFacts } from './PublicFacts.tsx'
import './orders.css'

type Order = OutputOf<typeof getUnitOrder>
type Props = { order: Order; onDone: () => void }
const refreshes = [getUnitOrder, listUnitOrders, listMyTasks]

function ClaimForm({ order, onDone }: Props) {
  const command = useCommand(claimOrder, { refreshes, success: '已申请，等县未保中心确认' })
  return (
    <RecordForm
      endpoint={claimOrder}
      command={command}
      fixed={{ id: order.id, version: order.version, edition: order.promise.edition }}
      submit="申请承接"
      onCancel={onDone}
      onDone={onDone}
      isWide
    >
      <FormField name="workerId" label="服务人员" hint="须在名录内，且一年内做过入职查询。">
        <Select
          options={order.workers.map(({ id, name, entryQueryOn, isCleared }) => ({
            value: id,
            label: `${name}（入职查询 ${entryQueryOn}${isCleared ? '' : '，已过期'}）`,
            disabled: !isCleared,
          }))}
        />
      </FormField>
      <div className="ord-promise" role="note" aria-label="保密承诺">
        {order.promise.text}
      </div>
      <FormField name="promisedBy" label="承诺人姓名">
        <Input maxLength={30} />
      </FormField>
      <FormField name="isPromised" label="保密承诺" isChecked>
        <Checkbox>已逐条阅读，本单位承诺遵守</Checkbox>
      </FormField>
    </RecordForm>
  )
}

function SessionForm({ order, onDone }: Props) {
  const [sessionId] = useState(newId)
  const command = useCommand(recordSession, { refreshes, success: '已登记' })
  const day = today(useNow())
  return (
    <RecordForm
      endpoint={recordSession}
      command={command}
      fixed={{ id: order.id, sessionId }}
      initial={{ heldOn: day }}
      submit="登记"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="heldOn" label="服务日期">
        <Input type="date" min={order.startsOn} max={day} className="sw-date" />
      </FormField>
      <FormField name="hours" label="小时">
        <InputNumber min={0.5} max={12} step={0.5} />
      </FormField>
      <FormField name="note" label="做了什么、孩子的情况">
        <Input.TextArea rows={4} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

function ReportForm({ order, onDone }: Props) {
  const command = useCommand(reportService, { refreshes, success: '已提交，县未保中心会验收' })
  return (
    <RecordForm
      endpoint={reportService}
      command={command}
      fixed={{ id: order.id, version: order.version }}
      submit="提交结果"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="result" label="完成了什么、效果怎样">
        <Input.TextArea rows={4} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

/** Each where the order's state has room for it. */
function Acts({ order }: { order: Order }) {
  const giveBack = useCommand(giveBackOrder, { refreshes, success: '已退回，本单位不再看到孩子的信息' })
  const { state, isOurs, facts } = order
  const taking = !order.workers.some(({ isCleared }) => isCleared)
    ? '没有一年内做过入职查询的服务人员，请先向县未保中心登记'
    : facts.isInTime
      ? undefined
      : '承接截止日已过'
  return (
    <>
      {state === 'open' && (
        <FormDialog title="申请承接" needs={claimOrder} type="primary" disabledReason={taking} width={720}>
          {(close) => <ClaimForm order={order} onDone={close} />}
        </FormDialog>
      )}
      {isOurs && state === 'taken' && (
        <>
          <FormDialog title="登记服务" needs={recordSession} type="primary">
            {(close) => <SessionForm order={order} onDone={close} />}
          </FormDialog>
          <FormDialog
            title="提交结果"
            needs={reportService}
            disabledReason={facts.hasSession ? undefined : '还没有登记服务记录'}
          >
            {(close) => <ReportForm order={order} onDone={close} />}
          </FormDialog>
        </>
      )}
      {isOurs && (state === 'claimed' || state === 'taken') && (
        <ConfirmDanger
          needs={giveBackOrder}
          title="退回订单"
          record={order.number}
          consequence="退回后立即看不到孩子的信息；理由里不要写孩子的姓名。"
          asksReason
          onConfirm={(reason) => giveBack.run({ id: order.id, version: order.version, reason })}
        />
      )}
    </>
  )
}

function Identity({ order }: { order: Order }) {
  const { identity } = order
  if (!identity)
    return (
      <Section title="孩子的信息">
        <p className="sw-quiet">
          {order.state === 'open' || order.state === 'claimed'
            ? '县未保中心确认承接后，这里显示服务所必需的信息。'
            : '授权没有开始或已经结束，不显示孩子的信息。'}
        </p>
      </Section>
    )
  return (
    <>
      <Section title="孩子的信息（本次授权）">
        <Facts
          columns={2}
          items={[
            ...identity.child.map(({ field, value, isSecret }) => ({
              label: GRANTED_FIELD[field],
              value: isSecret ? (
                <Masked
                  label={GRANTED_FIELD[field]}
                  masked={value}
                  endpoint={revealServed}
                  input={{ id: order.id, field }}
                  pick={(out) => out.value}
                />
              ) : (
                (value ?? '没有登记')
              ),
            })),
            {
              label: '交底内容',
              value: <span className="ord-text">{identity.detail}</span>,
              isWide: true,
            },
          ]}
        />
        <p className="sw-quiet">
          用途：{identity.reason}。授权到 {untilText(identity.accessEndsAt)} 为止；谁在何时看过都有记录。
        </p>
      </Section>
      <Section title="服务记录">
        <Sessions sessions={identity.sessions} hours={order.hours} />
      </Section>
    </>
  )
}

export function UnitOrder() {
  const { id = '' } = useParams()
  const query = useEndpoint(getUnitOrder, { id })
  const order = query.data
  const breadcrumbs = [{ title: '承接服务订单', to: '/unit-service-orders' }, { title: order?.number ?? '' }]
  if (query.error)
    return (
      <Page title="服务订单" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!order) return <Loading rows={8} />
  return (
    <Page
      title={
        <>
          {order.number} <OrderTag state={order.state} />
        </>
      }
      tabTitle={order.number}
      breadcrumbs={breadcrumbs}
      actions={<Acts order={order} />}
    >
      <Section title="订单">
        <PublicFacts order={order} />
      </Section>
      <Identity order={order} />
    </Page>
  )
}
