import { Input, Radio } from 'antd'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { BestInterestsFields } from '../../best-interests/pages/BestInterests.tsx'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { requestClosing } from '../contract.ts'
import { GOALS } from '../labels.ts'

export function RequestForm({ kase, onDone }: { kase: CaseRecord; onDone: () => void }) {
  const command = useCaseCommand(requestClosing, { success: '已申请结案，等另一人审批' })
  return (
    <RecordForm
      endpoint={requestClosing}
      command={command}
      fixed={{ id: kase.id, version: kase.version }}
      submit="申请结案"
      onCancel={onDone}
      onDone={onDone}
    >
      {kase.plan && (
        <p className="sw-quiet">
          计划的目标：<span className="sw-text">{kase.plan.goal}</span>
        </p>
      )}
      <FormField name="goals" label="目标达到没有">
        <Radio.Group options={Object.entries(GOALS).map(([value, label]) => ({ value, label }))} />
      </FormField>
      <FormField name="summary" label="结案小结：做了什么，孩子现在怎样，没有达到的怎么办">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
      <BestInterestsFields />
    </RecordForm>
  )
}
