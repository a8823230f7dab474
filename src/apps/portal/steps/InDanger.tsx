/** @jsxImportSource preact */
import type { Danger } from '../draft.ts'
import { Choice, Screen, Steps, toggled } from '../kit.tsx'
import type { StepProps } from '../step.ts'

export const IN_DANGER = { yes: '现在就有危险', no: '现在没有危险', unknown: '不知道' } as const

/** The desk's danger questions in words for everybody. */
export const DANGERS: Record<keyof Danger, string> = {
  isHurtNow: '孩子受伤、生病，或者正在被伤害',
  isWithSuspectedOffender: '伤害孩子的人就在孩子身边',
  isUnattended: '孩子太小或需要照顾，身边没有大人',
  isAtRiskOfSelfHarm: '孩子说不想活了，或者伤害自己',
  isMissing: '孩子不见了，找不到',
  isSexualHarmSuspected: '可能受到性侵害',
  lacksFoodOrShelter: '没有饭吃、没有地方住，或者断了药',
}

// Object.keys of a literal record gives its keys; TypeScript only says string.
const DANGER_NAMES = Object.keys(DANGERS) as (keyof Danger)[]
const ANSWERS = Object.keys(IN_DANGER) as (keyof typeof IN_DANGER)[]

/** Shown at once, before anything else is asked. */
export function CallNow() {
  return (
    <div class="danger" role="alert">
      <p>先保安全，现在就打电话。打完再回来写也不迟。</p>
      <a href="tel:110">打 110 报警</a>
      <a href="tel:120">打 120 急救</a>
    </div>
  )
}

export function InDanger({ draft, progress, change, next, back }: StepProps) {
  const { isInDanger, dangers } = draft
  return (
    <Screen title="孩子现在有危险吗？" progress={progress}>
      <div class="choices">
        {ANSWERS.map((answer) => (
          <Choice
            key={answer}
            label={IN_DANGER[answer]}
            isChosen={isInDanger === answer}
            onTap={() => change({ isInDanger: answer })}
          />
        ))}
      </div>
      {isInDanger === 'yes' && <CallNow />}
      {isInDanger && isInDanger !== 'no' && (
        <fieldset class="fields choices">
          <legend>有没有下面的情况？有就点一下，可以点几个。</legend>
          {DANGER_NAMES.map((name) => (
            <Choice
              key={name}
              label={DANGERS[name]}
              isChosen={dangers.includes(name)}
              onTap={() => change({ dangers: toggled(dangers, name) })}
            />
          ))}
        </fieldset>
      )}
      <Steps next="下一步" onNext={next} onBack={back} />
    </Screen>
  )
}
