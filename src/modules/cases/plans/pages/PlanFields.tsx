import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Radio, Select } from 'antd'
import { FormField } from '#web/kit/RecordForm.tsx'
import { When } from '../../follow-ups/pages/When.tsx'
import { HEARING_WAY, NO_GUARDIAN_REASON } from '../kinds/labels.ts'

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

const needed = (message: string) => [{ required: true, whitespace: true, min: 2, message }]

/** Several goals, each with how one will see it reached. */
export function Goals() {
  return (
    <Form.List name="goals">
      {(fields, { add, remove }) => (
        <fieldset className="sw-plan-items">
          <legend>目标</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="sw-plan-goal" role="group" aria-label={`目标 ${name + 1}`}>
              <Form.Item
                name={[name, 'text']}
                label={`目标 ${name + 1}：办成以后，孩子会怎样`}
                rules={needed('请填写目标')}
              >
                <Input.TextArea rows={2} maxLength={300} />
              </Form.Item>
              <Form.Item
                name={[name, 'sign']}
                label="怎样看出已经达到"
                rules={needed('请写明怎样看出已经达到')}
              >
                <Input.TextArea rows={2} maxLength={300} />
              </Form.Item>
              <Button
                icon={<DeleteOutlined aria-hidden="true" />}
                aria-label={`删去目标 ${name + 1}`}
                disabled={fields.length === 1}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => add({ text: '', sign: '' })}>
            再加一个目标
          </Button>
        </fieldset>
      )}
    </Form.List>
  )
}

const ASKED = [
  { value: 'asked', label: '听取了' },
  { value: 'not-asked', label: '没有听取' },
]
const asked = (value: unknown) => value === 'asked'
const notAsked = (value: unknown) => value === 'not-asked'

const choose = (message: string) => [{ required: true, message }]

/** 听取未成年人的意见 (《未成年人保护法》第四条第五项): how, in its own words, or why not. */
export function ChildHearing() {
  return (
    <fieldset className="sw-plan-items">
      <legend>孩子的意见</legend>
      <Form.Item name="childIs" label="听取孩子对计划的意见" rules={choose('请选择')}>
        <Radio.Group options={ASKED} />
      </Form.Item>
      <When name="childIs" is={asked}>
        <FormField name="childWay" label="用什么适合年龄的方式">
          <Select options={optionsOf(HEARING_WAY)} />
        </FormField>
        <FormField name="childAsked" label="谁问的、谁在场、怎样让孩子听得懂">
          <Input.TextArea rows={2} maxLength={500} />
        </FormField>
        <FormField name="childOpinion" label="孩子的原话">
          <Input.TextArea rows={2} maxLength={2000} />
        </FormField>
      </When>
      <When name="childIs" is={notAsked}>
        <FormField name="noChildOpinionReason" label="没有听取的原因">
          <Input.TextArea rows={2} maxLength={500} />
        </FormField>
      </When>
    </fieldset>
  )
}

export function GuardianHearing() {
  return (
    <fieldset className="sw-plan-items">
      <legend>监护人的意见</legend>
      <Form.Item name="guardianIs" label="征求监护人对计划的意见" rules={choose('请选择')}>
        <Radio.Group
          options={[
            { value: 'asked', label: '征求了' },
            { value: 'not-asked', label: '没有征求' },
          ]}
        />
      </Form.Item>
      <When name="guardianIs" is={asked}>
        <FormField name="guardianOpinion" label="监护人怎么说">
          <Input.TextArea rows={2} maxLength={2000} />
        </FormField>
      </When>
      <When name="guardianIs" is={notAsked}>
        <FormField name="noGuardianReason" label="没有征求的原因">
          <Select options={optionsOf(NO_GUARDIAN_REASON)} />
        </FormField>
      </When>
    </fieldset>
  )
}
