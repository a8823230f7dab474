import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { next } from '#kernel/state-machine.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { listUnits } from '#modules/organisations/units/contract.ts'
import { addCoUnit } from '../co-units/contract.ts'
import {
  acceptAnswer,
  getSentReferral,
  GrantedField,
  listCaseReferrals,
  listSentReferrals,
  withdrawReferral,
} from '../contract.ts'
import { reopenReferral, sayEffect } from '../effects/contract.ts'
import { EFFECT, GRANTED_FIELD } from '../labels.ts'
import { redirectReferral, resendReferral } from '../returns/contract.ts'
import { DESK_FACTS, REFERRAL_MACHINE, RUNNING, type ReferralCommand } from '../rules.ts'

export type SentPage = OutputOf<typeof getSentReferral>
type Props = { referral: SentPage }
type FormProps = Props & { onClose: () => void }

/** What a sender's act changes on its pages. */
export const SENT_READS = [getSentReferral, listSentReferrals, listCaseReferrals]

const coUnitsOwing = ({ part, family }: SentPage) =>
  part === 'lead'
    ? family.filter((each) => each.part === 'co' && RUNNING.includes(each.state) && each.state !== 'answered')
        .length
    : 0

const reasonAgainst = (referral: SentPage, command: ReferralCommand) => {
  const facts = { ...DESK_FACTS, coUnitsOwing: coUnitsOwing(referral) }
  const step = next(REFERRAL_MACHINE, referral.state, command, facts)
  return step.ok ? undefined : step.reason
}

