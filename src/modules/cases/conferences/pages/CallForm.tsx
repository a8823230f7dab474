import { Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { InputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { InstantInput } from '#web/kit/InstantInput.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import type { CaseRecord } from '../../contract.ts'
import { callConference, listInvitable } from '../contract.ts'
import { useConferenceCommand } from './use-conference-command.ts'

type Option = { id: string; name: string; note: string | null }

const optionsOf = (of: Option[]) =>
  of.map(({ id, name, note }) => ({ value: id, label: note ? `${name}（${note}）` : name }))

const SEARCH = { optionFilterProp: 'label' }

type Call = InputOf<typeof callConference>

type Values = Partial<Call> & { agendaLines?: string }

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const toCall = (values: Values, fixed: Pick<Call, 'caseId' | 'id'>): Call => {
  const { agendaLines = '', ...rest } = values
  // The schema of the endpoint checks what is missing.
  return {
    unitIds: [],
    accountIds: [],
    ...rest,
    ...fixed,
    agenda: linesOf(agendaLines),
  } as Call
}

/** What the invited see: the agenda, the words below it, and the child's name only if chosen. */
function ShownFields() {
  return (
    <>
      <Form.Item
        name="agendaLines"
        label="议题"
        extra="一行一项。受邀的都看得到，不写孩子姓名和受害情形。"
        rules={[{ required: true, whitespace: true, message: '至少一项议题' }]}
      >
        <Input.TextArea rows={2} />
      </Form.Item>
      <FormField
        name="shown"
        label="给受邀单位的说明"
        hint="除议题以外，受邀单位只看得到这里写的；个案里的其他内容看不到。"
      >
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
      <FormField name="isChildNamed" label="孩子姓名">
        <Radio.Group
          options={[
            { value: false, label: '不写明' },
            { value: true, label: '向受邀的写明' },
          ]}
        />
      </FormField>
    </>
  )
}

/** 召集会商: when, where, who, about what. */
export function CallForm({ kase, onDone }: { kase: CaseRecord; onDone: () => void }) {
  const [id] = useState(newId)
  const invitable = useEndpoint(listInvitable, { caseId: kase.id })
  const command = useConferenceCommand(callConference, {
    success: ({ number }) => `${number} 已通知受邀单位和人员`,
  })
  if (invitable.error) return <ProblemNotice problem={invitable.error} />
  if (!invitable.data) return <Loading rows={6} />
  const { units, people, chairs, keptOut } = invitable.data
  return (
    <RecordForm
      endpoint={callConference}
      command={command}
      initial={{ isChildNamed: false }}
      toInput={(values) => toCall(values, { caseId: kase.id, id })}
      submit="发出通知"
      onCancel={onDone}
      onDone={onDone}
      isWide
    >
      <FormField name="startsAt" label="时间">
        <InstantInput />
      </FormField>
      <FormField name="place" label="地点">
        <Input maxLength={100} />
      </FormField>
      <FormField name="chairId" label="主持人" hint="会后由主持人和另一人签发纪要。">
        <Select showSearch={SEARCH} options={optionsOf(chairs)} />
      </FormField>
      <FormField
        name="unitIds"
        label="邀请单位"
        hint={keptOut.length ? `须回避，不能邀请：${keptOut.join('、')}` : '由各单位联络员回复谁来参加。'}
      >
        <Select mode="multiple" showSearch={SEARCH} options={optionsOf(units)} />
      </FormField>
      <FormField name="accountIds" label="邀请同事">
        <Select mode="multiple" showSearch={SEARCH} options={optionsOf(people)} />
      </FormField>
      <ShownFields />
    </RecordForm>
  )
}
