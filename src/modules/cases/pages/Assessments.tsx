import { Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { next } from '#kernel/state-machine.ts'
import { newId } from '#web/ids.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { recordAssessment } from '../assessments/contract.ts'
import type { CaseRecord } from '../contract.ts'
import { DANGER_LEVEL, GUARDIANSHIP } from '../labels.ts'
import { CASE_MACHINE } from '../rules.ts'
import { LevelTag } from './CaseList.tsx'
import { useCaseCommand } from './use-case-command.ts'

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

function AssessmentForm({ kase, onDone }: { kase: CaseRecord; onDone: () => void }) {
  const [assessmentId] = useState(newId)
  const command = useCaseCommand(recordAssessment, { success: '评估已保存，下一步：制定计划' })
  return (
    <RecordForm
      endpoint={recordAssessment}
      command={command}
      fixed={{ id: kase.id, version: kase.version, assessmentId }}
      initial={{ dangerLevel: kase.dangerLevel }}
      submit="保存评估"
      onCancel={onDone}
      onDone={onDone}
      isWide
    >
      <FormField name="dangerLevel" label="危险等级">
        <Radio.Group optionType="button" options={optionsOf(DANGER_LEVEL)} />
      </FormField>
      <FormField name="guardianship" label="监护状况">
        <Select options={optionsOf(GUARDIANSHIP)} />
      </FormField>
      <FormField name="harm" label="伤害与风险：看到了什么、听谁说的">
        <Input.TextArea rows={3} maxLength={4000} />
      </FormField>
      <FormField
        name="childView"
        label="孩子自己怎么说、想要什么（尽量用原话）"
        hint="必须听取孩子的意见；确实不能听取的，在下面写明原因（未成年人保护法第四条）。"
      >
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
      <FormField name="noChildViewReason" label="没有听取的原因（确实不能听取时填）">
        <Input maxLength={500} />
      </FormField>
    </RecordForm>
  )
}

/** Assessments, the newest first; the child's own view stands in each. */
export function Assessments({ kase }: { kase: CaseRecord }) {
  const step = next(CASE_MACHINE, kase.state, 'assess', kase.facts)
  return (
    <Section
      title="评估"
      extra={
        kase.state === 'opened' && (
          <FormDialog
            title="记录评估"
            needs={recordAssessment}
            disabledReason={step.ok ? undefined : step.reason}
            type="primary"
            width={880}
          >
            {(close) => <AssessmentForm kase={kase} onDone={close} />}
          </FormDialog>
        )
      }
    >
      {kase.assessments.length === 0 && (
        <p className="sw-quiet">还没有评估。先看孩子、听孩子说，再写评估。</p>
      )}
      <ul className="sw-items">
        {kase.assessments.map((each) => (
          <li key={each.id} className="sw-item">
            <Facts
              columns={2}
              items={[
                { label: '危险等级', value: <LevelTag level={each.dangerLevel} /> },
                { label: '监护状况', value: GUARDIANSHIP[each.guardianship] },
                { label: '伤害与风险', value: <span className="sw-text">{each.harm}</span>, isWide: true },
                {
                  label: '孩子的意见',
                  value: each.childView ?? `没有听取：${each.noChildViewReason ?? ''}`,
                  isWide: true,
                },
                {
                  label: '评估人',
                  value: (
                    <>
                      {each.madeBy} <Instant value={each.madeAt} />
                    </>
                  ),
                },
              ]}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}
