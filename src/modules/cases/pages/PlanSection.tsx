import { Link } from 'react-router'
import { listCaseReferrals } from '#modules/referrals/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { BestInterestsFacts } from '../best-interests/pages/BestInterests.tsx'
import type { CaseRecord } from '../contract.ts'
import { OpenResolutions } from '../plans/pages/OpenResolutions.tsx'
import { PlanSteps } from '../plans/pages/PlanSteps.tsx'
import { GoalList, HeardFacts } from '../plans/pages/VersionsPage.tsx'
import { PlanItem } from './PlanItem.tsx'

type Plan = NonNullable<CaseRecord['plan']>

/** Goals, what child and guardian said, and the six demands behind a fold. */
function PlanText({ kase, plan }: { kase: CaseRecord; plan: Plan }) {
  return (
    <>
      <GoalList goals={plan.goals} />
      <HeardFacts said={plan} />
      {plan.bestInterests && (
        <details>
          <summary>最有利于未成年人：六项要求的回答</summary>
          <BestInterestsFacts value={plan.bestInterests} />
        </details>
      )}
      <p className="sw-quiet">
        {plan.madeBy} 制定。<Link to={`/cases/${kase.id}/plan/versions`}>计划的各版</Link>
      </p>
    </>
  )
}

/** The plan with its items, each with its referral. */
export function PlanSection({ kase }: { kase: CaseRecord }) {
  const { plan } = kase
  const referrals = useEndpoint(listCaseReferrals, { caseId: kase.id }, { isEnabled: plan !== null })
  return (
    <Section title="帮扶计划" extra={<PlanSteps kase={kase} />}>
      {!plan && (
        <p className="sw-quiet">
          {kase.state === 'opened'
            ? '评估之后制定计划。'
            : '还没有计划：写明目标和怎样看出达到，每个事项写明谁来做、何时前。'}
        </p>
      )}
      <OpenResolutions kase={kase} />
      {plan && <PlanText kase={kase} plan={plan} />}
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
