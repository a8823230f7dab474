/** @jsxImportSource preact */
import { type Draft, type Facts, narrativeOf } from './draft.ts'
import type { Flow } from './flow.ts'
import { Screen, Trouble } from './kit.tsx'
import type { Step } from './step.ts'
import type { Attachments } from './use-attachments.ts'
import type { Sending } from './use-sending.ts'

type Props = {
  flow: Flow
  draft: Draft
  steps: Step[]
  facts: Facts | undefined
  attachments: Attachments
  sending: Sending
  onEdit: (nth: number) => void
  onBack: () => void
  onSend: () => void
}

/** Everything once more before it goes; each line leads back to its question. */
export function Review({ flow, draft, steps, facts, attachments, sending, onEdit, onBack, onSend }: Props) {
  const isChild = flow === 'minor'
  const isEmpty = narrativeOf(draft).length < 2
  return (
    <Screen title={isChild ? '看一看，对不对？' : '交出去之前，再看一遍'}>
      <dl class="review panel">
        {steps.map(({ name, label, shown }, nth) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd class="edit">
              <button type="button" class="link" disabled={sending.isBusy} onClick={() => onEdit(nth)}>
                改一改<span class="unseen">：{label}</span>
              </button>
            </dd>
            <dd>{shown(draft, facts, attachments) || (isChild ? '没说' : '不知道，或没有填')}</dd>
          </div>
        ))}
      </dl>
      <p>
        {isChild
          ? '点“告诉他们”以后，县里专门保护孩子的人会看到。你说的那个人看不到。'
          : '交出去以后，县未成年人救助保护中心的值守人员会看到并处理。随后会给您一个回访码。'}
      </p>
      {isEmpty && <p class="trouble">还没有写“发生了什么”，请回到那一步写几个字。</p>}
      {attachments.isUnderWay && (
        <p role="status">还有文件正在传。可以等一等；也可以先交出去，没传完的凭回访码回来再补。</p>
      )}
      <Trouble text={sending.trouble} />
      <div class="steps">
        <button type="button" class="main" disabled={sending.isBusy || isEmpty} onClick={onSend}>
          {sending.isBusy ? '请等一下' : isChild ? '告诉他们' : '交出去'}
        </button>
        <button type="button" disabled={sending.isBusy} onClick={onBack}>
          上一步
        </button>
      </div>
      <p role="status">{sending.progress && `${sending.progress}……请不要关掉这一页。`}</p>
    </Screen>
  )
}
