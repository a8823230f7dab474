import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useNow } from '#web/use-now.ts'
import type { listHelpers } from '../../contract.ts'
import { PLAN_ITEM_KIND } from '../kinds/labels.ts'
import { itemOf, newItem, ownerOptions, type ItemValues, type OpenResolution } from './values.ts'

type Helpers = OutputOf<typeof listHelpers>

const KINDS = Object.entries(PLAN_ITEM_KIND).map(([value, label]) => ({ value, label }))

const needed = (message: string) => [{ required: true, whitespace: true, message }]

/** What, of which kind, by whom, until when; `at` places it in the form's values. */
export function ItemFields({ at, helpers }: { at: (string | number)[]; helpers: Helpers }) {
  const day = today(useNow())
  return (
    <>
      <Form.Item name={[...at, 'title']} label="做什么" rules={needed('请写明做什么')}>
        <Input maxLength={200} placeholder="不写孩子姓名和受害情形" />
      </Form.Item>
      <Form.Item name={[...at, 'kind']} label="类别">
        <Select options={KINDS} placeholder="按承办人" allowClear />
      </Form.Item>
      <Form.Item name={[...at, 'owner']} label="谁来做" rules={needed('请选择负责人或单位')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          options={ownerOptions(helpers)}
        />
      </Form.Item>
      <Form.Item name={[...at, 'dueDay']} label="何时前完成" rules={needed('请选择日期')}>
        <Input type="date" min={day} />
      </Form.Item>
    </>
  )
}

type OpenProps = { resolutions: OpenResolution[]; onTake: (item: ItemValues) => void }

/** What the conference resolved and the plan does not hold yet: one press each. */
function OpenResolutions({ resolutions, onTake }: OpenProps) {
  const items = (Form.useWatch('items') ?? []) as ItemValues[]
  const left = resolutions.filter(({ id }) => !items.some(({ resolutionId }) => resolutionId === id))
  if (!left.length) return null
  return (
    <div className="sw-turn">
      <p>会商决议还没有列入：</p>
      {left.map((each) => (
        <Button key={each.id} onClick={() => onTake(itemOf(each))}>
          列入 {each.conference} 第 {each.ordinal} 项“{each.text}”
        </Button>
      ))}
    </div>
  )
}

export function Items({ helpers, resolutions }: { helpers: Helpers; resolutions: OpenResolution[] }) {
  return (
    <Form.List name="items">
      {(fields, { add, remove }) => (
        <fieldset className="sw-plan-items">
          <legend>事项</legend>
          <OpenResolutions resolutions={resolutions} onTake={add} />
          {fields.map(({ key, name }) => (
            <div key={key} className="sw-plan-item" role="group" aria-label={`第 ${name + 1} 项`}>
              <ItemFields at={[name]} helpers={helpers} />
              <Button
                icon={<DeleteOutlined aria-hidden="true" />}
                aria-label={`删去第 ${name + 1} 项`}
                disabled={fields.length === 1}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => add(newItem())}>
            再加一项
          </Button>
        </fieldset>
      )}
    </Form.List>
  )
}
