import { Button, Form, Radio } from 'antd'
import { next } from '#kernel/state-machine.ts'
import { DangerLevel } from '#modules/cases/assessments/contract.ts'
import { DANGER_LEVEL } from '#modules/cases/labels.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { DangerAnswers, type ReportRecord } from '../contract.ts'
import { triageReport } from '../decisions/contract.ts'
import {
  compareLevel,
  DANGER_QUESTION_NAMES,
  DANGER_QUESTIONS,
  leastLevel,
  REPORT_MACHINE,
} from '../rules.ts'
import { DangerField } from './DangerField.tsx'
import { useReportCommand } from './use-report-command.ts'

/** Levels below what the answers show stay out of reach, with the reason beside them. */
function LevelField({
  value,
  onChange,
  id,
}: {
  id?: string
  value?: DangerLevel
  onChange?: (level: DangerLevel) => void
}) {
  const form = Form.useFormInstance()
  const answers = DangerAnswers.catch({}).parse(Form.useWatch<unknown>('danger', form))
  const least = leastLevel(answers)
  return (
    <Radio.Group
      {...(id && { id })}
      optionType="button"
      value={value}
      onChange={({ target }) => onChange?.(DangerLevel.parse(target.value))}
      options={DangerLevel.options.map((level) => ({
        value: level,
        label: DANGER_LEVEL[level],
        disabled: compareLevel(level, least) > 0,
        title: compareLevel(level, least) > 0 ? '低于回答所显示的危险' : DANGER_LEVEL[level],
      }))}
    />
  )
}

const wordsOf = (danger: DangerAnswers) => {
  const yes = DANGER_QUESTION_NAMES.filter((name) => danger[name] === 'yes')
  const unknown = DANGER_QUESTION_NAMES.filter((name) => (danger[name] ?? 'unknown') === 'unknown')
  if (!yes.length) return unknown.length ? `没有确认的，另有 ${unknown.length} 项不清楚` : '都没有'
  const words = yes.map((name) => DANGER_QUESTIONS[name].text).join('；')
  return unknown.length ? `${words}（另有 ${unknown.length} 项不清楚）` : words
}

const answered = ({ danger, triagedBy, triagedAt }: ReportRecord) => [
  { label: '危险情形', value: wordsOf(danger) },
  {
    label: '研判',
    value: triagedBy && (
      <>
        {triagedBy} <Instant value={triagedAt} />
      </>
    ),
  },
]

/** Danger questions and level; the level is never lower than the answers, and "unknown" is never safe. */
type Props = { report: ReportRecord; isOpen: boolean; onOpen: () => void }

export function TriageSection({ report, isOpen, onOpen }: Props) {
  const command = useReportCommand(triageReport, {
    success: '研判已保存，下一步：受理、转交或不予受理',
  })
  const { facts, state } = report
  const step = next(REPORT_MACHINE, state, 'triage', facts)
  if (!step.ok || !isOpen)
    return (
      <Section title="研判" extra={step.ok && <Button onClick={onOpen}>修改研判</Button>}>
        <Facts columns={1} items={answered(report)} />
      </Section>
    )
  return (
    <Section title={facts.isTriaged ? '修改研判' : '第一步：研判'}>
      <RecordForm
        endpoint={triageReport}
        command={command}
        fixed={{ id: report.id, version: report.version }}
        initial={{ danger: report.danger, dangerLevel: report.dangerLevel ?? report.leastLevel }}
        submit="保存研判"
        isWide
      >
        <FormField name="danger" label="危险情形">
          <DangerField />
        </FormField>
        <FormField
          name="dangerLevel"
          label="危险等级"
          hint="等级不能低于回答所显示的危险；“不清楚”不当作安全。"
        >
          <LevelField />
        </FormField>
      </RecordForm>
    </Section>
  )
}
