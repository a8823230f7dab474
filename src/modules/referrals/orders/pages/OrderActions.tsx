import { Checkbox, Form, Input } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { addDays, today } from '#kernel/day.ts'
import { next } from '#kernel/state-machine.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { useCommand } from '#web/api.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { GrantedField } from '../../contract.ts'
import { GRANTED_FIELD } from '../../labels.ts'
import { LONGEST_ACCESS_DAYS } from '../../rules.ts'
import * as contract from '../contract.ts'
import { SERVICE_MACHINE, type ServiceCommand } from '../rules.ts'

type Order = OutputOf<typeof contract.getOrder>
type Props = { order: Order; onDone: () => void }

const refreshes = [contract.getOrder, contract.listOrders, listMyTasks]

/** [D] Days after the service ends in which the organisation writes its result. */
const DAYS_FOR_RESULT = 14

const isOfState = ({ state }: Order, command: ServiceCommand) =>
  SERVICE_MACHINE.commands[command].from.includes(state)

const reasonAgainst = ({ state, facts }: Order, command: ServiceCommand) => {
  const step = next(SERVICE_MACHINE, state, command, facts)
  return step.ok ? undefined : step.reason
}

function ConfirmForm({ order, onDone }: Props) {
  const command = useCommand(contract.confirmTaking, {
    refreshes,
    success: '已确认承接，对方现在可以看到授权的信息',
  })
  const day = today(useNow())
  return (
    <RecordForm
      endpoint={contract.confirmTaking}
      command={command}
      fixed={{ id: order.id, version: order.version }}
      initial={{
        fields: ['name', 'sex', 'place', 'guardians'],
        reason: '完成本订单的服务需要',
        accessEndsOn: addDays(order.endsOn, DAYS_FOR_RESULT),
      }}
      submit="确认承接"
      onCancel={onDone}
      onDone={onDone}
    >
      <Form.Item
        name="fields"
        label="让对方看到孩子的哪些信息"
        rules={[{ type: 'array', min: 1, message: '请选择服务所必需的信息' }]}
        extra="只选服务所必需的；对方每次查看都有记录。"
      >
        <Checkbox.Group
          options={GrantedField.options.map((field) => ({ value: field, label: GRANTED_FIELD[field] }))}
        />
      </Form.Item>
      <FormField name="reason" label="为什么需要这些信息">
        <Input maxLength={200} />
      </FormField>
      <FormField name="accessEndsOn" label="授权到哪天为止" hint="退回、收回、验收后立即结束。">
        <Input type="date" min={order.endsOn} max={addDays(day, LONGEST_ACCESS_DAYS)} className="sw-date" />
      </FormField>
    </RecordForm>
  )
}

function AcceptForm({ order, onDone }: Props) {
  const command = useCommand(contract.acceptService, {
    refreshes,
    success: '已验收，结果已记到计划事项，对方的授权已结束',
  })
  return (
    <RecordForm
      endpoint={contract.acceptService}
      command={command}
      fixed={{ id: order.id, version: order.version }}
      initial={{ result: order.result ?? '' }}
      submit="验收"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="result" label="记入计划事项的结果">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

function RepublishForm({ order, onDone }: Props) {
  const command = useCommand(contract.republishOrder, { refreshes, success: '已重新发布' })
  return (
    <RecordForm
      endpoint={contract.republishOrder}
      command={command}
      fixed={{ id: order.id, version: order.version }}
      submit="重新发布"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="takeBy" label="承接截止日">
        <Input type="date" className="sw-date" />
      </FormField>
      <FormField name="startsOn" label="服务开始">
        <Input type="date" className="sw-date" />
      </FormField>
      <FormField name="endsOn" label="服务结束">
        <Input type="date" className="sw-date" />
      </FormField>
    </RecordForm>
  )
}

const GIVING_UP = [
  {
    command: 'decline',
    endpoint: contract.declineTaking,
    title: '不同意承接',
    consequence: '订单重新对其他组织开放。',
  },
  {
    command: 'sendBack',
    endpoint: contract.sendBackService,
    title: '退回补充',
    consequence: '对方补充后重新提交，授权不变。',
  },
  {
    command: 'revoke',
    endpoint: contract.revokeOrder,
    title: '收回订单',
    consequence: '对方立即看不到孩子的信息；订单由您重新发布或撤回。',
  },
  {
    command: 'withdraw',
    endpoint: contract.withdrawOrder,
    title: '撤回订单',
    consequence: '订单结束，计划事项改由其他方式办理。',
  },
] as const

function GiveUp({ order, act }: { order: Order; act: (typeof GIVING_UP)[number] }) {
  const command = useCommand(act.endpoint, { refreshes, success: `已${act.title}` })
  return (
    <ConfirmDanger
      needs={act.endpoint}
      title={act.title}
      record={order.number}
      consequence={act.consequence}
      asksReason
      onConfirm={(reason) => command.run({ id: order.id, version: order.version, reason })}
    />
  )
}

/** The centre's acts on an order in its present state. */
export function OrderActions({ order }: { order: Order }) {
  return (
    <>
      {isOfState(order, 'confirm') && (
        <FormDialog
          title="确认承接"
          needs={contract.confirmTaking}
          type="primary"
          disabledReason={reasonAgainst(order, 'confirm')}
        >
          {(close) => <ConfirmForm order={order} onDone={close} />}
        </FormDialog>
      )}
      {isOfState(order, 'accept') && (
        <FormDialog title="验收" needs={contract.acceptService} type="primary">
          {(close) => <AcceptForm order={order} onDone={close} />}
        </FormDialog>
      )}
      {isOfState(order, 'republish') && (
        <FormDialog title="重新发布" needs={contract.republishOrder} type="primary">
          {(close) => <RepublishForm order={order} onDone={close} />}
        </FormDialog>
      )}
      {GIVING_UP.filter(({ command }) => isOfState(order, command)).map((act) => (
        <GiveUp key={act.command} order={order} act={act} />
      ))}
    </>
  )
}
