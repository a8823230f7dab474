import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import type { AssessmentState } from '../contract.ts'
import { confirmLowering, refuseLowering } from '../filling/contract.ts'

type Props = { id: string; title: string; state: AssessmentState; isMine: boolean }

/** A lower level counts by two people: for whoever may approve and did not assess. */
export function DecideLowering({ id, title, state, isMine }: Props) {
  const confirm = useCaseCommand(confirmLowering, { success: '已确认，降低后的等级生效' })
  const refuse = useCaseCommand(refuseLowering, { success: '已记录：不同意降低，等级不变' })
  if (state !== 'awaiting') return null
  const disabledReason = isMine ? '降低等级须由评估人以外的人确认' : undefined
  return (
    <span className="sw-actions">
      <ActionButton
        needs={confirmLowering}
        size="small"
        type="primary"
        disabledReason={disabledReason}
        isRunning={confirm.isRunning}
        onClick={() => void confirm.run({ id })}
      >
        同意降低
      </ActionButton>
      <ConfirmDanger
        needs={refuseLowering}
        size="small"
        title="不同意降低"
        record={title}
        consequence="这份评估不作数，个案等级不变；理由会告诉评估人。"
        disabledReason={disabledReason}
        asksReason
        onConfirm={(note) => refuse.run({ id, note })}
      />
    </span>
  )
}
