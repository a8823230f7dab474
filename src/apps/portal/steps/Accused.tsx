/** @jsxImportSource preact */
import { Field, Screen, Steps } from '../kit.tsx'
import type { StepProps } from '../step.ts'
import { Workplaces } from './Workplaces.tsx'

export function Accused({ draft, facts, progress, change, next, back }: StepProps) {
  return (
    <Screen title="是谁做的？他在哪里工作？" progress={progress}>
      <p class="lede">
        不知道就空着。请尽量写上工作单位：那个单位的人就看不到您的报告。如果是县未成年人救助保护中心自己的人，报告会交给上一级。
      </p>
      <Field
        label="姓名或称呼"
        hint="比如：孩子的继父、某某老师"
        maxLength={50}
        value={draft.accusedName}
        onInput={(accusedName) => change({ accusedName })}
      />
      <Workplaces draft={draft} facts={facts} change={change} />
      <Steps next="下一步" onNext={next} onBack={back} />
    </Screen>
  )
}
