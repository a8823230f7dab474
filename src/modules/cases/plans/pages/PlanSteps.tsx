import { next } from '#kernel/state-machine.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { CASE_MACHINE, type CaseCommand } from '../../rules.ts'
import {
  addPlanItem,
  approvePlan,
  makePlan,
  revisePlan,
  sendBackPlan,
  startPlan,
  startUrgently,
  submitPlan,
} from '../contract.ts'
import { AddItemForm } from './AddItemForm.tsx'

type Props = { kase: CaseRecord }

const reasonAgainst = ({ state, facts }: CaseRecord, command: CaseCommand) => {
  const step = next(CASE_MACHINE, state, command, facts)
  return step.ok ? undefined : step.reason
}

/** Begins when it may; where a level asks for approval, that comes first, or afterwards when a child cannot wait. */
function Start({ kase }: Props) {
  const start = useCaseCommand(startPlan, { success: '计划已开始实施，各事项已进入负责人的待办' })
  const urgent = useCaseCommand(startUrgently, { success: '计划已先行实施，等事后补批' })
  const seen = { id: kase.id, version: kase.version }
  const { needsPlanApproval, isPlanApproved, isPressing } = kase.facts
  const isAwaited = needsPlanApproval && !isPlanApproved
  return (
    <>
      {!(isAwaited && kase.state === 'plan-submitted') && (
        <ActionButton
          needs={startPlan}
          type={isAwaited ? 'default' : 'primary'}
          disabledReason={reasonAgainst(kase, 'startPlan')}
          isRunning={start.isRunning}
          onClick={() => void start.run(seen)}
        >
          开始实施
        </ActionButton>
      )}
      {isAwaited && isPressing && (
        <ConfirmDanger
          needs={startUrgently}
          title="先行实施"
          record={kase.number}
          consequence="孩子等不得的才这样办：事项马上办起来，审批和会商事后补上，补齐之前不能结案。"
          disabledReason={reasonAgainst(kase, 'startUrgently')}
          asksReason
          onConfirm={(reason) => urgent.run({ ...seen, reason })}
        />
      )}
    </>
  )
}

function Submit({ kase }: Props) {
  const submit = useCaseCommand(submitPlan, { success: '计划已送审' })
  if (kase.state !== 'planned' || !kase.facts.needsPlanApproval || kase.facts.isPlanApproved) return null
  return (
    <ActionButton
      needs={submitPlan}
      type="primary"
      disabledReason={reasonAgainst(kase, 'submitPlan')}
      isRunning={submit.isRunning}
      onClick={() => void submit.run({ id: kase.id, version: kase.version })}
    >
      送审
    </ActionButton>
  )
}

function Decide({ kase }: Props) {
  const approve = useCaseCommand(approvePlan, {
    success: ({ isComplete }) => (isComplete ? '计划已批准，可以开始实施' : '已同意，转下一级审批'),
  })
  const sendBack = useCaseCommand(sendBackPlan, { success: '已退回，由负责人修改' })
  if (kase.state !== 'plan-submitted' || kase.facts.isPlanApproved) return null
  const seen = { id: kase.id, version: kase.version }
  return (
    <>
      <ActionButton
        needs={approvePlan}
        type="primary"
        disabledReason={reasonAgainst(kase, 'approvePlan')}
        isRunning={approve.isRunning}
        onClick={() => void approve.run(seen)}
      >
        批准计划
      </ActionButton>
      <ConfirmDanger
        needs={sendBackPlan}
        title="退回计划"
        record={kase.number}
        consequence="计划回到负责人手里，改好后重新送审。"
        disabledReason={reasonAgainst(kase, 'sendBackPlan')}
        asksReason
        onConfirm={(note) => sendBack.run({ ...seen, note })}
      />
    </>
  )
}

/** What can be done with the plan at its present stage. */
export function PlanSteps({ kase }: Props) {
  if (kase.state === 'assessed' || kase.state === 'planned' || kase.state === 'plan-submitted')
    return (
      <>
        <ActionButton
          needs={makePlan}
          type={kase.state === 'assessed' ? 'primary' : 'default'}
          to={`/cases/${kase.id}/plan`}
        >
          {kase.plan ? '修改计划' : '制定计划'}
        </ActionButton>
        <Submit kase={kase} />
        <Decide kase={kase} />
        {kase.state !== 'assessed' && <Start kase={kase} />}
      </>
    )
  if (kase.state !== 'in-progress') return null
  return (
    <>
      <FormDialog title="增加事项" needs={addPlanItem} disabledReason={reasonAgainst(kase, 'addItem')}>
        {(close) => <AddItemForm kase={kase} onDone={close} />}
      </FormDialog>
      <ActionButton
        needs={revisePlan}
        disabledReason={reasonAgainst(kase, 'revisePlan')}
        to={`/cases/${kase.id}/plan`}
      >
        修订计划
      </ActionButton>
    </>
  )
}
