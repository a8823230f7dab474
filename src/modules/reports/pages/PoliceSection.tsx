import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useEndpoint } from '#web/api.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { DayText, Instant } from '#web/kit/times.tsx'
import { dueText } from '#modules/tasks/rules.ts'
import type { ReportRecord } from '../contract.ts'
import {
  expectPoliceFeedback,
  listPoliceFeedback,
  recordPoliceFeedback,
  type FeedbackStage,
} from '../police/contract.ts'
import { FEEDBACK_STAGE, POLICE_SAID } from '../police/labels.ts'
import { useReportCommand } from './use-report-command.ts'
import { WordsField } from './WordsField.tsx'

const stages = Object.entries(FEEDBACK_STAGE).map(([value, label]) => ({ value, label }))

type Props = { report: ReportRecord }

function ExpectForm({ report, onDone }: Props & { onDone: () => void }) {
  const command = useReportCommand(expectPoliceFeedback, { success: '已开始跟进公安反馈' })
  return (
    <RecordForm
      endpoint={expectPoliceFeedback}
      command={command}
      fixed={{ id: report.id }}
      initial={{ stage: 'filed' }}
      submit="开始跟进"
      onDone={onDone}
      onCancel={onDone}
    >
      <FormField name="stage" label="哪一阶段">
        <Select options={stages} />
      </FormField>
      <FormField name="eventDay" label="受案、立案的日子，或拟移送的日子">
        <Input type="date" className="sw-date" />
      </FormField>
    </RecordForm>
  )
}

function ToldForm({ report, stage }: Props & { stage: FeedbackStage }) {
  const command = useReportCommand(recordPoliceFeedback, { success: '已记下公安反馈' })
  return (
    <RecordForm
      endpoint={recordPoliceFeedback}
      command={command}
      fixed={{ id: report.id, stage }}
      submit="记下反馈"
    >
      <FormField name="said" label={`公安怎么说（${FEEDBACK_STAGE[stage]}）`}>
        <WordsField ready={POLICE_SAID} />
      </FormField>
    </RecordForm>
  )
}

/** 公安反馈 (高检发〔2020〕9号): three days after 受案 or 立案, and before 移送审查起诉. */
export function PoliceSection({ report }: Props) {
  const feedback = useEndpoint(listPoliceFeedback, { id: report.id })
  const [isOpen, setIsOpen] = useState(false)
  const items = feedback.data?.items ?? []
  if (!items.length && report.state === 'received') return null
  return (
    <Section
      title="公安反馈"
      extra={!isOpen && <Button onClick={() => setIsOpen(true)}>公安已受案、立案或将移送</Button>}
    >
      {!items.length && !isOpen && (
        <p className="sw-quiet">
          公安机关受案、立案后三日内告知进展，移送审查起诉前再次告知。知道日子后在这里写下，到时提醒。
        </p>
      )}
      <ul className="sw-talks">
        {items.map(({ stage, eventDay, dueAt, told }) => (
          <li key={stage}>
            <strong>{FEEDBACK_STAGE[stage]}</strong>
            <span className="sw-quiet">
              {stage === 'filed' ? '受案、立案' : '拟移送'} <DayText value={eventDay} />
            </span>
            {told ? (
              <span>
                {told.said}（<Instant value={told.at} />，{told.notedBy}记）
              </span>
            ) : (
              <DeadlineTag due={dueText(dueAt)} source="高检发〔2020〕9号" />
            )}
            {!told && <ToldForm report={report} stage={stage} />}
          </li>
        ))}
      </ul>
      {isOpen && <ExpectForm report={report} onDone={() => setIsOpen(false)} />}
    </Section>
  )
}
