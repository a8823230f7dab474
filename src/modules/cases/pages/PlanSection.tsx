import { next } from '#kernel/state-machine.ts'
import { listCaseReferrals } from '#modules/referrals/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import type { CaseRecord } from '../contract.ts'
import { addPlanItem, makePlan, startPlan } from '../plans/contract.ts'
import { CASE_MACHINE, type CaseCommand } from '../rules.ts'
import { AddItemForm, PlanForm } from './PlanForm.tsx'
import { PlanItem } from './PlanItem.tsx'
import { useCaseCommand } from './use-case-command.ts'

const reasonAgainst = ({ state, facts }: CaseRecord, command: CaseCommand) => {
  const step = next(CASE_MACHINE, state, command, facts)
  return step.ok ? undefined : step.reason
}

function Steps({ kase }: { kase: CaseRecord }) {
  const start = useCaseCommand(startPlan, { success: '计划已开始实施，各事项已进入负责人的待办' })
  if (kase.state === 'assessed' || kase.state === 'planned')
    return (
      <>
        <FormDialog
          title={kase.plan ? '修改计划' : '制定计划'}
          needs={makePlan}
          type={kase.state === 'assessed' ? 'primary' : 'default'}
          width={880}
        >
          {(close) => <PlanForm kase={kase} onDone={close} />}
        </FormDialog>
        {kase.state === 'planned' && (
          <ActionButton
            needs={startPlan}
            type="primary"
            disabledReason={reasonAgainst(kase, 'startPlan')}
            isRunning={start.isRunning}
            onClick={() => void start.run({ id: kase.id, version: kase.version })}
          >
            开始实施
          </ActionButton>
        )}
      </>
    )
  if (kase.state !== 'in-progress') return null
  return (
    <FormDialog title="增加事项" needs={addPlanItem} disabledReason={reasonAgainst(kase, 'addItem')}>
      {(close) => <AddItemForm kase={kase} onDone={close} />}
    </FormDialog>
  )
}

/** The plan with its items, each with its referral. */
export function PlanSection({ kase }: { kase: CaseRecord }) {
  const { plan } = kase
  const referrals = useEndpoint(listCaseReferrals, { caseId: kase.id }, { isEnabled: plan !== null })
  return (
    <Section title="帮扶计划" extra={<Steps kase={kase} />}>
      {!plan && (
        <p className="sw-quiet">
          {kase.state === 'opened'
            ? '评估之后制定计划。'
            : '还没有计划：写明目标，每个事项写明谁来做、何时前。'}
        </p>
      )}
      {plan && (
        <Facts
          columns={2}
          items={[
            { label: '目标', value: <span className="sw-text">{plan.goal}</span>, isWide: true },
            {
              label: '孩子的意见',
              value: plan.childOpinion ?? `没有听取：${plan.noChildOpinionReason ?? ''}`,
            },
            { label: '监护人意见', value: plan.guardianOpinion },
          ]}
        />
      )}
      {referrals.error && (
        <ProblemNotice problem={referrals.error} onRetry={() => void referrals.refetch()} />
      )}
      <ul className="sw-items">
        {plan?.items.map((item) => (
          <PlanItem
            key={item.id}
            kase={kase}
            item={item}
            referrals={referrals.data?.items.filter(({ planItemId }) => planItemId === item.id) ?? []}
          />
        ))}
      </ul>
    </Section>
  )
}
