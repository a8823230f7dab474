import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { addDays, today } from '#kernel/day.ts'
import type { InputOf } from '#kernel/endpoint.ts'
import { GrantedField, sendReferral, type ReferralLane } from '#modules/referrals/contract.ts'
import { GRANTED_FIELD, REFERRAL_LANE } from '#modules/referrals/labels.ts'
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
  const [lane, setLane] = useState<ReferralLane>('welfare')
  const helpers = useEndpoint(listHelpers, { divisionCode: kase.divisionCode })
  const command = useCaseCommand(sendReferral, {
    success: ({ number }) => `已发出 ${number}，期限从现在起算，对方已有待办`,
  })
  const day = today(useNow())
  if (!helpers.data) return null
  const toInput = (values: Record<string, unknown>) => {
    const { phonedAt, ...rest } = values
    return {
      ...rest,
      caseId: kase.id,
      version: kase.version,
      referralId,
      planItemId: item.id,
      // The browser's field has no zone; the clock on the wall is China's.
      ...(lane === 'urgent' && typeof phonedAt === 'string' && { phonedAt: `${phonedAt}:00+08:00` }),
      // The form is checked by the endpoint's own schema.
    } as InputOf<typeof sendReferral>
  }
  return (
    <RecordForm
      endpoint={sendReferral}
      command={command}
      initial={{
        unitId: item.owner.id,
        subject: item.title,
        fields: ['name', 'sex', 'birthDay', 'place'],
        accessEndsOn: addDays(day, ANSWER_DAYS + ACCESS_DAYS_AFTER_DUE),
        lane,
      }}
      toInput={toInput}
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
      <FormField name="lane" label="类别" hint="紧急安全：孩子眼下不安全，按小时计，先打电话再发出。">
        <Radio.Group
          onChange={({ target }) => setLane(target.value === 'urgent' ? 'urgent' : 'welfare')}
          options={Object.entries(REFERRAL_LANE).map(([value, label]) => ({ value, label }))}
        />
      </FormField>
      {lane === 'urgent' && (
        <>
          <FormField name="phonedWhom" label="已打电话给谁（单位、姓名或职务）">
            <Input maxLength={60} />
          </FormField>
          <Form.Item
            name="phonedAt"
            label="什么时候通的话"
            rules={[{ required: true, message: '请填写通话时间' }]}
          >
            <Input type="datetime-local" className="sw-date" />
          </Form.Item>
        </>
      )}
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
