/** @jsxImportSource preact */
import { Choice, Screen, Steps } from '../kit.tsx'
import { PICTURES } from '../pictures.tsx'
import type { StepProps } from '../step.ts'
import { CallNow } from './InDanger.tsx'

export const SAFE = { yes: '我现在有危险', no: '我现在没有危险', unknown: '我不知道' } as const
const ANSWERS = [
  ['yes', PICTURES.danger],
  ['no', PICTURES.safe],
  ['unknown', PICTURES.unknown],
] as const

export function MinorSafe({ draft, progress, change, next, back }: StepProps) {
  const { isInDanger, dangers } = draft
  const isHurting = dangers.includes('isAtRiskOfSelfHarm')
  return (
    <Screen title="你现在安全吗？" progress={progress}>
      <p class="lede">有人靠近时，点上面红色的“马上离开”。</p>
      <div class="choices">
        {ANSWERS.map(([answer, picture]) => (
          <Choice
            key={answer}
            label={SAFE[answer]}
            picture={picture}
            isChosen={isInDanger === answer}
            onTap={() => change({ isInDanger: answer })}
          />
        ))}
        <Choice
          label="我想伤害自己，或者不想活了"
          picture={PICTURES.sad}
          isChosen={isHurting}
          onTap={() =>
            change({
              dangers: isHurting ? [] : ['isAtRiskOfSelfHarm'],
              ...(isHurting ? {} : { isInDanger: 'yes' }),
            })
          }
        />
      </div>
      {isInDanger === 'yes' && <CallNow />}
      {isHurting && <p class="panel">你很重要。也可以打 12355，跟一个愿意听你说的人说说话。</p>}
      <Steps next="下一步" onNext={next} onBack={back} />
    </Screen>
  )
}
