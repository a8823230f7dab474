import { Input } from 'antd'
import { next } from '#kernel/state-machine.ts'
import { sendReferral, type SentReferral } from '#modules/referrals/contract.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { CaseRecord } from '../contract.ts'
import { PLAN_ITEM_STATE } from '../labels.ts'
import { dropPlanItem, finishPlanItem, type PlanItemRecord } from '../plans/contract.ts'
import { CASE_MACHINE, ITEM_MACHINE } from '../rules.ts'
import { Referral } from './Referral.tsx'
import { SendReferral } from './SendReferral.tsx'
import { useCaseCommand } from './use-case-command.ts'

const TONE = { open: 'active', done: 'good', dropped: 'neutral' } as const

type ResultProps = { item: Pick<PlanItemRecord, 'id' | 'version'>; onDone: () => void }

/** Also on the page that a director has for the item alone. */
export function ResultForm({ item, onDone }: ResultProps) {
  const command = useCaseCommand(finishPlanItem, { success: '结果已记录' })
  return (
    <RecordForm
      endpoint={finishPlanItem}
      command={command}
      fixed={{ id: item.id, version: item.version }}
      submit="记录结果"
      onDone={onDone}
    >
      <FormField name="result" label="办理结果：做了什么、孩子怎样了">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

type Props = { kase: CaseRecord; item: PlanItemRecord; referrals: SentReferral[] }

function Actions({ kase, item }: Props) {
  const drop = useCaseCommand(dropPlanItem, { success: '事项已取消' })
  const facts = {
    isTheirs: true,
    hasRunningReferral: item.hasRunningReferral,
    isPlanRunning: kase.state === 'in-progress',
  }
  const ending = next(ITEM_MACHINE, item.state, 'finish', facts)
  const against = ending.ok ? undefined : ending.reason
  const sending = next(CASE_MACHINE, kase.state, 'sendReferral', kase.facts)
  return (
    <div className="sw-actions">
      {item.owner.kind === 'unit' && (
        <FormDialog
          title="发出转介"
          needs={sendReferral}
          disabledReason={item.hasRunningReferral ? against : sending.ok ? undefined : sending.reason}
          width={880}
        >
          {(close) => <SendReferral kase={kase} item={item} onDone={close} />}
        </FormDialog>
      )}
      <FormDialog title="记录结果" needs={finishPlanItem} disabledReason={against}>
        {(close) => <ResultForm item={item} onDone={close} />}
      </FormDialog>
      <ConfirmDanger
        needs={dropPlanItem}
        title="取消事项"
        record={`第 ${item.ordinal} 项 ${item.title}`}
        consequence="取消后不再办理，理由会保留在个案里。"
        disabledReason={against}
        asksReason
        onConfirm={(reason) => drop.run({ id: item.id, version: item.version, reason })}
      />
    </div>
  )
}

/** One item: who does it by when, what came of it, and the unit's part. */
export function PlanItem(props: Props) {
  const { item, referrals } = props
  return (
    <li className="sw-item">
      <div className="sw-item-head">
        <strong>
          {item.ordinal}. {item.title}
        </strong>
        <StateTag tone={TONE[item.state]}>{PLAN_ITEM_STATE[item.state]}</StateTag>
        <span>{item.owner.name}</span>
        {item.state === 'open' && <DeadlineTag due={item.dueDay} />}
        {item.doneAt && (
          <span className="sw-quiet">
            {item.doneBy} <Instant value={item.doneAt} />
          </span>
        )}
      </div>
      {item.result && <p className="sw-text">结果：{item.result}</p>}
      {item.dropReason && <p className="sw-text">取消的理由：{item.dropReason}</p>}
      {item.state === 'open' && <Actions {...props} />}
      {referrals.map((referral) => (
        <Referral key={referral.id} referral={referral} />
      ))}
    </li>
  )
}
