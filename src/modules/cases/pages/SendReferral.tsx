import { Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { addDays, today } from '#kernel/day.ts'
import { GrantedField, sendReferral } from '#modules/referrals/contract.ts'
import { GRANTED_FIELD } from '#modules/referrals/labels.ts'
import { ACCESS_DAYS_AFTER_DUE, LONGEST_ACCESS_DAYS } from '#modules/referrals/rules.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { useNow } from '#web/use-now.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { listHelpers, type CaseRecord } from '../contract.ts'
import type { PlanItemRecord } from '../plans/contract.ts'
import { useCaseCommand } from './use-case-command.ts'

/** What an answer in working days takes at most, in calendar days with a long holiday in between. */
const ANSWER_DAYS = 14

/** Sends an item to a unit with as little of the child's data as the task needs. */
export function SendReferral({
  kase,
  item,
  onDone,
}: {
  kase: CaseRecord
  item: PlanItemRecord
  onDone: () => void
}) {
  const [referralId] = useState(newId)
  const helpers = useEndpoint(listHelpers, { divisionCode: kase.divisionCode })
  const command = useCaseCommand(sendReferral, {
    success: ({ number }) => `已发出 ${number}，期限从现在起算，对方已有待办`,
  })
  const day = today(useNow())
  if (!helpers.data) return null
  return (
    <RecordForm
      endpoint={sendReferral}
      command={command}
      fixed={{ caseId: kase.id, version: kase.version, referralId, planItemId: item.id }}
      initial={{
        unitId: item.owner.id,
        subject: item.title,
        fields: ['name', 'sex', 'birthDay', 'place'],
        accessEndsOn: addDays(day, ANSWER_DAYS + ACCESS_DAYS_AFTER_DUE),
      }}
      submit="发出转介"
      onCancel={onDone}
      onDone={onDone}
      isWide
    >
      <FormField name="unitId" label="承接单位">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={helpers.data.units.map(({ id, name, hasOfficer }) => ({
            value: id,
            label: hasOfficer ? name : `${name}（还没有联络员账号）`,
          }))}
        />
      </FormField>
      <FormField name="subject" label="事项名称" hint="会出现在对方的列表里：不写姓名和受害情形。">
        <Input maxLength={100} />
      </FormField>
      <FormField name="request" label="请对方做什么、要什么样的答复">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
      {/* Not "required" to the screen reader: a group of boxes may not carry that attribute. */}
      <Form.Item
        name="fields"
        label="让对方看到孩子的哪些信息"
        rules={[{ type: 'array', min: 1, message: '请选择对方办理所必需的信息' }]}
        extra="只选办理所必需的；对方每次查看都有记录。"
      >
        <Checkbox.Group
          options={GrantedField.options.map((field) => ({ value: field, label: GRANTED_FIELD[field] }))}
        />
      </Form.Item>
      <FormField name="reason" label="为什么需要这些信息">
        <Input maxLength={200} />
      </FormField>
      <FormField name="accessEndsOn" label="授权到哪天为止" hint="到期、退回或答复被采纳后，对方就看不到了。">
        <Input type="date" min={day} max={addDays(day, LONGEST_ACCESS_DAYS)} className="sw-date" />
      </FormField>
    </RecordForm>
  )
}
