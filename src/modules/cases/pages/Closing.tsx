import { Input, Radio } from 'antd'
import { next } from '#kernel/state-machine.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { agreeClosing, recordLookBack, requestClosing, sendBackClosing } from '../closing/contract.ts'
import type { CaseRecord } from '../contract.ts'
import { CASE_MACHINE, missingText, type CaseCommand } from '../rules.ts'
import { untilText } from './until.ts'
import { useCaseCommand } from './use-case-command.ts'

type Props = { kase: CaseRecord }

const reasonAgainst = ({ state, facts }: CaseRecord, command: CaseCommand) => {
  const step = next(CASE_MACHINE, state, command, facts)
  return step.ok ? undefined : step.reason + missingText(command, facts)
}

function RequestForm({ kase, onDone }: Props & { onDone: () => void }) {
  const command = useCaseCommand(requestClosing, { success: '已申请结案，等另一人审批' })
  return (
    <RecordForm
      endpoint={requestClosing}
      command={command}
      fixed={{ id: kase.id, version: kase.version }}
      submit="申请结案"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="summary" label="结案小结：目标达到没有，孩子现在怎样">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

function Decide({ kase }: Props) {
  const agree = useCaseCommand(agreeClosing, { success: '已批准结案；30 天后回访，请答复报告人' })
  const sendBack = useCaseCommand(sendBackClosing, { success: '已退回' })
  const seen = { id: kase.id, version: kase.version }
  return (
    <>
      <ActionButton
        needs={agreeClosing}
        type="primary"
        disabledReason={reasonAgainst(kase, 'agreeClosing')}
        isRunning={agree.isRunning}
        onClick={() => void agree.run(seen)}
      >
        批准结案
      </ActionButton>
      <ConfirmDanger
        needs={sendBackClosing}
        title="退回结案申请"
        record={kase.number}
        consequence="个案回到实施中，由负责人补办后重新申请。"
        disabledReason={reasonAgainst(kase, 'sendBackClosing')}
        asksReason
        onConfirm={(note) => sendBack.run({ ...seen, note })}
      />
    </>
  )
}

const decisionOf = ({ decision, decidedBy, decisionNote }: NonNullable<CaseRecord['closing']>) => {
  if (!decision) return '等待审批'
  return decision === 'agreed' ? `${decidedBy ?? ''} 批准` : `${decidedBy ?? ''} 退回：${decisionNote ?? ''}`
}

/** Closing needs every item ended and a second person; the button says what is missing. */
export function Closing({ kase }: Props) {
  const { closing } = kase
  const isOver = kase.state === 'closed'
  return (
    <Section
      title="结案"
      extra={
        kase.state === 'closing-requested' ? (
          <Decide kase={kase} />
        ) : (
          !isOver && (
            <FormDialog
              title="申请结案"
              needs={requestClosing}
              disabledReason={reasonAgainst(kase, 'requestClosing')}
            >
              {(close) => <RequestForm kase={kase} onDone={close} />}
            </FormDialog>
          )
        )
      }
    >
      {!closing && <p className="sw-quiet">每个事项都有结果或写明取消的理由后，由负责人申请，另一人审批。</p>}
      {closing && (
        <Facts
          columns={2}
          items={[
            { label: '结案小结', value: <span className="sw-text">{closing.summary}</span>, isWide: true },
            {
              label: '申请',
              value: (
                <>
                  {closing.requestedBy} <Instant value={closing.requestedAt} />
                </>
              ),
            },
            {
              label: '审批',
              value: (
                <>
                  {decisionOf(closing)} {closing.decidedAt && <Instant value={closing.decidedAt} />}
                </>
              ),
            },
          ]}
        />
      )}
    </Section>
  )
}

function LookBackForm({ kase, onDone }: Props & { onDone: () => void }) {
  const command = useCaseCommand(recordLookBack, {
    success: ({ isReopened }) => (isReopened ? '回访已记录：情况未好转，个案重新办理' : '回访已记录'),
  })
  return (
    <RecordForm
      endpoint={recordLookBack}
      command={command}
      fixed={{ id: kase.id, version: kase.version }}
      submit="记录回访"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="isBetter" label="孩子的情况" hint="选“没有好转”，个案会重新办理，从评估开始。">
        <Radio.Group
          options={[
            { value: true, label: '好转了' },
            { value: false, label: '没有好转' },
          ]}
        />
      </FormField>
      <FormField name="finding" label="看到和听到的">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

/** Some weeks after closing: is the child really better off? */
export function LookBacks({ kase }: Props) {
  if (!kase.lookBacks.length) return null
  return (
    <Section
      title="回访"
      extra={
        kase.facts.isLookBackOpen && (
          <FormDialog
            title="记录回访"
            needs={recordLookBack}
            disabledReason={reasonAgainst(kase, 'lookBack')}
            type="primary"
          >
            {(close) => <LookBackForm kase={kase} onDone={close} />}
          </FormDialog>
        )
      }
    >
      <ul className="sw-items">
        {kase.lookBacks.map(({ id, dueAt, doneAt, doneBy, isBetter, finding }) => (
          <li key={id} className="sw-item">
            {doneAt ? (
              <>
                <strong>{isBetter ? '好转了' : '没有好转'}</strong> {doneBy} <Instant value={doneAt} />
                <p className="sw-text">{finding}</p>
              </>
            ) : (
              <>应在 {untilText(dueAt)} 前回访</>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
