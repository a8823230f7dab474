/** @jsxImportSource preact */
import { Field, Screen, Steps } from '../kit.tsx'
import type { StepProps } from '../step.ts'

export function Child({ draft, progress, change, next, back }: StepProps) {
  return (
    <Screen title="是哪个孩子？" progress={progress}>
      <p class="lede">不知道就空着。</p>
      <Field
        label="孩子的姓名"
        hint="只知道小名、姓什么也可以"
        maxLength={50}
        value={draft.childName}
        onInput={(childName) => change({ childName })}
      />
      <Field
        label="怎样能认出这个孩子"
        hint="大概几岁、男孩女孩、在哪里上学、住在哪一家附近"
        isLong
        maxLength={500}
        value={draft.childAbout}
        onInput={(childAbout) => change({ childAbout })}
      />
      <Steps next="下一步" onNext={next} onBack={back} />
    </Screen>
  )
}
