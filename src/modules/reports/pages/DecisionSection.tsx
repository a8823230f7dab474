import { Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { next } from '#kernel/state-machine.ts'
import { listUnits } from '#modules/organisations/units/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { ReportRecord } from '../contract.ts'
import {
  confirmSettingAside,
  confirmTurnDown,
  reconsiderReport,
  setReportAside,
  takeReportBack,
  turnDownReport,
} from '../decisions/contract.ts'
import { passOnReport } from '../passing-on/contract.ts'
import { REPORT_MACHINE, type ReportCommand } from '../rules.ts'
import { AcceptForm } from './AcceptForm.tsx'
import { useReportCommand } from './use-report-command.ts'

type Props = { report: ReportRecord }

const reasonAgainst = ({ state, facts }: ReportRecord, command: ReportCommand) => {
  const step = next(REPORT_MACHINE, state, command, facts)
  return step.ok ? undefined : step.reason
}

type UnitFieldProps = { id?: string; value?: string; onChange?: (id: string | undefined) => void }

function UnitField(props: UnitFieldProps) {
  const units = useEndpoint(listUnits, { pageSize: 100 })
  return (
    <Select
      {...props}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      loading={units.isPending}
      options={units.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
    />
  )
}

function PassOnForm({ report }: Props) {
  const command = useReportCommand(passOnReport, { success: '已转交：请跟进对方是否接收，并答复报告人' })
  return (
    <RecordForm
      endpoint={passOnReport}
      command={command}
      fixed={{ id: report.id, version: report.version }}
      submit="转交"
    >
      <FormField name="unitId" label="转交给成员单位">
        <UnitField />
      </FormField>
      <FormField name="to" label="或名单以外的单位" hint="如外县未保中心、法院">
        <Input autoComplete="off" />
      </FormField>
      <FormField name="reason" label="为什么由对方处理">
        <Input.TextArea rows={2} maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function TurnDownForm({ report }: Props) {
  const command = useReportCommand(turnDownReport, { success: '已提交，等第二人复核' })
  return (
    <RecordForm
      endpoint={turnDownReport}
      command={command}
      fixed={{ id: report.id, version: report.version }}
      submit="不予受理，提交复核"
    >
      <FormField name="reason" label="不予受理的理由" hint="须由另一人复核同意；报告内容仍然保留。">
        <Input.TextArea rows={2} maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function SetAsideForm({ report }: Props) {
  const command = useReportCommand(setReportAside, { success: '已提交，等第二人复核' })
  return (
    <RecordForm
      endpoint={setReportAside}
      command={command}
      fixed={{ id: report.id, version: report.version }}
      submit="搁置，提交复核"
    >
      <FormField
        name="reason"
        label="为什么是恶意或垃圾信息"
        hint="内容仍然保留，随时可以取回；须由另一人复核。拿不准的，请回问，不要搁置。"
      >
        <Input.TextArea rows={2} maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

const CHOICES = {
  accept: { label: '受理', Form: AcceptForm },
  passOn: { label: '转交', Form: PassOnForm },
  turnDown: { label: '不予受理', Form: TurnDownForm },
  setAside: { label: '搁置（恶意、垃圾）', Form: SetAsideForm },
} as const
type Choice = keyof typeof CHOICES

function Decide({ report }: Props) {
  const [choice, setChoice] = useState<Choice>('accept')
  // Which child it is can still be said in the form itself.
  const facts = choice === 'accept' ? { ...report.facts, hasChild: true } : report.facts
  const against = reasonAgainst({ ...report, facts }, choice)
  const { Form } = CHOICES[choice]
  return (
    <Section title="第二步：决定怎么办">
      <Segmented<Choice>
        aria-label="决定"
        value={choice}
        onChange={setChoice}
        options={Object.entries(CHOICES).map(([value, { label }]) => ({ value: value as Choice, label }))}
      />
      <div className="sw-choice">
        {against ? (
          <p role="status" className="sw-quiet">
            {against}
          </p>
        ) : (
          <Form key={choice} report={report} />
        )}
      </div>
    </Section>
  )
}

function SecondPerson({ report }: Props) {
  const confirm = useReportCommand(confirmTurnDown, { success: '已同意不予受理，请答复报告人' })
  const reconsider = useReportCommand(reconsiderReport, { success: '已退回，重新研判' })
  const seen = { id: report.id, version: report.version }
  const against = reasonAgainst(report, 'confirmTurnDown')
  return (
    <div className="sw-actions">
      <ActionButton
        needs={confirmTurnDown}
        type="primary"
        disabledReason={against}
        isRunning={confirm.isRunning}
        onClick={() => void confirm.run(seen)}
      >
        同意不予受理
      </ActionButton>
      <ConfirmDanger
        needs={reconsiderReport}
        title="退回重新研判"
        record={report.number}
        consequence="报告回到收件箱，由值班员重新研判。"
        disabledReason={against}
        asksReason
        onConfirm={(reason) => reconsider.run({ ...seen, reason })}
      />
    </div>
  )
}

function SetAside({ report }: Props) {
  const confirm = useReportCommand(confirmSettingAside, { success: '已同意搁置' })
  const takeBack = useReportCommand(takeReportBack, { success: '已取回，重新研判' })
  const seen = { id: report.id, version: report.version }
  return (
    <div className="sw-actions">
      {!report.facts.isConfirmed && (
        <ActionButton
          needs={confirmSettingAside}
          type="primary"
          disabledReason={reasonAgainst(report, 'confirmSetAside')}
          isRunning={confirm.isRunning}
          onClick={() => void confirm.run(seen)}
        >
          同意搁置
        </ActionButton>
      )}
      <ConfirmDanger
        needs={takeReportBack}
        title="取回办理"
        record={report.number}
        consequence="报告回到收件箱，由值班员重新研判。"
        asksReason
        onConfirm={(reason) => takeBack.run({ ...seen, reason })}
      />
    </div>
  )
}

/** Accept, pass on or turn down; afterwards what was decided, and the second person's part. */
export function DecisionSection({ report }: Props) {
  if (report.state === 'received') return <Decide report={report} />
  const isWaiting = report.state === 'turned-down' && !report.facts.isConfirmed
  return (
    <Section title="决定">
      <Facts
        columns={2}
        items={[
          ...(report.passedTo ? [{ label: '转交给', value: report.passedTo }] : []),
          ...(report.decisionReason ? [{ label: '理由', value: report.decisionReason, isWide: true }] : []),
          { label: '决定人', value: report.triagedBy },
          ...(report.confirmedAt
            ? [
                {
                  label: '复核',
                  value: (
                    <>
                      {report.confirmedBy} <Instant value={report.confirmedAt} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {isWaiting && <SecondPerson report={report} />}
      {report.state === 'set-aside' && <SetAside report={report} />}
    </Section>
  )
}
