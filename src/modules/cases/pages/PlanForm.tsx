import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { addDays, today } from '#kernel/day.ts'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { useNow } from '#web/use-now.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { listHelpers, type CaseRecord } from '../contract.ts'
import { addPlanItem, makePlan } from '../plans/contract.ts'
import { useCaseCommand } from './use-case-command.ts'

type Helpers = OutputOf<typeof listHelpers>

/** An item as the form holds it: the owner is a person or a unit, in one field. */
type ItemValues = { itemId?: string; title?: string; owner?: string; dueDay?: string }

const PERSON = 'person:'
const UNIT = 'unit:'

const ownerOptions = ({ people, units }: Helpers) => [
  {
    label: '本系统人员',
    options: people.map(({ id, name, role, place }) => ({
      value: `${PERSON}${id}`,
      label: `${name}（${[role, place].filter(Boolean).join('，')}）`,
    })),
  },
  {
    label: '承办单位（发转介）',
    options: units.map(({ id, name, hasOfficer }) => ({
      value: `${UNIT}${id}`,
      label: hasOfficer ? name : `${name}（还没有联络员账号）`,
    })),
  },
]

const toItem = ({ itemId, title = '', owner = '', dueDay = '' }: ItemValues) => ({
  itemId: itemId ?? newId(),
  title,
  dueDay,
  ...(owner.startsWith(PERSON) && { ownerId: owner.slice(PERSON.length) }),
  ...(owner.startsWith(UNIT) && { unitId: owner.slice(UNIT.length) }),
})

const IN_TWO_WEEKS = 14
const newItem = (): ItemValues => ({ itemId: newId(), dueDay: addDays(today(new Date()), IN_TWO_WEEKS) })

const needed = (message: string) => [{ required: true, whitespace: true, message }]

/** What, by whom, until when; `at` places it in the form's values. */
function ItemFields({ at, helpers }: { at: (string | number)[]; helpers: Helpers }) {
  const day = today(useNow())
  return (
    <>
      <Form.Item name={[...at, 'title']} label="做什么" rules={needed('请写明做什么')}>
        <Input maxLength={200} placeholder="不写孩子姓名和受害情形" />
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

function Items({ helpers }: { helpers: Helpers }) {
  return (
    <Form.List name="items">
      {(fields, { add, remove }) => (
        <fieldset className="sw-plan-items">
          <legend>事项</legend>
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

const CONFLICT = {
  labels: {
    goal: '目标',
    childOpinion: '孩子的意见',
    noChildOpinionReason: '没有听取的原因',
    guardianOpinion: '监护人的意见',
    items: '事项',
  },
}

/** The plan as the form begins with it: the open items of the one that stands, or one empty item. */
const initialOf = ({ plan }: CaseRecord) => ({
  ...(plan && {
    goal: plan.goal,
    childOpinion: plan.childOpinion ?? undefined,
    noChildOpinionReason: plan.noChildOpinionReason ?? undefined,
    guardianOpinion: plan.guardianOpinion ?? undefined,
  }),
  items: plan?.items.some(({ state }) => state === 'open')
    ? plan.items
        .filter(({ state }) => state === 'open')
        .map(({ id, title, owner, dueDay }) => ({
          itemId: id,
          title,
          owner: `${owner.kind === 'unit' ? UNIT : PERSON}${owner.id}`,
          dueDay,
        }))
    : [newItem()],
})

type Props = { kase: CaseRecord; onDone: () => void }

export function PlanForm({ kase, onDone }: Props) {
  const helpers = useEndpoint(listHelpers, { divisionCode: kase.divisionCode })
  const command = useCaseCommand(makePlan, {
    success: '计划已保存；核对无误后点“开始实施”',
    conflict: CONFLICT,
  })
  if (!helpers.data) return null
  return (
    <RecordForm
      endpoint={makePlan}
      command={command}
      // Items have the form's own shape until `toInput` turns them.
      initial={initialOf(kase) as Partial<InputOf<typeof makePlan>>}
      toInput={(values) => ({
        ...(values as Pick<InputOf<typeof makePlan>, 'goal' | 'childOpinion'>),
        id: kase.id,
        version: kase.version,
        items: ((values['items'] ?? []) as ItemValues[]).map(toItem),
      })}
      submit="保存计划"
      onCancel={onDone}
      onDone={onDone}
      isWide
    >
      <FormField name="goal" label="目标：办成以后，孩子会怎样">
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
      <Items helpers={helpers.data} />
      <FormField
        name="childOpinion"
        label="孩子对计划的意见"
        hint="必须听取孩子的意见；确实不能听取的，在下面写明原因（未成年人保护法第四条）。"
      >
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
      <FormField name="noChildOpinionReason" label="没有听取的原因（确实不能听取时填）">
        <Input maxLength={500} />
      </FormField>
      <FormField name="guardianOpinion" label="监护人的意见">
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

export function AddItemForm({ kase, onDone }: Props) {
  const helpers = useEndpoint(listHelpers, { divisionCode: kase.divisionCode })
  const command = useCaseCommand(addPlanItem, { success: '已增加事项' })
  if (!helpers.data) return null
  return (
    <RecordForm
      endpoint={addPlanItem}
      command={command}
      initial={{ item: newItem() } as Partial<InputOf<typeof addPlanItem>>}
      toInput={(values) => ({
        id: kase.id,
        version: kase.version,
        item: toItem((values['item'] ?? {}) as ItemValues),
      })}
      submit="增加"
      onCancel={onDone}
      onDone={onDone}
    >
      <ItemFields at={['item']} helpers={helpers.data} />
    </RecordForm>
  )
}
