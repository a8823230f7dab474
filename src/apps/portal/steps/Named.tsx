/** @jsxImportSource preact */
import { Choice, Field, Screen, Steps } from '../kit.tsx'
import type { StepProps } from '../step.ts'

export function Named({ flow, draft, progress, change, next, back }: StepProps) {
  const { isNamed } = draft
  return (
    <Screen title="要不要留姓名？" progress={progress}>
      <p class="lede">都可以。两种都会处理，两种都会给您回访码。</p>
      <div class="choices">
        <Choice
          label="不留姓名"
          hint="没有人知道您是谁；只能凭回访码和您来回说话。"
          isChosen={isNamed === false}
          onTap={() => change({ isNamed: false })}
        />
        <Choice
          label="留姓名，请保密"
          hint="工作人员可以打电话问您，查得更快。您的姓名另外加密，看一次记一次。"
          isChosen={isNamed === true}
          onTap={() => change({ isNamed: true })}
        />
      </div>
      {isNamed && (
        <>
          <Field
            label="您的姓名"
            maxLength={50}
            value={draft.reporterName}
            onInput={(reporterName) => change({ reporterName })}
          />
          <Field
            label="电话"
            type="tel"
            maxLength={30}
            value={draft.reporterPhone}
            onInput={(reporterPhone) => change({ reporterPhone })}
          />
          {flow !== 'help' && (
            <Field
              label="您是孩子的什么人"
              hint="比如：邻居、老师、亲戚"
              maxLength={50}
              value={draft.reporterRelation}
              onInput={(reporterRelation) => change({ reporterRelation })}
            />
          )}
          <Field
            label="什么时候、怎样找您才安全"
            hint="比如：白天打，晚上不要打；不要发短信"
            maxLength={200}
            value={draft.safeContact}
            onInput={(safeContact) => change({ safeContact })}
          />
        </>
      )}
      <Steps next={isNamed === undefined ? '跳过，不留姓名' : '下一步'} onNext={next} onBack={back} />
    </Screen>
  )
}
