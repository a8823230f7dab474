import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useEndpoint } from '#web/api.ts'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { handOverCase, type CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { listAssignees, type Assignee } from '../conflicts/contract.ts'
import { CONFLICT_WARNING } from '../conflicts/labels.ts'
import { OUT } from '../conflicts/rules.ts'
import './assigning.css'

type ChoiceProps = {
  items: Assignee[]
  value?: string
  onChange?: (id: string) => void
  /** Told whom it is about, so that a warning can ask for a reason. */
  onChoose: (choice: Assignee | undefined) => void
}

const loadWords = ({ cases, load, late }: Assignee) =>
  `${cases} 案，负荷 ${load}${late ? `，超期待办 ${late} 件` : ''}`

/** Who may take the case: what they carry, whether they may, and who is suggested. */
export function AssigneeChoice({ items, value, onChange, onChoose }: ChoiceProps) {
  return (
    <Radio.Group
      className="asg-choice"
      value={value}
      onChange={({ target }) => {
        onChange?.(String(target.value))
        onChoose(items.find(({ id }) => id === target.value))
      }}
      options={items
        .filter(({ isOwner }) => !isOwner)
        .map((item) => ({
          value: item.id,
          disabled: item.isOut,
          label: (
            <span className="asg-person">
              <strong>{item.name}</strong>（{item.role}）
              {item.isSuggested && <span className="asg-mark">建议：负荷最轻、没有关联</span>}
              <span className="sw-quiet">
                {item.isOut ? OUT : loadWords(item)}
                {item.isOverloaded && '，已超满负荷'}
              </span>
              {item.warnings.map((warning) => (
                <span key={warning} className="asg-warning">
                  ⚠ {CONFLICT_WARNING[warning]}
                </span>
              ))}
            </span>
          ),
        }))}
    />
  )
}

/** Hands the case to somebody else: the least loaded without a conflict is suggested; a possible bond asks for a reason. */
export function HandOver({ kase, onDone }: { kase: CaseRecord; onDone: () => void }) {
  const assignees = useEndpoint(listAssignees, { caseId: kase.id })
  const [choice, setChoice] = useState<Assignee>()
  const command = useCaseCommand(handOverCase, { success: '已更换负责人，待办已一并移交' })
  if (assignees.error) return <ProblemNotice problem={assignees.error} />
  if (!assignees.data) return <Loading rows={4} />
  return (
    <RecordForm
      endpoint={handOverCase}
      command={command}
      fixed={{ id: kase.id, version: kase.version }}
      submit="更换"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="ownerId" label="新的负责人">
        <AssigneeChoice items={assignees.data.items} onChoose={setChoice} />
      </FormField>
      <FormField name="reason" label="为什么更换">
        <Input maxLength={200} />
      </FormField>
      {choice && choice.warnings.length > 0 && (
        <FormField name="despite" label="为什么仍由这位同事承办" hint="有可能的关联，理由会留存备查。">
          <Input maxLength={200} />
        </FormField>
      )}
    </RecordForm>
  )
}
