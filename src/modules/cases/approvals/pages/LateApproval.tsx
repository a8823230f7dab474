import { next } from '#kernel/state-machine.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { CASE_MACHINE, type CaseCommand } from '../../rules.ts'
import { approveLate, requestLate, sendBackLate } from '../contract.ts'

type Props = { kase: CaseRecord }

const reasonAgainst = ({ state, facts }: CaseRecord, command: CaseCommand) => {
  const step = next(CASE_MACHINE, state, command, facts)
  return step.ok ? undefined : step.reason
}

/** What was begun before its approval is decided afterwards. */
export function LateApproval({ kase }: Props) {
  const agree = useCaseCommand(approveLate, { success: '已补批' })
  const sendBack = useCaseCommand(sendBackLate, { success: '已退回，由负责人改正后重新提请' })
  const ask = useCaseCommand(requestLate, { success: '已重新提请补批' })
  const seen = { id: kase.id, version: kase.version }
  return (
    <section className="sw-owed" aria-label="补批">
      <p>
        <strong>计划是先行实施的，还欠补批。</strong>批下来之前不能申请结案。
      </p>
      <div className="sw-actions">
        <ActionButton
          needs={approveLate}
          type="primary"
          disabledReason={reasonAgainst(kase, 'approveLate')}
          isRunning={agree.isRunning}
          onClick={() => void agree.run(seen)}
        >
          补批
        </ActionButton>
        <ConfirmDanger
          needs={sendBackLate}
          title="退回补批"
          record={kase.number}
          consequence="计划继续实施，负责人改正后重新提请。"
          disabledReason={reasonAgainst(kase, 'sendBackLate')}
          asksReason
          onConfirm={(note) => sendBack.run({ ...seen, note })}
        />
        <ActionButton
          needs={requestLate}
          disabledReason={reasonAgainst(kase, 'requestLate')}
          isRunning={ask.isRunning}
          onClick={() => void ask.run(seen)}
        >
          重新提请补批
        </ActionButton>
      </div>
    </section>
  )
}
