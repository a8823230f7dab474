import { Select } from 'antd'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import type { ChildFile } from '../file/contract.ts'
import { CHILD_STATE } from '../labels.ts'
import { leaveRegister, returnToRegister } from '../standing/contract.ts'
import { LEAVING } from '../standing/labels.ts'
import { STANDING } from '../standing/rules.ts'
import { PastDay, ReasonField } from './fields.tsx'
import { useChildCommand } from './use-child-command.ts'
import { optionsOf } from './words.ts'

type FormProps = { file: ChildFile; close: () => void }

function LeaveForm({ file: { id, version, name, birthDay }, close }: FormProps) {
  const command = useChildCommand(leaveRegister, {
    success: '已退出名册。档案和历史都在，名单里选“已退出”可以查到',
  })
  return (
    <RecordForm
      endpoint={leaveRegister}
      command={command}
      fixed={{ id, version }}
      submit="退出名册"
      onCancel={close}
      onDone={close}
    >
      <p className="child-note">
        {name}
        退出名册后，不再列入名单和统计；档案和历史一并保留，随时可以恢复。还在办的个案和任务不会自动结束。
      </p>
      <FormField name="kind" label="缘由">
        <Select options={optionsOf(LEAVING)} />
      </FormField>
      <PastDay name="on" label="从哪天起" min={birthDay} />
      <ReasonField suggestions={['户口迁移证明', '居民死亡医学证明', '村（居）核实', '与另一份档案重复']} />
    </RecordForm>
  )
}

function ReturnForm({ file: { id, version, birthDay }, close, label }: FormProps & { label: string }) {
  const command = useChildCommand(returnToRegister, { success: '现在在册，名单里可以看到了' })
  return (
    <RecordForm
      endpoint={returnToRegister}
      command={command}
      fixed={{ id, version }}
      submit={label}
      onCancel={close}
      onDone={close}
    >
      <PastDay name="on" label="从哪天起" min={birthDay} />
      <ReasonField suggestions={['走访时核对', '全家搬回', '原来登记有误']} />
    </RecordForm>
  )
}

/** Off the register and back on it. */
export function StandingActions({ file, readOnly }: { file: ChildFile; readOnly: string | undefined }) {
  const canReturn = STANDING.commands.comeBack.from.some((from) => from === file.state)
  const canLeave = STANDING.commands.leave.from.some((from) => from === file.state)
  const label = file.state === 'candidate' ? '核实，列入在册' : STANDING.commands.comeBack.label
  return (
    <>
      {canReturn && (
        <FormDialog title={label} needs={returnToRegister} disabledReason={readOnly}>
          {(close) => <ReturnForm file={file} close={close} label={label} />}
        </FormDialog>
      )}
      {canLeave && (
        <FormDialog title={STANDING.commands.leave.label} needs={leaveRegister} disabledReason={readOnly}>
          {(close) => <LeaveForm file={file} close={close} />}
        </FormDialog>
      )}
    </>
  )
}

/** 已退出（迁出本县，自 2026-11-01）. */
export const standingText = ({
  state,
  stateReason,
  stateDay,
}: Pick<ChildFile, 'state' | 'stateReason' | 'stateDay'>) => {
  const more = [stateReason, stateDay && `自 ${stateDay}`].filter(Boolean).join('，')
  return more ? `${CHILD_STATE[state]}（${more}）` : CHILD_STATE[state]
}
