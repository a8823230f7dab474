import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { RELATION, SEX } from '#modules/children/labels.ts'
import { listDivisions } from '#modules/organisations/divisions/contract.ts'
import { listHelpers, type CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { recordRelation, RelationKind, RelationSource, type listRelations } from '../contract.ts'
import { RELATION_KIND, RELATION_SOURCE } from '../labels.ts'

type People = OutputOf<typeof listRelations>
type Side = 'who' | 'whom'

const NEW = 'new'

/** Those whom the case names, the family in the register, and somebody new. */
const optionsOf = ({ people, family }: People, child: CaseRecord['child']) => {
  const isNamed = people.some(({ isChild }) => isChild)
  return [
    ...(child && !isNamed ? [{ value: `child:${child.id}`, label: `${child.name}（本案的孩子）` }] : []),
    ...people.map(({ id, name, isChild }) => ({
      value: `known:${id}`,
      label: `${name ?? '（密封）'}${isChild ? '（本案的孩子）' : ''}`,
    })),
    ...family.map(({ as, id, name, is }) => ({
      value: `${as}:${id}`,
      label: `${name}（档案里的${is === 'sibling' ? '兄弟姐妹' : RELATION[is]}）`,
    })),
    { value: NEW, label: '另一个人，只在本案记名…' },
  ]
}

function Named({ side, kase }: { side: Side; kase: CaseRecord }) {
  const helpers = useEndpoint(listHelpers, { divisionCode: kase.divisionCode })
  const divisions = useEndpoint(listDivisions, { level: 'village' })
  return (
    <div className="sw-sub">
      <FormField
        name={`${side}.name`}
        label="姓名或称呼"
        hint="以本案密钥加密保存，只有看得到本案的人能看到。"
      >
        <Input maxLength={50} autoComplete="off" />
      </FormField>
      <FormField name={`${side}.sex`} label="性别">
        <Select options={Object.entries(SEX).map(([value, label]) => ({ value, label }))} />
      </FormField>
      <FormField name={`${side}.unitId`} label="工作单位（是成员单位的才选）" hint="用于回避核对。">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={helpers.data?.units.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        />
      </FormField>
      <FormField name={`${side}.divisionCode`} label="居住或任职的村（居）" hint="用于回避核对。">
        <DivisionSelect options={divisions.data?.items ?? []} isLoading={divisions.isPending} />
      </FormField>
    </div>
  )
}

type Values = Record<string, unknown>

const whomOf = (values: Values, side: Side, namedId: string) => {
  const chosen = values[`${side}Choice`]
  const choice = typeof chosen === 'string' ? chosen : ''
  if (choice === NEW) return { as: 'named', id: namedId, ...(values[side] as object | undefined) }
  const [as, id] = choice.split(':')
  return { as, id }
}

/** 「谁」「是谁的」「什么人」, from whom it is known. */
export function RelationForm({
  kase,
  people,
  onDone,
}: {
  kase: CaseRecord
  people: People
  onDone: () => void
}) {
  const [ids] = useState(() => ({ relationId: newId(), who: newId(), whom: newId() }))
  const [isNew, setIsNew] = useState({ who: false, whom: false })
  const command = useCaseCommand(recordRelation, { success: '已记录' })
  const day = today(useNow())
  const options = optionsOf(people, kase.child)
  const choice = (side: Side, label: string) => (
    <>
      <Form.Item name={`${side}Choice`} label={label} rules={[{ required: true, message: '请选择一个人' }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={options}
          onChange={(value: string) => setIsNew((now) => ({ ...now, [side]: value === NEW }))}
        />
      </Form.Item>
      {isNew[side] && <Named side={side} kase={kase} />}
    </>
  )
  return (
    <RecordForm
      endpoint={recordRelation}
      command={command}
      // The server checks the whole by the contract.
      toInput={({ kind, source, fromDay, ...values }) =>
        ({
          caseId: kase.id,
          relationId: ids.relationId,
          kind,
          source,
          ...(typeof fromDay === 'string' && { fromDay }),
          who: whomOf(values, 'who', ids.who),
          whom: whomOf(values, 'whom', ids.whom),
        }) as InputOf<typeof recordRelation>
      }
      submit="记录"
      onCancel={onDone}
      onDone={onDone}
    >
      {choice('who', '谁')}
      <FormField name="kind" label="是（下面这个人的）什么人">
        <Select
          options={RelationKind.options.map((value) => ({ value, label: RELATION_KIND[value] }))}
          listHeight={360}
        />
      </FormField>
      {choice('whom', '谁的')}
      <FormField name="source" label="从何得知">
        <Select options={RelationSource.options.map((value) => ({ value, label: RELATION_SOURCE[value] }))} />
      </FormField>
      <FormField name="fromDay" label="从哪天起（不清楚可不填）">
        <Input type="date" max={day} className="sw-date" />
      </FormField>
    </RecordForm>
  )
}
