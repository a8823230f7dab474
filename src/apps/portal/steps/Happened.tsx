/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { DUTY_KINDS, type DutyKind } from '#modules/reports/duty-kinds/labels.ts'
import { Field, Screen, Steps } from '../kit.tsx'
import type { StepProps } from '../step.ts'

export function Happened({ flow, draft, progress, change, next, back }: StepProps) {
  const [isMissing, setMissing] = useState(false)
  const isHelp = flow === 'help'
  const goOn = () => (draft.narrative.trim().length < 2 ? setMissing(true) : next())
  return (
    <Screen title={isHelp ? '遇到了什么困难？' : '发生了什么？'} progress={progress}>
      {draft.dutyKinds.length > 0 && (
        <div class="panel">
          <p>您刚才选的情形会一起交出去：</p>
          <ul>
            {draft.dutyKinds.map((kind) => (
              // The guide gives these names.
              <li key={kind}>· {DUTY_KINDS[kind as DutyKind].text}</li>
            ))}
          </ul>
        </div>
      )}
      <Field
        label={isHelp ? '请用自己的话写，需要什么帮助也写上' : '请用自己的话写，知道多少写多少'}
        hint="看到的、听到的、什么时候、在哪里都可以写。不用证据，怀疑就可以。"
        isLong
        maxLength={4000}
        value={draft.narrative}
        onInput={(narrative) => change({ narrative })}
        problem={
          isMissing && draft.narrative.trim().length < 2 ? '请写几个字，只有这一项不能空着。' : undefined
        }
      />
      {isHelp && (
        <Field
          label="您是孩子的什么人？（可以不填）"
          hint="比如：妈妈、爷爷、邻居"
          maxLength={50}
          value={draft.reporterRelation}
          onInput={(reporterRelation) => change({ reporterRelation })}
        />
      )}
      <Steps next="下一步" onNext={goOn} onBack={back} />
    </Screen>
  )
}
