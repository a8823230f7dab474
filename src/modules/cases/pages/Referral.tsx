import { Input } from 'antd'
import { next } from '#kernel/state-machine.ts'
import { acceptAnswer, withdrawReferral, type SentReferral } from '#modules/referrals/contract.ts'
import { GRANTED_FIELD, REFERRAL_STATE } from '#modules/referrals/labels.ts'
import { REFERRAL_MACHINE, type ReferralCommand } from '#modules/referrals/rules.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { untilText } from './until.ts'
import { useCaseCommand } from './use-case-command.ts'

const TONE = {
  dispatched: 'attention',
  signed: 'active',
  answered: 'attention',
  returned: 'bad',
  accepted: 'good',
  withdrawn: 'neutral',
} as const

const FACTS = { isOfUnit: false, isOfDesk: true }

const isPossible = ({ state }: SentReferral, command: ReferralCommand) =>
  next(REFERRAL_MACHINE, state, command, FACTS).ok

function AcceptForm({ referral, onDone }: { referral: SentReferral; onDone: () => void }) {
  const command = useCaseCommand(acceptAnswer, { success: '已采纳，结果已记到计划事项，对方的授权已结束' })
  return (
    <RecordForm
      endpoint={acceptAnswer}
      command={command}
      fixed={{ id: referral.id, version: referral.version }}
      initial={{ result: referral.answer ?? '' }}
      submit="采纳答复"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="result" label="记入计划事项的结果">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

const when = (at: string | null, by: string | null = null) =>
  at ? (
    <>
      {by} <Instant value={at} />
    </>
  ) : (
    <span className="sw-quiet">还没有</span>
  )

/** What went to a unit, how far it is there, what came back. */
export function Referral({ referral }: { referral: SentReferral }) {
  const withdraw = useCaseCommand(withdrawReferral, { success: '转介已撤回，对方的授权已结束' })
  const isOpen = referral.state === 'dispatched' || referral.state === 'signed'
  return (
    <div className="sw-sub">
      <div className="sw-item-head">
        <strong>
          {referral.number} {referral.unit.name}
        </strong>
        <StateTag tone={TONE[referral.state]}>{REFERRAL_STATE[referral.state]}</StateTag>
        {isOpen && <DeadlineTag {...dueTag(referral)} />}
      </div>
      <Facts
        columns={2}
        items={[
          { label: '请对方', value: <span className="sw-text">{referral.request}</span>, isWide: true },
          {
            label: '授权信息',
            value: `${referral.fields.map((field) => GRANTED_FIELD[field]).join('、')}（${referral.reason}）`,
            isWide: true,
          },
          { label: '发出', value: <Instant value={referral.dispatchedAt} /> },
          { label: '首次查看', value: when(referral.firstReadAt) },
          { label: '签收', value: when(referral.signedAt, referral.signedBy) },
          {
            label: '授权结束',
            value: untilText(referral.accessEndedAt ?? referral.accessEndsAt),
          },
          ...(referral.answer
            ? [{ label: '答复', value: <span className="sw-text">{referral.answer}</span>, isWide: true }]
            : []),
          ...(referral.returnReason
            ? [{ label: '退回或撤回的理由', value: referral.returnReason, isWide: true }]
            : []),
        ]}
      />
      {referral.state === 'returned' && (
        <p className="sw-text">对方已退回：请改发给有职责的单位，或直接办结、取消这一项。</p>
      )}
      <div className="sw-actions">
        {isPossible(referral, 'accept') && (
          <FormDialog title="采纳答复" needs={acceptAnswer} type="primary">
            {(close) => <AcceptForm referral={referral} onDone={close} />}
          </FormDialog>
        )}
        {isPossible(referral, 'withdraw') && (
          <ConfirmDanger
            needs={withdrawReferral}
            title="撤回转介"
            record={`${referral.number} ${referral.unit.name}`}
            consequence="对方不再看到这一项和孩子的信息。"
            asksReason
            onConfirm={(reason) => withdraw.run({ id: referral.id, version: referral.version, reason })}
          />
        )}
      </div>
    </div>
  )
}
