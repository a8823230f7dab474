/** @jsxImportSource preact */
import { Field, Screen, Steps } from '../kit.tsx'
import type { StepProps } from '../step.ts'

export function MinorSelf({ draft, progress, change, next, back }: StepProps) {
  return (
    <Screen title="你叫什么？怎么找你？" progress={progress}>
      <p class="lede">都可以不说。说了，他们就能早点找到你，帮你。</p>
      <Field
        label="你的名字"
        maxLength={50}
        value={draft.childName}
        onInput={(childName) => change({ childName })}
      />
      <Field
        label="你几岁？在哪个学校、哪个班？"
        maxLength={500}
        value={draft.childAbout}
        onInput={(childAbout) => change({ childAbout })}
      />
      <Field
        label="怎么找你，别人不会发现？"
        hint="比如：在学校找我；打奶奶的电话。不安全就别写。"
        maxLength={200}
        value={draft.safeContact}
        onInput={(safeContact) => change({ safeContact })}
      />
      <Steps next="下一步" onNext={next} onBack={back} />
    </Screen>
  )
}
