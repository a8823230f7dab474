import { dayOf } from '#kernel/day.ts'
import { next } from '#kernel/state-machine.ts'
import { TASK_KIND } from '#modules/tasks/labels.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Section } from '#web/kit/Page.tsx'
import { StateSteps } from '#web/kit/StateSteps.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { CaseRecord, CaseState } from '../contract.ts'
import { CASE_STATE } from '../labels.ts'
import { CASE_MACHINE, CASE_WAY, NEXT_COMMAND, missingText } from '../rules.ts'

/** When the case last came into a state, and by whom. */
const noteOf = ({ steps }: CaseRecord, state: CaseState) => {
  const step = steps.findLast(({ toState, command }) => toState === state && command !== 'hand-over')
  return step ? dayOf(step.at) : undefined
}

const nextStep = ({ state, facts }: CaseRecord) => {
  const command = NEXT_COMMAND[state]
  if (!command) return facts.isLookBackOpen ? '下一步：回访，看孩子是否真的好了' : '已经结案，回访已做'
  const { label } = CASE_MACHINE.commands[command]
  const step = next(CASE_MACHINE, state, command, facts)
  return step.ok ? `下一步：${label}` : `下一步：${label}。还缺：${step.reason}${missingText(command, facts)}`
}

/** The way of a case as a picture: where it is, what is missing for the next step, whose turn, since and until when. */
export function CaseWay({ kase }: { kase: CaseRecord }) {
  const { turn } = kase
  return (
    <Section>
      <StateSteps
        steps={CASE_WAY.map((state, index) => ({
          key: state,
          label: CASE_STATE[state],
          note: CASE_WAY.indexOf(kase.state) >= index ? noteOf(kase, state) : undefined,
        }))}
        current={kase.state}
        isEnded={kase.state === 'closed'}
      />
      <div className="sw-turn">
        <p>{nextStep(kase)}</p>
        {turn && (
          <p>
            现在该 <strong>{turn.owner.isMe ? '我' : turn.owner.name}</strong>：{TASK_KIND[turn.kind]}，自{' '}
            <Instant value={turn.since} /> 起 <DeadlineTag {...dueTag(turn)} />
          </p>
        )}
      </div>
    </Section>
  )
}
