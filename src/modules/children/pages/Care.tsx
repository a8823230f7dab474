import { Alert, Checkbox, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { InputOf } from '#kernel/endpoint.ts'
import { newId } from '#web/ids.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { DayText } from '#web/kit/times.tsx'
import {
  completeDelegatedCare,
  endDelegatedCare,
  recordDelegatedCare,
  type DelegatedCare,
} from '../care/contract.ts'
import { missingOf } from '../care/rules.ts'
import type { ChildFile } from '../file/contract.ts'
import { RELATION } from '../labels.ts'
import { PastDay, ReasonField } from './fields.tsx'
import { useChildCommand } from './use-child-command.ts'
import { factSource, filled, periodText } from './words.ts'

type Props = { file: ChildFile; readOnly: string | undefined }

const YES_NO = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
]

const QUESTIONS = [
  ['isCapable', '有照护能力（完全民事行为能力，身心能照顾孩子）'],
  ['hasHarmed', '曾有性侵害、虐待、遗弃、拐卖、暴力伤害等行为'],
  ['hasBadHabit', '有吸毒、酗酒、赌博等恶习'],
  ['hasNeglected', '曾拒不履行或长期怠于履行监护、照护职责'],
  ['isOtherwiseUnfit', '有其他不适宜的情形'],
] as const

/** The carer's declaration (《未成年人保护法》第二十二条), what was told to whom, and whether the child was heard. */
function LawFields() {
  return (
    <>
      <fieldset className="child-fieldset">
        <legend>被委托人声明（第二十二条）</legend>
        {QUESTIONS.map(([name, label]) => (
          <FormField key={name} name={name} label={label}>
            <Radio.Group options={YES_NO} />
          </FormField>
        ))}
      </fieldset>
      <FormField name="isChildHeard" label="儿童意见" isChecked>
        <Checkbox>已听取有表达能力的儿童的意见</Checkbox>
      </FormField>
      <PastDay name="villageToldOn" label="书面告知村（居）委会的日期（第二十三条）" />
      <PastDay name="schoolToldOn" label="书面告知学校的日期（第二十三条）" />
      <FormField name="agreementNo" label="协议编号">
        <Input maxLength={60} />
      </FormField>
    </>
  )
}

function RecordCareForm({ file, close }: { file: ChildFile; close: () => void }) {
  const [careId] = useState(newId)
  const command = useChildCommand(recordDelegatedCare, { success: '已登记委托照护' })
  const carers = file.family.filter(
    ({ toDay, relation }) => !toDay && relation !== 'father' && relation !== 'mother',
  )
  const toInput = (values: Record<string, unknown>) => {
    const relation = carers.find(({ person }) => person.id === values['carerId'])?.relation
    return { ...filled(values), id: file.id, careId, relation } as InputOf<typeof recordDelegatedCare>
  }
  return (
    <RecordForm
      endpoint={recordDelegatedCare}
      command={command}
      initial={{ isChildHeard: false }}
      toInput={toInput}
      submit="登记"
      onCancel={close}
      onDone={close}
    >
      <FormField name="carerId" label="委托给谁" hint="没有列出的，请先在“家庭与监护”里登记">
        <Select
          options={carers.map(({ person, relation }) => ({
            value: person.id,
            label: `${person.name}（${RELATION[relation]}）`,
          }))}
        />
      </FormField>
      <FormField name="reason" label="为什么委托">
        <Input maxLength={100} placeholder="如：父母双方外出务工" />
      </FormField>
      <PastDay name="from" label="从哪天起" min={file.birthDay} />
      <LawFields />
    </RecordForm>
  )
}

function CompleteForm({ file, care, close }: { file: ChildFile; care: DelegatedCare; close: () => void }) {
  const command = useChildCommand(completeDelegatedCare, { success: '已补登' })
  return (
    <RecordForm
      endpoint={completeDelegatedCare}
      command={command}
      initial={{
        isChildHeard: care.isChildHeard,
        ...(care.villageToldOn && { villageToldOn: care.villageToldOn }),
        ...(care.schoolToldOn && { schoolToldOn: care.schoolToldOn }),
        ...(care.agreementNo && { agreementNo: care.agreementNo }),
      }}
      fixed={{ id: file.id, careId: care.id, version: care.version }}
      submit="补登"
      onCancel={close}
      onDone={close}
    >
      <LawFields />
    </RecordForm>
  )
}

function EndForm({ file, care, close }: { file: ChildFile; care: DelegatedCare; close: () => void }) {
  const command = useChildCommand(endDelegatedCare, { success: '委托照护已结束，记录保留' })
  return (
    <RecordForm
      endpoint={endDelegatedCare}
      command={command}
      fixed={{ id: file.id, careId: care.id, version: care.version }}
      submit="结束"
      onCancel={close}
      onDone={close}
    >
      <PastDay name="to" label="到哪天止" min={care.fromDay} />
      <ReasonField suggestions={['父母已返乡', '改由他人照护', '被委托人不再适宜', '已年满 16 周岁']} />
    </RecordForm>
  )
}

function One({ file, care, readOnly }: Props & { care: DelegatedCare }) {
  const isAtSchool = file.schooling.some(({ status, toDay }) => status === 'enrolled' && !toDay)
  const missing = missingOf(care, isAtSchool)
  const look = { size: 'small' as const }
  return (
    <li className="child-item">
      <div className="child-item-head">
        <strong>{care.carerName}</strong>
        <span>{RELATION[care.relation]}</span>
        <span className="sw-quiet sw-number">{periodText(care.fromDay, care.toDay)}</span>
        {!care.toDay && (
          <span className="sw-actions">
            <FormDialog
              title="补登告知与声明"
              label="补登"
              needs={completeDelegatedCare}
              disabledReason={readOnly}
              {...look}
            >
              {(close) => <CompleteForm file={file} care={care} close={close} />}
            </FormDialog>
            <FormDialog
              title="结束委托照护"
              label="结束"
              needs={endDelegatedCare}
              disabledReason={readOnly}
              {...look}
            >
              {(close) => <EndForm file={file} care={care} close={close} />}
            </FormDialog>
          </span>
        )}
      </div>
      {missing.length > 0 && <Alert type="warning" showIcon title={`还缺：${missing.join('、')}`} />}
      <Facts
        items={[
          { label: '原因', value: care.reason, source: factSource(care.source) },
          { label: '协议编号', value: care.agreementNo },
          { label: '告知村（居）委会', value: care.villageToldOn && <DayText value={care.villageToldOn} /> },
          { label: '告知学校', value: care.schoolToldOn && <DayText value={care.schoolToldOn} /> },
          ...(care.endReason ? [{ label: '结束原因', value: care.endReason }] : []),
        ]}
      />
    </li>
  )
}

/** 委托照护, and what the law still asks for. */
export function Care({ file, readOnly }: Props) {
  const cannot =
    readOnly ?? (file.family.some(({ toDay }) => !toDay) ? undefined : '请先在“家庭与监护”里登记被委托人')
  return (
    <Section
      title="委托照护"
      extra={
        <FormDialog title="登记委托照护" needs={recordDelegatedCare} disabledReason={cannot}>
          {(close) => <RecordCareForm file={file} close={close} />}
        </FormDialog>
      }
    >
      {file.care.length ? (
        <ul className="child-items">
          {file.care.map((care) => (
            <One key={care.id} file={file} care={care} readOnly={readOnly} />
          ))}
        </ul>
      ) : (
        <p className="sw-quiet">
          没有委托照护。父母因外出务工等不能履行监护职责时，应当委托他人照护并书面告知。
        </p>
      )}
    </Section>
  )
}
