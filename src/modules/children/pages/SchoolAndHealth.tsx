import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import type { InputOf } from '#kernel/endpoint.ts'
import { newId } from '#web/ids.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import type { ChildFile } from '../file/contract.ts'
import { endHealth, recordHealth, type Health } from '../health/contract.ts'
import { HEALTH, SCHOOLING } from '../labels.ts'
import { recordSchooling, type Schooling } from '../schooling/contract.ts'
import { HealthFields, PastDay, ReasonField } from './fields.tsx'
import { HealthSecret } from './Secret.tsx'
import { useChildCommand } from './use-child-command.ts'
import { factSource, filled, optionsOf, periodText } from './words.ts'

type Props = { file: ChildFile; readOnly: string | undefined }

function SchoolingForm({ file, close }: { file: ChildFile; close: () => void }) {
  const [schoolingId] = useState(newId)
  const command = useChildCommand(recordSchooling, { success: '已登记，原来的就学状况到前一天止' })
  return (
    <RecordForm
      endpoint={recordSchooling}
      command={command}
      fixed={{ id: file.id, schoolingId }}
      submit="登记"
      onCancel={close}
      onDone={close}
    >
      <FormField name="status" label="就学状况">
        <Select options={optionsOf(SCHOOLING)} />
      </FormField>
      <FormField name="schoolName" label="学校">
        <Input maxLength={60} />
      </FormField>
      <FormField name="grade" label="年级">
        <Input maxLength={20} />
      </FormField>
      <FormField name="className" label="班级">
        <Input maxLength={20} />
      </FormField>
      <FormField name="isBoarding" label="寄宿" isChecked>
        <Checkbox>在校寄宿</Checkbox>
      </FormField>
      <PastDay name="from" label="从哪天起" min={file.birthDay} />
    </RecordForm>
  )
}

const schoolText = ({ schoolName, grade, className, isBoarding, fromDay, toDay }: Schooling) =>
  [
    schoolName,
    grade,
    className,
    isBoarding ? '寄宿' : undefined,
    fromDay || toDay ? `（${periodText(fromDay, toDay)}）` : undefined,
  ]
    .filter(Boolean)
    .join(' ')

export function SchoolSection({ file, readOnly }: Props) {
  return (
    <Section
      title="就学"
      extra={
        <FormDialog title="登记就学状况" needs={recordSchooling} disabledReason={readOnly}>
          {(close) => <SchoolingForm file={file} close={close} />}
        </FormDialog>
      }
    >
      {file.schooling.length ? (
        <Facts
          columns={1}
          items={file.schooling.map((schooling) => ({
            label: `${SCHOOLING[schooling.status]}${schooling.toDay ? '（以前）' : ''}`,
            value: schoolText(schooling),
            source: factSource(schooling.source),
          }))}
        />
      ) : (
        <p className="sw-quiet">还没有登记就学状况。</p>
      )}
    </Section>
  )
}

function HealthForm({ file, close }: { file: ChildFile; close: () => void }) {
  const [healthId] = useState(newId)
  const command = useChildCommand(recordHealth, { success: '已登记，内容加密保存' })
  return (
    <RecordForm
      endpoint={recordHealth}
      command={command}
      toInput={(values) => ({ ...filled(values), id: file.id, healthId }) as InputOf<typeof recordHealth>}
      submit="登记"
      onCancel={close}
      onDone={close}
    >
      <HealthFields />
      <PastDay name="from" label="从哪天起" min={file.birthDay} />
    </RecordForm>
  )
}

function EndHealthForm({ file, health, close }: { file: ChildFile; health: Health; close: () => void }) {
  const command = useChildCommand(endHealth, { success: '已登记结束' })
  return (
    <RecordForm
      endpoint={endHealth}
      command={command}
      fixed={{ id: file.id, healthId: health.id, version: health.version }}
      submit="登记结束"
      onCancel={close}
      onDone={close}
    >
      <PastDay name="to" label="到哪天止" {...(health.fromDay && { min: health.fromDay })} />
      <ReasonField suggestions={['已经康复', '经复查不再符合', '原来登记有误']} />
    </RecordForm>
  )
}

function OneHealth({ file, health, readOnly }: Props & { health: Health }) {
  return (
    <li className="child-inline">
      <HealthSecret
        id={file.id}
        subject="health"
        subjectId={health.id}
        label={`${HEALTH[health.kind]}详情`}
        shown={HEALTH[health.kind]}
      />
      <span className="sw-quiet sw-number">{periodText(health.fromDay, health.toDay)}</span>
      {!health.toDay && (
        <FormDialog
          title={`${HEALTH[health.kind]}结束`}
          label="结束"
          needs={endHealth}
          disabledReason={readOnly}
          size="small"
        >
          {(close) => <EndHealthForm file={file} health={health} close={close} />}
        </FormDialog>
      )}
    </li>
  )
}

export function HealthSection({ file, readOnly }: Props) {
  return (
    <Section
      title="健康"
      extra={
        <FormDialog title="登记健康或残疾状况" needs={recordHealth} disabledReason={readOnly}>
          {(close) => <HealthForm file={file} close={close} />}
        </FormDialog>
      }
    >
      {file.health.length ? (
        <ul className="child-states" aria-label="健康与残疾">
          {file.health.map((health) => (
            <OneHealth key={health.id} file={file} health={health} readOnly={readOnly} />
          ))}
        </ul>
      ) : (
        <p className="sw-quiet">没有登记疾病或残疾。</p>
      )}
    </Section>
  )
}
