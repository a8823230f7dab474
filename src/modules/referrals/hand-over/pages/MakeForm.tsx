import { Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { addDays, dayOf, today } from '#kernel/day.ts'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { GrantedField, type SentReferral } from '../../contract.ts'
import { GRANTED_FIELD } from '../../labels.ts'
import { isWithUnit, LONGEST_ACCESS_DAYS } from '../../rules.ts'
import { listHandOvers, makeHandOver } from '../contract.ts'

/** The case itself goes to another county. */
const THE_CASE = 'case'
const FIRST_DAYS = 30

type Props = {
  caseId: string
  referrals: SentReferral[]
  onMade: (made: OutputOf<typeof makeHandOver>) => void
  onCancel: () => void
}

/** What goes into the file: one referral with what it granted, or the case for another county. */
export function MakeForm({ caseId, referrals, onMade, onCancel }: Props) {
  const [id] = useState(newId)
  const running = referrals.filter(({ state, accessEndedAt }) => isWithUnit(state) && !accessEndedAt)
  const [what, setWhat] = useState(running[0]?.id ?? THE_CASE)
  const referral = running.find((each) => each.id === what)
  const command = useCommand(makeHandOver, { refreshes: [listHandOvers] })
  const day = today(useNow())
  const latest = referral
    ? dayOf(new Date(Date.parse(referral.accessEndsAt) - 1))
    : addDays(day, LONGEST_ACCESS_DAYS)
  const first = addDays(day, FIRST_DAYS)
  return (
    <>
      <Form layout="vertical">
        <Form.Item label="交接什么">
          <Select
            aria-label="交接什么"
            value={what}
            onChange={setWhat}
            options={[
              ...running.map(({ id: value, number, unit, subject }) => ({
                value,
                label: `转介 ${number}：${unit.name}，${subject}`,
              })),
              { value: THE_CASE, label: '整件个案移交外县' },
            ]}
          />
        </Form.Item>
      </Form>
      <RecordForm
        key={what}
        endpoint={makeHandOver}
        command={command}
        fixed={{ caseId, id, ...(referral && { referralId: referral.id }) }}
        initial={{
          recipient: referral?.unit.name ?? '',
          fields: referral?.fields ?? ['name', 'sex', 'birthDay', 'place'],
          reason: referral?.reason ?? '',
          endsOn: first < latest ? first : latest,
        }}
        toInput={(values) =>
          // The schema of the same endpoint has checked these values.
          ({ ...values, caseId, id, ...(referral && { referralId: referral.id }) }) as InputOf<
            typeof makeHandOver
          >
        }
        submit="制作文件"
        onCancel={onCancel}
        onDone={onMade}
        isWide
      >
        <FormField name="recipient" label="交给谁" hint="单位全称；外县的写明县和单位。">
          <Input maxLength={80} />
        </FormField>
        {!referral && (
          <FormField name="request" label="移交的情况，请对方做什么">
            <Input.TextArea rows={6} maxLength={4000} />
          </FormField>
        )}
        {/* Not "required" to the screen reader: a group of boxes may not carry that attribute. */}
        <Form.Item
          name="fields"
          label="带上孩子的哪些信息"
          rules={[{ type: 'array', min: 1, message: '请选择对方办理所必需的信息' }]}
          extra={referral ? '最多是这份转介授权的信息。' : '只选办理所必需的。'}
        >
          <Checkbox.Group
            options={(referral?.fields ?? GrantedField.options).map((field) => ({
              value: field,
              label: GRANTED_FIELD[field],
            }))}
          />
        </Form.Item>
        <FormField name="reason" label="为什么需要这些信息">
          <Input maxLength={200} />
        </FormField>
        <FormField
          name="endsOn"
          label="打开的截止日"
          hint="过了这一天，页面不再打开；已经打印或抄下的收不回来。"
        >
          <Input type="date" min={day} max={latest} className="sw-date" />
        </FormField>
      </RecordForm>
    </>
  )
}
