import { Input, Select } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import type { InputOf } from '#kernel/endpoint.ts'
import { newId } from '#web/ids.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { useNow } from '#web/use-now.ts'
import type { FamilyMember } from '../family/contract.ts'
import type { ChildFile } from '../file/contract.ts'
import { PARENT_STATE } from '../labels.ts'
import { addParentState, endParentState, type ParentState } from '../parents/contract.ts'
import { outOfContactCountsFrom } from '../parents/rules.ts'
import { HealthFields, PastDay, ProofFields, ReasonField } from './fields.tsx'
import { HealthSecret, Secret } from './Secret.tsx'
import { useChildCommand } from './use-child-command.ts'
import { filled, optionsOf, periodText } from './words.ts'

type Props = { file: ChildFile; member: FamilyMember; readOnly: string | undefined }

export function AddStateForm({ file, member, close }: Omit<Props, 'readOnly'> & { close: () => void }) {
  const [stateId] = useState(newId)
  const command = useChildCommand(addParentState, { success: '已登记。这个人的其他孩子的档案同时更新' })
  return (
    <RecordForm
      endpoint={addParentState}
      command={command}
      toInput={(values) =>
        ({ ...filled(values), id: file.id, personId: member.person.id, stateId }) as InputOf<
          typeof addParentState
        >
      }
      submit="登记"
      onCancel={close}
      onDone={close}
    >
      <FormField name="kind" label="状况">
        <Select options={optionsOf(PARENT_STATE)} />
      </FormField>
      <PastDay name="from" label="从哪天起" />
      <FormField name="to" label="到哪天止" hint="刑期、戒毒期等已知的写上；不知道就留空">
        <Input type="date" />
      </FormField>
      <PastDay name="acceptedOn" label="公安受理报案的日期（失联）" hint="失联满六个月自受理之日起算" />
      <ProofFields />
      <details className="child-details">
        <summary>重病、重残的详情（加密保存）</summary>
        <HealthFields />
      </details>
    </RecordForm>
  )
}

function EndStateForm({
  file,
  member,
  state,
  close,
}: Omit<Props, 'readOnly'> & { state: ParentState; close: () => void }) {
  const command = useChildCommand(endParentState, { success: '已登记结束' })
  return (
    <RecordForm
      endpoint={endParentState}
      command={command}
      fixed={{ id: file.id, personId: member.person.id, stateId: state.id, version: state.version }}
      submit="登记结束"
      onCancel={close}
      onDone={close}
    >
      <PastDay name="to" label="到哪天止" {...(state.fromDay && { min: state.fromDay })} />
      <ReasonField suggestions={['刑满释放', '戒毒结束', '已经取得联系', '已经康复', '原来登记有误']} />
    </RecordForm>
  )
}

/** 失联 without a report to the police counts for nothing yet: that is what to do next. */
function OutOfContactNote({ state }: { state: ParentState }) {
  if (state.kind !== 'out-of-contact' || state.toDay) return null
  const counts = outOfContactCountsFrom(state.acceptedDay)
  return (
    <span className="sw-quiet">
      {counts
        ? `公安 ${state.acceptedDay} 受理，${counts} 满六个月`
        : '还没有报案：请协助向公安机关报案，六个月自受理之日起算'}
    </span>
  )
}

function One({ file, member, state, readOnly }: Props & { state: ParentState }) {
  const day = today(useNow())
  const isOver = state.toDay !== null && state.toDay <= day
  const isDeath = state.kind === 'deceased'
  const proof = [state.proofKind, state.proofIssuer, state.proofDay].filter(Boolean).join('，')
  return (
    <li className="child-inline">
      <StateTag tone={isOver ? 'neutral' : 'attention'}>{PARENT_STATE[state.kind]}</StateTag>
      <span className="sw-number">
        {isDeath && !isOver ? state.fromDay : periodText(state.fromDay, state.toDay)}
      </span>
      <OutOfContactNote state={state} />
      {proof && <span className="sw-quiet">{proof}</span>}
      {state.hasProofNo && (
        <span>
          证明编号{' '}
          <Secret
            id={file.id}
            subject="parent-state"
            subjectId={state.id}
            field="proofNo"
            label={`${PARENT_STATE[state.kind]}的证明编号`}
            isKnown
          />
        </span>
      )}
      {state.hasDetail && (
        <HealthSecret
          id={file.id}
          subject="parent-state"
          subjectId={state.id}
          label={`${member.person.name}的病残详情`}
          shown="病残详情已登记"
        />
      )}
      {!isOver && (
        <FormDialog
          title={isDeath ? '撤回死亡登记' : `${PARENT_STATE[state.kind]}结束`}
          label={isDeath ? '登记有误' : '结束'}
          needs={endParentState}
          disabledReason={readOnly}
          size="small"
        >
          {(close) => <EndStateForm file={file} member={member} state={state} close={close} />}
        </FormDialog>
      )}
    </li>
  )
}

/** What keeps a parent from caring. */
export function ParentStates(props: Props) {
  const { states } = props.member.person
  if (!states.length) return null
  return (
    <ul className="child-states" aria-label={`${props.member.person.name}的状况`}>
      {states.map((state) => (
        <One key={state.id} {...props} state={state} />
      ))}
    </ul>
  )
}
