import { Input, Radio } from 'antd'
import type { Endpoint } from '#kernel/endpoint.ts'
import { next } from '#kernel/state-machine.ts'
import { listMyTasks } from '#modules/tasks/contract.ts'
import { useCommand } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import * as contract from '../contract.ts'
import type { OversightRecord } from '../contract.ts'
import { OVERSIGHT_MACHINE, type OversightCommand } from '../rules.ts'

type Props = { order: OversightRecord }

const refreshes = [contract.getOversight, contract.listOversights, listMyTasks]

const reasonAgainst = ({ state, facts }: OversightRecord, command: OversightCommand) => {
  const step = next(OVERSIGHT_MACHINE, state, command, facts)
  return step.ok ? undefined : step.reason
}

/** Only what this person could ever do on this order; the state then says whether it is time. */
const concerns = ({ facts }: OversightRecord, command: OversightCommand) =>
  (OVERSIGHT_MACHINE.commands[command].guards ?? [])
    .filter((name) => name !== 'isNotFeeder' && name !== 'isNotReviewer')
    .every((name) => OVERSIGHT_MACHINE.guards[name].holds(facts))

function Press({
  order,
  command,
  endpoint,
  success,
}: Props & { command: 'assign' | 'sign'; endpoint: typeof contract.assignOversight; success: string }) {
  const act = useCommand(endpoint, { refreshes, success })
  const against = reasonAgainst(order, command)
  return (
    <ActionButton
      needs={endpoint}
      type={against ? 'default' : 'primary'}
      disabledReason={against}
      isRunning={act.isRunning}
      onClick={() => void act.run({ id: order.id, version: order.version })}
    >
      {OVERSIGHT_MACHINE.commands[command].label}
    </ActionButton>
  )
}

type Say = {
  command: OversightCommand
  endpoint: Endpoint
  title: string
  label: string
  success: string
  choice?: { name: string; label: string; yes: string; no: string }
}

const SAY: Say[] = [
  {
    command: 'handle',
    endpoint: contract.handleOversight,
    title: '开始办理',
    label: '准备怎么办、谁负责',
    success: '已记录，请在期限内反馈结果',
  },
  {
    command: 'feedBack',
    endpoint: contract.feedBackOversight,
    title: '反馈结果',
    label: '办理情况和结果',
    success: '已反馈，领导小组办公室会复核',
  },
  {
    command: 'pass',
    endpoint: contract.reviewOversight,
    title: '复核',
    label: '复核意见',
    success: '已复核',
    choice: { name: 'isPassed', label: '复核结论', yes: '通过，报请销号', no: '退回继续办理' },
  },
  {
    command: 'close',
    endpoint: contract.closeOversight,
    title: '销号',
    label: '意见',
    success: '已记录',
    choice: { name: 'isAgreed', label: '是否同意销号', yes: '同意销号', no: '不同意，退回办理' },
  },
]

function SayForm({ order, say, onDone }: Props & { say: Say; onDone: () => void }) {
  const command = useCommand(say.endpoint, { refreshes, success: say.success })
  const { choice } = say
  return (
    <RecordForm
      endpoint={say.endpoint}
      command={command}
      fixed={{ id: order.id, version: order.version }}
      submit={say.title}
      onCancel={onDone}
      onDone={onDone}
    >
      {choice && (
        <FormField name={choice.name} label={choice.label}>
          <Radio.Group
            options={[
              { value: true, label: choice.yes },
              { value: false, label: choice.no },
            ]}
          />
        </FormField>
      )}
      <FormField name="note" label={say.label} hint="单位和领导都看得到：不写孩子的姓名、电话、证件号。">
        <Input.TextArea rows={4} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

/** The acts that fall to the reader on this order, each with the reason when it is not its time. */
export function OversightActions({ order }: Props) {
  const withdraw = useCommand(contract.withdrawOversight, { refreshes, success: '已撤销' })
  return (
    <>
      {concerns(order, 'assign') && (
        <Press
          order={order}
          command="assign"
          endpoint={contract.assignOversight}
          success="已交办，反馈期限从现在起算"
        />
      )}
      {concerns(order, 'sign') && (
        <Press order={order} command="sign" endpoint={contract.signOversight} success="已签收" />
      )}
      {SAY.filter(({ command }) => concerns(order, command)).map((say) => {
        const against = reasonAgainst(order, say.command)
        return (
          <FormDialog
            key={say.command}
            title={say.title}
            needs={say.endpoint}
            disabledReason={against}
            {...(!against && { type: 'primary' as const })}
          >
            {(close) => <SayForm order={order} say={say} onDone={close} />}
          </FormDialog>
        )
      })}
      {concerns(order, 'withdraw') && (
        <ConfirmDanger
          needs={contract.withdrawOversight}
          title="撤销督办"
          record={`${order.number} ${order.unit.name}`}
          consequence="撤销后单位不再需要反馈，记录保留。"
          disabledReason={reasonAgainst(order, 'withdraw')}
          asksReason
          onConfirm={(reason) => withdraw.run({ id: order.id, version: order.version, reason })}
        />
      )}
    </>
  )
}