function AcceptForm({ referral, onClose }: FormProps) {
  const command = useCommand(acceptAnswer, {
    refreshes: SENT_READS,
    success: '已采纳，结果已记到计划事项，对方的授权已结束',
  })
  return (
    <RecordForm
      endpoint={acceptAnswer}
      command={command}
      fixed={{ id: referral.id, version: referral.version }}
      initial={{ result: referral.answer ?? '' }}
      submit="采纳答复"
      onCancel={onClose}
      onDone={onClose}
    >
      <FormField name="result" label="记入计划事项的结果">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

function ResendForm({ referral, onClose }: FormProps) {
  const [referralId] = useState(newId)
  const navigate = useNavigate()
  const command = useCommand(resendReferral, {
    refreshes: SENT_READS,
    success: ({ number }) => `已再次发出 ${number}，期限从现在起算`,
    onDone: ({ id }) => void navigate(`/referrals/${id}`),
  })
  return (
    <RecordForm
      endpoint={resendReferral}
      command={command}
      fixed={{ id: referral.id, version: referral.version, referralId }}
      submit="再次发出"
      onCancel={onClose}
    >
      <FormField name="explanation" label={`为什么仍请${referral.unit.name}办理`}>
        <Input.TextArea rows={3} maxLength={1000} />
      </FormField>
    </RecordForm>
  )
}

function CoUnitForm({ referral, onClose }: FormProps) {
  const [referralId] = useState(newId)
  const units = useEndpoint(listUnits, { pageSize: 100 })
  const command = useCommand(addCoUnit, {
    refreshes: SENT_READS,
    success: ({ number }) => `已发给协办单位：${number}`,
  })
  const busy = referral.family.filter(({ state }) => RUNNING.includes(state)).map(({ name }) => name)
  return (
    <RecordForm
      endpoint={addCoUnit}
      command={command}
      fixed={{ id: referral.id, version: referral.version, referralId }}
      initial={{ fields: ['name', 'sex', 'birthDay'] }}
      submit="增加协办单位"
      onCancel={onClose}
      onDone={onClose}
    >
      <FormField name="unitId" label="协办单位">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={
            units.data?.items
              .filter(({ name, leftOn }) => !leftOn && !busy.includes(name))
              .map(({ id, name }) => ({ value: id, label: name })) ?? []
          }
        />
      </FormField>
      <FormField name="request" label="请它做哪一部分">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
      <Form.Item
        name="fields"
        label="让它看到孩子的哪些信息"
        rules={[{ type: 'array', min: 1, message: '请选择对方办理所必需的信息' }]}
      >
        <Checkbox.Group
          options={GrantedField.options.map((field) => ({ value: field, label: GRANTED_FIELD[field] }))}
        />
      </Form.Item>
      <FormField name="reason" label="为什么需要这些信息">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function EffectForm({ referral, onClose }: FormProps) {
  const command = useCommand(sayEffect, { refreshes: SENT_READS, success: '效果已记录' })
  return (
    <RecordForm
      endpoint={sayEffect}
      command={command}
      fixed={{ id: referral.id, version: referral.version }}
      submit="记录效果"
      onCancel={onClose}
      onDone={onClose}
    >
      <FormField name="effect" label="对孩子有没有帮助">
        <Radio.Group options={Object.entries(EFFECT).map(([value, label]) => ({ value, label }))} />
      </FormField>
      <FormField name="words" label="看到的变化">
        <Input.TextArea rows={3} maxLength={1000} />
      </FormField>
      <FormField name="childWords" label="孩子自己怎么说" hint="用孩子的原话；没有问到的可以不填。">
        <Input.TextArea rows={2} maxLength={1000} />
      </FormField>
    </RecordForm>
  )
}

function ReopenForm({ referral, onClose }: FormProps) {
  const [ids] = useState(() => ({ referralId: newId(), itemId: newId() }))
  const navigate = useNavigate()
  const command = useCommand(reopenReferral, {
    refreshes: SENT_READS,
    success: ({ number }) => `已重新交办 ${number}，计划里增加了一项`,
    onDone: ({ id }) => void navigate(`/referrals/${id}`),
  })
  return (
    <RecordForm
      endpoint={reopenReferral}
      command={command}
      fixed={{ id: referral.id, version: referral.version, ...ids }}
      submit="重新交办"
      onCancel={onClose}
    >
      <FormField name="request" label={`请${referral.unit.name}再做什么`}>
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

/** One press: what was asked goes to the unit that the returning one proposed. */
function Redirect({ referral }: Props) {
  const [referralId] = useState(newId)
  const navigate = useNavigate()
  const command = useCommand(redirectReferral, {
    refreshes: SENT_READS,
    success: ({ number }) => `已改派 ${number}，期限从现在起算`,
    onDone: ({ id }) => void navigate(`/referrals/${id}`),
  })
  const to = referral.returned?.proposedUnit.name
  return (
    <ActionButton
      needs={redirectReferral}
      type="primary"
      disabledReason={to ? undefined : '对方没有建议单位：请再次发出，或在个案计划里另选单位'}
      isRunning={command.isRunning}
      onClick={() => void command.run({ id: referral.id, version: referral.version, referralId })}
    >
      改派给{to ?? '建议的单位'}
    </ActionButton>
  )
}

function AfterReturn({ referral }: Props) {
  if (referral.state !== 'returned') return null
  return (
    <>
      <Redirect referral={referral} />
      <FormDialog title="附说明再次发出" needs={resendReferral}>
        {(close) => <ResendForm referral={referral} onClose={close} />}
      </FormDialog>
    </>
  )
}

function AfterAcceptance({ referral }: Props) {
  if (referral.state !== 'accepted' || referral.part !== 'lead') return null
  return (
    <>
      <FormDialog
        title="回看效果"
        needs={sayEffect}
        type="primary"
        disabledReason={referral.effect ? '效果已经记录' : undefined}
      >
        {(close) => <EffectForm referral={referral} onClose={close} />}
      </FormDialog>
      <FormDialog
        title="重新交办"
        needs={reopenReferral}
        disabledReason={referral.canReopen ? undefined : '个案已不在实施中，或这件事已经重新交办'}
      >
        {(close) => <ReopenForm referral={referral} onClose={close} />}
      </FormDialog>
    </>
  )
}

/** What the sender can do at this point. */
export function SentSteps({ referral }: Props) {
  const withdraw = useCommand(withdrawReferral, {
    refreshes: SENT_READS,
    success: '转介已撤回，对方的授权已结束',
  })
  const isAtWork = referral.state === 'dispatched' || referral.state === 'signed'
  return (
    <>
      {referral.state === 'answered' && (
        <FormDialog
          title="采纳答复"
          needs={acceptAnswer}
          type="primary"
          disabledReason={reasonAgainst(referral, 'accept')}
        >
          {(close) => <AcceptForm referral={referral} onClose={close} />}
        </FormDialog>
      )}
      <AfterReturn referral={referral} />
      <AfterAcceptance referral={referral} />
      {isAtWork && referral.part === 'lead' && (
        <FormDialog title="增加协办单位" needs={addCoUnit} width={760}>
          {(close) => <CoUnitForm referral={referral} onClose={close} />}
        </FormDialog>
      )}
      {RUNNING.includes(referral.state) && (
        <ConfirmDanger
          needs={withdrawReferral}
          title="撤回转介"
          record={`${referral.number} ${referral.unit.name}`}
          consequence="对方不再看到这一项和孩子的信息；牵头撤回时，协办一并撤回。"
          asksReason
          onConfirm={(reason) => withdraw.run({ id: referral.id, version: referral.version, reason })}
        />
      )}
    </>
  )
}
