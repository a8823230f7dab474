import { Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { next } from '#kernel/state-machine.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { recordAssessment } from '../assessments/contract.ts'
import { listFilled } from '../assessments/filling/contract.ts'
import { ASSESSMENT_STATE } from '../assessments/labels.ts'
import { DecideLowering } from '../assessments/pages/DecideLowering.tsx'
import { FilledList } from '../assessments/pages/FilledList.tsx'
import type { CaseRecord } from '../contract.ts'
import { DANGER_LEVEL, GUARDIANSHIP } from '../labels.ts'
import { CASE_MACHINE, missingText } from '../rules.ts'
import { LevelTag } from './CaseList.tsx'
import { useCaseCommand } from './use-case-command.ts'

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

function AssessmentForm({ kase, onDone }: { kase: CaseRecord; onDone: () => void }) {
  const [assessmentId] = useState(newId)
  const command = useCaseCommand(recordAssessment, { success: '评估结论已保存，下一步：制定计划' })
  return (
    <RecordForm
      endpoint={recordAssessment}
      command={command}
      fixed={{ id: kase.id, version: kase.version, assessmentId }}
      initial={{ dangerLevel: kase.dangerLevel }}
      submit="保存结论"
      onCancel={onDone}
      onDone={onDone}
      isWide
    >
      <FormField
        name="dangerLevel"
        label="危险等级"
        hint="不能比评估表得出的更安全；比个案现在的等级低的，须另一人确认后才生效。"
      >
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

type Conclusion = CaseRecord['assessments'][number]

function ConclusionFacts({ each }: { each: Conclusion }) {
  return (
    <Facts
      columns={2}
      items={[
        {
          label: '危险等级',
          value: (
            <>
              <LevelTag level={each.dangerLevel} /> {each.state !== 'counted' && ASSESSMENT_STATE[each.state]}{' '}
              <DecideLowering id={each.id} title="评估结论" state={each.state} isMine={each.isMine} />
            </>
          ),
        },
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
        ...(each.decision
          ? [
              {
                label: '另一人',
                value: (
                  <>
                    {each.decision.by} <Instant value={each.decision.at} /> {each.decision.note}
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

/** Instruments first, then the conclusions drawn from them, the newest first; the child's own view stands in each. */
export function Assessments({ kase }: { kase: CaseRecord }) {
  const filled = useEndpoint(listFilled, { caseId: kase.id })
  const step = next(CASE_MACHINE, kase.state, 'assess', kase.facts)
  return (
    <>
      <Section title="评估表">
        <FilledList caseId={kase.id} listing={filled} />
      </Section>
      <Section
        title="评估结论"
        extra={
          kase.state === 'opened' && (
            <FormDialog
              title="写评估结论"
              needs={recordAssessment}
              disabledReason={step.ok ? undefined : step.reason + missingText('assess', kase.facts)}
              type="primary"
              width={880}
            >
              {(close) => <AssessmentForm kase={kase} onDone={close} />}
            </FormDialog>
          )
        }
      >
        {kase.assessments.length === 0 && (
          <p className="sw-quiet">还没有结论。先看孩子、听孩子说，填好评估表，再写结论。</p>
        )}
        <ul className="sw-items">
          {kase.assessments.map((each) => (
            <li key={each.id} className="sw-item">
              <ConclusionFacts each={each} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
