import { Input, Select } from 'antd'
import { next } from '#kernel/state-machine.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { ReportRecord } from '../contract.ts'
import { tellReporter } from '../answers/contract.ts'
import { TOLD_HOW } from '../labels.ts'
import { REPORT_MACHINE } from '../rules.ts'
import { useReportCommand } from './use-report-command.ts'

const hows = Object.entries(TOLD_HOW).map(([value, label]) => ({ value, label }))

/** 告知报告人 (未成年人保护法第十一条): when, how, what; or why it cannot be done. */
export function AnswerSection({ report }: { report: ReportRecord }) {
  const command = useReportCommand(tellReporter, { success: '已记录答复' })
  const { told } = report
  if (told)
    return (
      <Section title="答复报告人">
        <Facts
          columns={3}
          items={[
            { label: '方式', value: TOLD_HOW[told.how] },
            { label: '时间', value: <Instant value={told.at} /> },
            { label: '经办', value: told.by },
            { label: '内容', value: told.said, isWide: true },
          ]}
        />
      </Section>
    )
  const step = next(REPORT_MACHINE, report.state, 'tell', report.facts)
  return (
    <Section title="答复报告人">
      {step.ok ? (
        <RecordForm
          endpoint={tellReporter}
          command={command}
          fixed={{ id: report.id, version: report.version }}
          submit="记录答复"
        >
          <FormField name="how" label="怎么告知的">
            <Select options={hows} />
          </FormField>
          <FormField
            name="said"
            label="告知的内容"
            hint="不透露孩子的情况和办理细节；无法告知的，写明原因，如匿名且没有联系方式。"
          >
            <Input.TextArea rows={2} maxLength={1000} />
          </FormField>
        </RecordForm>
      ) : (
        <p className="sw-quiet">{step.reason}</p>
      )}
    </Section>
  )
}
