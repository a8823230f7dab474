import { Alert, Input, Select } from 'antd'
import { useNavigate } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { next } from '#kernel/state-machine.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { getReturnForm, returnReferral } from '../returns/contract.ts'
import { REFERRAL_MACHINE, UNIT_FACTS, type ReferralCommand } from '../rules.ts'
import { getUnitReferral, listUnitReferrals, signReferral } from '../unit/contract.ts'
import { getUnitDesk, handToColleague } from '../unit/people/contract.ts'

export type Received = OutputOf<typeof getUnitReferral>

/** What a unit's act changes on its pages. */
export const UNIT_READS = [getUnitReferral, listUnitReferrals, getUnitDesk]

export const reasonAgainst = ({ state }: Pick<Received, 'state'>, command: ReferralCommand) => {
  const step = next(REFERRAL_MACHINE, state, command, UNIT_FACTS)
  return step.ok ? undefined : step.reason
}

function ReturnForm({ referral, onClose }: { referral: Received; onClose: () => void }) {
  const navigate = useNavigate()
  const form = useEndpoint(getReturnForm, { id: referral.id })
  const command = useCommand(returnReferral, {
    refreshes: [listUnitReferrals, getUnitDesk],
    success: '已退回，本单位不再看到孩子的信息',
    onDone: () => void navigate('/unit-referrals'),
  })
  if (form.error) return <ProblemNotice problem={form.error} onRetry={() => void form.refetch()} />
  if (!form.data) return <Loading rows={4} />
  const { clauses, units, goesTo } = form.data
  return (
    <RecordForm
      endpoint={returnReferral}
      command={command}
      fixed={{ id: referral.id, version: referral.version }}
      submit="退回"
      onCancel={onClose}
    >
      <Alert
        type="info"
        className="sw-answer"
        message={`这次退回会到：${goesTo}。退回后本单位立即看不到这一项和孩子的信息，期限不停。`}
      />
      <FormField name="clause" label="退回事由（本县办案规程）">
        <Select
          options={clauses.map(({ code, text, isDecided }) => ({
            value: code,
            disabled: isDecided,
            label: isDecided ? `${text}（办公室已就此作出指定，不能再用）` : text,
          }))}
        />
      </FormField>
      <FormField
        name="citation"
        label="依据的文件和条款"
        hint="例如：县未成年人保护工作领导小组成员单位职责分工第三条第（二）项。各方都会看到，不写姓名和受害情形。"
      >
        <Input maxLength={200} />
      </FormField>
      <FormField name="proposedUnitId" label="建议由哪个单位办理">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={units.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </FormField>
      <FormField name="note" label="补充说明">
        <Input.TextArea rows={2} maxLength={500} />
      </FormField>
    </RecordForm>
  )
}

function HandlerForm({ referral, onClose }: { referral: Received; onClose: () => void }) {
  const desk = useEndpoint(getUnitDesk, {})
  const command = useCommand(handToColleague, {
    refreshes: UNIT_READS,
    success: '已交给这位同事，会收到提醒',
  })
  if (!desk.data) return <Loading rows={2} />
  return (
    <RecordForm
      endpoint={handToColleague}
      command={command}
      fixed={{ id: referral.id, version: referral.version }}
      initial={referral.handlerId ? { accountId: referral.handlerId } : {}}
      submit="交办"
      onCancel={onClose}
      onDone={onClose}
    >
      <FormField name="accountId" label="本单位承办人" hint="事项仍由本单位负责，其他联络员也能看到和办理。">
        <Select
          options={desk.data.people.flatMap(({ accountId, name, isMe, owed }) =>
            accountId ? [{ value: accountId, label: `${name}${isMe ? '（我）' : ''}，在办 ${owed} 件` }] : [],
          )}
        />
      </FormField>
    </RecordForm>
  )
}

/** What the unit can do with it as a whole. */
export function UnitSteps({ referral }: { referral: Received }) {
  const sign = useCommand(signReferral, { refreshes: UNIT_READS, success: '已签收，请在期限内答复' })
  const against = reasonAgainst(referral, 'giveBack')
  return (
    <>
      <ActionButton
        needs={signReferral}
        type={referral.state === 'dispatched' ? 'primary' : 'default'}
        disabledReason={reasonAgainst(referral, 'sign')}
        isRunning={sign.isRunning}
        onClick={() => void sign.run({ id: referral.id, version: referral.version })}
      >
        签收
      </ActionButton>
      <FormDialog title="交给本单位同事" needs={handToColleague} disabledReason={against && '已经答复'}>
        {(close) => <HandlerForm referral={referral} onClose={close} />}
      </FormDialog>
      <FormDialog title="退回" needs={returnReferral} disabledReason={against} danger>
        {(close) => <ReturnForm referral={referral} onClose={close} />}
      </FormDialog>
    </>
  )
}
