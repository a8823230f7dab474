import { Checkbox, Form, Input, Select } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { useNavigate } from 'react-router'
import { listDivisions } from '#modules/organisations/divisions/contract.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useIsPhone } from '#web/kit/use-is-phone.ts'
import { useCan, useSession } from '#web/session.tsx'
import { getReport, listMyReports, listReports, takeReport } from '../contract.ts'
import { REPORT_SOURCE } from '../labels.ts'
import { ChildPicker } from './ChildPicker.tsx'
import { DangerField } from './DangerField.tsx'

const sources = Object.entries(REPORT_SOURCE).map(([value, label]) => ({ value, label }))

/** Ctrl+Enter sends from any field: the officer's other hand holds the telephone. */
const sendByKey = (event: KeyboardEvent) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  const form = event.target instanceof Element ? event.target.closest('form') : null
  // Before the field itself hears of it: Enter would pick, clear or press what has the focus.
  event.preventDefault()
  event.stopPropagation()
  form?.requestSubmit()
}

function WhichChild() {
  const form = Form.useFormInstance()
  const childId: unknown = Form.useWatch('childId', form)
  const divisions = useEndpoint(listDivisions, { level: 'village' })
  return (
    <>
      <FormField name="childId" label="哪个孩子（在档案里查找）">
        <ChildPicker />
      </FormField>
      {!childId && (
        <div className="sw-fieldset">
          <FormField name="childName" label="没找到：孩子叫什么">
            <Input autoComplete="off" />
          </FormField>
          <FormField name="divisionCode" label="在哪个村（居）">
            <DivisionSelect options={divisions.data?.items ?? []} isLoading={divisions.isPending} />
          </FormField>
        </div>
      )}
      {!childId && (
        <FormField name="childAbout" label="怎么找到孩子：年龄、样子、学校、住处">
          <Input.TextArea rows={2} />
        </FormField>
      )}
    </>
  )
}

function WhoReports() {
  const form = Form.useFormInstance()
  const isAnonymous: unknown = Form.useWatch('isAnonymous', form)
  return (
    <div className="sw-fieldset">
      <FormField name="isAnonymous" label="报告人" isChecked>
        <Checkbox>要求匿名（不记姓名和电话）</Checkbox>
      </FormField>
      {!isAnonymous && (
        <FormField name="reporterName" label="报告人姓名">
          <Input autoComplete="off" />
        </FormField>
      )}
      {!isAnonymous && (
        <FormField name="reporterPhone" label="报告人电话">
          <Input autoComplete="off" inputMode="tel" />
        </FormField>
      )}
      <FormField name="reporterRelation" label="和孩子的关系">
        <Input autoComplete="off" placeholder="邻居、老师、亲属……" />
      </FormField>
      <FormField name="source" label="来源">
        <Select options={sources} />
      </FormField>
    </div>
  )
}

/** The fast form: one screen, by keyboard alone; everything but what happened may be unknown. */
export function TakeReport() {
  const navigate = useNavigate()
  const mayOpen = useCan(getReport)
  const { account } = useSession()
  const isPhone = useIsPhone()
  const [id] = useState(newId)
  const command = useCommand(takeReport, {
    refreshes: [listReports, listMyReports],
    success: ({ number }) => `已登记 ${number}，已进入县未保中心待研判`,
  })
  return (
    <Page
      title="登记报告"
      lede="只有“说了什么”必填，其余不知道就空着。叙述和报告人信息加密保存，只有县未保中心人员能看。"
    >
      <Section>
        <div onKeyDownCapture={sendByKey}>
          <RecordForm
            endpoint={takeReport}
            command={command}
            fixed={{ id }}
            initial={{
              source: account?.role === 'child-director' ? 'village' : 'telephone',
              isAnonymous: false,
            }}
            submit={isPhone ? '提交登记' : '提交登记（Ctrl+Enter）'}
            onDone={() => void navigate(mayOpen ? `/reports/${id}` : '/my-reports')}
            isWide
          >
            <FormField name="narrative" label="报告人说了什么">
              <Input.TextArea autoFocus rows={3} maxLength={4000} />
            </FormField>
            <WhichChild />
            <FormField name="danger" label="危险情形（边听边问）">
              <DangerField />
            </FormField>
            <WhoReports />
          </RecordForm>
        </div>
      </Section>
    </Page>
  )
}
