/** @jsxImportSource preact */
import { Screen, Steps } from '../kit.tsx'
import type { StepProps } from '../step.ts'

export function Files({ progress, next, back }: StepProps) {
  return (
    <Screen title="有没有照片、录音、录像？" progress={progress}>
      <Steps next="下一步" onNext={next} onBack={back} />
    </Screen>
  )
}
