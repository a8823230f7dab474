import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import type { InputOf } from '#kernel/endpoint.ts'
import { newId } from '#web/ids.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import {
  addFamilyMember,
  correctPerson,
  correctRelation,
  endRelation,
  type FamilyMember,
} from '../family/contract.ts'
import type { ChildFile } from '../file/contract.ts'
import { RELATION } from '../labels.ts'
import { PastDay, ReasonField, SexField } from './fields.tsx'
import { useChildCommand } from './use-child-command.ts'
import { changed, filled, optionsOf } from './words.ts'

type Props = { file: ChildFile; close: () => void }
type MemberProps = Props & { member: FamilyMember }

function RelationFields() {
  return (
    <>
      <FormField name="relation" label="与儿童的关系">
        <Select options={optionsOf(RELATION)} />
      </FormField>
      <FormField name="isGuardian" label="监护" isChecked>
        <Checkbox>是监护人</Checkbox>
      </FormField>
      <FormField name="isHousehold" label="同住" isChecked>
        <Checkbox>和儿童住在一起</Checkbox>
      </FormField>
    </>
  )
}

export function AddMemberForm({ file, close }: Props) {
  const [ids] = useState(() => ({ linkId: newId(), personId: newId() }))
  const command = useChildCommand(addFamilyMember, {
    success: ({ personId }) =>
      personId === ids.personId ? '已增加家庭成员' : '这个人已在别的档案里登记过，已关联到同一个人',
  })
  return (
    <RecordForm
      endpoint={addFamilyMember}
      command={command}
      initial={{ sex: 'unknown', isGuardian: false, isHousehold: true }}
      toInput={(values) => ({ ...filled(values), id: file.id, ...ids }) as InputOf<typeof addFamilyMember>}
      submit="增加"
      onCancel={close}
      onDone={close}
    >
      <FormField name="name" label="姓名">
        <Input maxLength={50} autoComplete="off" />
      </FormField>
      <RelationFields />
      <FormField
        name="idNumber"
        label="身份证号"
        hint="有就填：兄弟姐妹的父母不用登记两次，性别和出生日期也不用填"
      >
        <Input maxLength={18} autoComplete="off" />
      </FormField>
      <FormField name="phone" label="电话">
        <Input inputMode="tel" autoComplete="off" />
      </FormField>
      <FormField name="whereabouts" label="去向" hint="外出务工的写到县、市">
        <Input maxLength={60} />
      </FormField>
      <SexField />
      <PastDay name="birthDay" label="出生日期" />
    </RecordForm>
  )
}

export function CorrectPersonForm({ file, member: { person }, close }: MemberProps) {
  const command = useChildCommand(correctPerson, { success: '已更正。这个人的其他孩子的档案同时更新' })
  const { name, sex, birthDay, whereabouts } = person
  const before = { name, sex, birthDay, whereabouts }
  return (
    <RecordForm
      endpoint={correctPerson}
      command={command}
      initial={before}
      toInput={({ reason, ...values }) =>
        ({
          id: file.id,
          personId: person.id,
          version: person.version,
          reason,
          ...changed({ ...before, idNumber: undefined, phone: undefined }, values),
        }) as InputOf<typeof correctPerson>
      }
      submit="保存更正"
      onCancel={close}
      onDone={close}
    >
      <FormField name="name" label="姓名">
        <Input maxLength={50} autoComplete="off" />
      </FormField>
      <FormField name="idNumber" label="身份证号">
        <Input
          maxLength={18}
          autoComplete="off"
          placeholder={person.idNumberState === 'none' ? '没有登记' : '已登记；不改请留空'}
        />
      </FormField>
      <FormField name="phone" label="电话">
        <Input
          inputMode="tel"
          autoComplete="off"
          placeholder={person.hasPhone ? '已登记；不改请留空' : '没有登记'}
        />
      </FormField>
      <FormField name="whereabouts" label="去向">
        <Input maxLength={60} />
      </FormField>
      <SexField />
      <PastDay name="birthDay" label="出生日期" />
      <ReasonField />
    </RecordForm>
  )
}

export function CorrectRelationForm({ file, member, close }: MemberProps) {
  const command = useChildCommand(correctRelation, { success: '已更正关系' })
  const { relation, isGuardian, isHousehold } = member
  const before = { relation, isGuardian, isHousehold }
  return (
    <RecordForm
      endpoint={correctRelation}
      command={command}
      initial={before}
      toInput={({ reason, ...values }) =>
        ({
          id: file.id,
          linkId: member.id,
          version: member.version,
          reason,
          ...changed(before, values),
        }) as InputOf<typeof correctRelation>
      }
      submit="保存"
      onCancel={close}
      onDone={close}
    >
      <RelationFields />
      <ReasonField suggestions={['监护人变更', '走访时核对', '原来登记有误']} />
    </RecordForm>
  )
}

export function EndRelationForm({ file, member, close }: MemberProps) {
  const command = useChildCommand(endRelation, { success: '已结束关系，记录保留' })
  return (
    <RecordForm
      endpoint={endRelation}
      command={command}
      fixed={{ id: file.id, linkId: member.id, version: member.version }}
      submit="结束这个关系"
      onCancel={close}
      onDone={close}
    >
      <PastDay name="to" label="到哪天止" {...(member.fromDay && { min: member.fromDay })} />
      <ReasonField suggestions={['不再同住', '监护关系变更', '被送养', '原来登记有误']} />
    </RecordForm>
  )
}
