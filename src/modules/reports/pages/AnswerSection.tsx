import { Checkbox, Form, Select } from 'antd'
import { next } from '#kernel/state-machine.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { tellReporter } from '../answers/contract.ts'
import { READY_WORDS } from '../answers/labels.ts'
import type { ReportRecord } from '../contract.ts'
import { TOLD_HOW } from '../labels.ts'
import { REPORT_MACHINE } from '../rules.ts'
import { useReportCommand } from './use-report-command.ts'
import { WordsField } from './WordsField.tsx'

type FieldProps = { id?: string; value?: string; onChange?: (value: string) => void }

/** What to say, or why it cannot be said, as the way chosen asks for. */
function SaidField(props: FieldProps) {
  const how: unknown = Form.useWatch('how')
  return <WordsField {...props} ready={how === 'cannot' ? READY_WORDS.cannot : READY_WORDS.end} />
}

function TellForm({ report }: { report: ReportRecord }) {
  const command = useReportCommand(tellReporter, { success: '已记录答复' })
  const hows = Object.entries(TOLD_HOW)
    .filter(([how]) => how !== 'code' || report.hasCode)
    .map(([value, label]) => ({ value, label }))
  const waiting = report.joined.filter(({ state }) => state === 'joined').length
  return (
    <RecordForm
      endpoint={tellReporter}
      command={command}
      fixed={{ id: report.id, version: report.version }}
      initial={{ withJoined: waiting > 0, ...(report.hasCode && { how: 'code' }) }}
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
        <SaidField />
      </FormField>
      {waiting > 0 && (
        <FormField
          name="withJoined"
          label="并入的报告"
          isChecked
          hint="没有回访码的报告人，仍要一个一个告知，任务留在待办里。"
        >
          <Checkbox>有回访码的，用同样的话留言答复（并入 {waiting} 份）</Checkbox>
        </FormField>
      )}
    </RecordForm>
  )
}

/** 告知报告人 (未成年人保护法第十一条): when, how, what; or why it cannot be done. */
export function AnswerSection({ report }: { report: ReportRecord }) {
  const { told, state } = report
  if (state === 'set-aside') return null
  if (told)
    return (
      <Section title={told.how === 'cannot' ? '无法答复报告人' : '答复报告人'}>
        <Facts
          columns={3}
          items={[
            { label: '方式', value: TOLD_HOW[told.how] },
            { label: '时间', value: <Instant value={told.at} /> },
            { label: '经办', value: told.by },
            { label: told.how === 'cannot' ? '原因' : '内容', value: told.said, isWide: true },
          ]}
        />
      </Section>
    )
  const step = next(REPORT_MACHINE, state, 'tell', report.facts)
  return (
    <Section title="答复报告人">
      {step.ok ? <TellForm report={report} /> : <p className="sw-quiet">{step.reason}</p>}
    </Section>
  )
}
