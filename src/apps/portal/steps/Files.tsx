/** @jsxImportSource preact */
import { Attach } from '../Attach.tsx'
import { Screen, Steps } from '../kit.tsx'
import type { StepProps } from '../step.ts'

export function Files({ attachments, progress, next, back }: StepProps) {
  return (
    <Screen title="有没有照片、录音、录像？" progress={progress}>
      <p class="lede">没有就跳过。手机相册里的那一份不会被删掉，怕人看到请自己删。</p>
      <Attach attachments={attachments} />
      <Steps next={attachments.list.length ? '下一步' : '跳过'} onNext={next} onBack={back} />
    </Screen>
  )
}
