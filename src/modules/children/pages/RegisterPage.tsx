import { Alert, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { isDay } from '#kernel/day.ts'
import { parseIdNumber } from '#kernel/id-number.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useSession } from '#web/session.tsx'
import { RESIDENCE } from '../labels.ts'
import { findDuplicates, registerChild } from '../register/contract.ts'
import { placeText, sexAndAge } from './ChildWords.tsx'
import { PastDay, SexField, VillageField } from './fields.tsx'
import { useChildCommand } from './use-child-command.ts'
import { usePause } from './use-pause.ts'
import { optionsOf } from './words.ts'
import './children.css'

type NumberProps = { id?: string; value?: string; onChange?: (value: string) => void }

/** A right identity number fills in birth day and sex. */
function IdNumberInput({ id, value, onChange }: NumberProps) {
  const form = Form.useFormInstance()
  const type = (text: string) => {
    onChange?.(text)
    const parsed = parseIdNumber(text)
    if (parsed.ok) form.setFieldsValue({ birthDay: parsed.birthDay, sex: parsed.sex })
  }
  return (
    <Input
      {...(id && { id })}
      value={value ?? ''}
      maxLength={18}
      autoComplete="off"
      onChange={({ target }) => type(target.value)}
    />
  )
}

const asText = (value: unknown) => (typeof value === 'string' ? value.trim() : '')

/** Who may be the same child, shown while the form is filled in. */
function Duplicates() {
  const form = Form.useFormInstance()
  const name = asText(Form.useWatch('name', form))
  const birthDay = asText(Form.useWatch('birthDay', form))
  const idNumber = asText(Form.useWatch('idNumber', form))
  const isNumber = parseIdNumber(idNumber).ok
  const isNamed = name.length > 1 && isDay(birthDay)
  const wanted = usePause({ ...(isNamed && { name, birthDay }), ...(isNumber && { idNumber }) }, 400)
  const found = useEndpoint(findDuplicates, wanted, { isEnabled: Object.keys(wanted).length > 0 })
  const items = Object.keys(wanted).length ? (found.data?.items ?? []) : []
  if (!items.length) return null
  return (
    <Alert
      type="warning"
      showIcon
      className="child-duplicates"
      title="可能已经建过档，请先看一看"
      description={
        <ul>
          {items.map((item) => (
            <li key={item.id}>
              <Link to={`/children/${item.id}`}>{item.name}</Link> {sexAndAge(item)}，{item.birthDay}，
              {placeText(item)}（{item.reason === 'same-id-number' ? '身份证号相同' : '姓名和出生日期相同'}）
            </li>
          ))}
        </ul>
      }
    />
  )
}

const existingIn = (detail: unknown) =>
  typeof detail === 'object' && detail !== null && 'childId' in detail && typeof detail.childId === 'string'
    ? detail.childId
    : undefined

/** 建档: one screen; family, categories and the rest follow on the file. */
export function RegisterPage() {
  const navigate = useNavigate()
  const { account } = useSession()
  const [id] = useState(newId)
  const command = useChildCommand(registerChild, { success: '已建档。接着登记家人和类别' })
  const existing = existingIn(command.problem?.detail)
  const ownVillage = account?.role === 'child-director' ? account.divisionCode : null
  return (
    <Page
      title="新建档案"
      breadcrumbs={[{ title: '儿童', to: '/children' }, { title: '新建档案' }]}
      lede="先填身份证号，出生日期和性别会自动填好。没有户口的也可以建档。"
    >
      <Section>
        <RecordForm
          endpoint={registerChild}
          command={command}
          fixed={{ id }}
          initial={{
            residence: 'same-as-hukou',
            ...(ownVillage && { divisionCode: ownVillage, hukouDivisionCode: ownVillage }),
          }}
          submit="建档"
          onCancel={() => void navigate('/children')}
          onDone={() => void navigate(`/children/${id}`)}
        >
          <FormField name="name" label="姓名">
            <Input autoFocus maxLength={50} autoComplete="off" />
          </FormField>
          <FormField name="idNumber" label="身份证号" hint="加密保存；没有户口的留空">
            <IdNumberInput />
          </FormField>
          <SexField />
          <PastDay name="birthDay" label="出生日期" />
          <Duplicates />
          {existing && (
            <p>
              <Link to={`/children/${existing}`}>打开已有的档案</Link>
            </p>
          )}
          <VillageField
            name="divisionCode"
            label="负责的村（居）"
            hint="儿童实际居住的村（居）；住在外县的填户籍地"
          />
          <VillageField name="hukouDivisionCode" label="户籍所在村（居）" hint="户籍在外县的留空" />
          <FormField name="hukouAddress" label="户籍详址" hint="加密保存">
            <Input maxLength={100} autoComplete="off" />
          </FormField>
          <FormField name="residence" label="居住情况">
            <Select options={optionsOf(RESIDENCE)} />
          </FormField>
          <FormField name="residencePlace" label="居住地（外县的写到县、市）">
            <Input maxLength={60} />
          </FormField>
          <FormField name="residenceAddress" label="居住详址" hint="加密保存">
            <Input maxLength={100} autoComplete="off" />
          </FormField>
          <FormField name="ethnicity" label="民族">
            <Input maxLength={20} />
          </FormField>
          <FormField name="phone" label="本人电话" hint="加密保存">
            <Input inputMode="tel" autoComplete="off" />
          </FormField>
        </RecordForm>
      </Section>
    </Page>
  )
}
