import { Input } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useCommand } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { newId } from '#web/ids.ts'
import { DUTY_KINDS, DUTY_KIND_NAMES } from '../../duty-kinds/labels.ts'
import { REPORT_DOOR, REPORT_STATE } from '../../labels.ts'
import * as contract from '../contract.ts'
import type { AboveRecord } from '../contract.ts'

const listed = (items: (string | undefined)[]) => items.filter(Boolean).join('、') || null

function Content({ report }: { report: AboveRecord }) {
  const { describedChild: child, reporter, accused } = report
  const kinds = DUTY_KIND_NAMES.filter((name) => report.dutyKinds.includes(name))
  return (
    <Section title="报告内容">
      <p className="sw-narrative">{report.narrative}</p>
      <Facts
        columns={3}
        items={[
          { label: '来自', value: REPORT_DOOR[report.door] },
          { label: '收到', value: <Instant value={report.receivedAt} /> },
          { label: '状态', value: REPORT_STATE[report.state] },
          { label: '孩子', value: listed([child?.name, child?.about, report.place ?? undefined]) },
          {
            label: '报告人',
            value: listed([reporter?.name, reporter?.relation, reporter?.isOwn ? '孩子本人' : '']),
          },
          { label: '电话', value: reporter?.phone },
          { label: '怎样联系安全', value: reporter?.safeContact },
          {
            label: '被反映的人',
            value: listed([accused?.name, ...(accused?.workplaces ?? []).map(({ text }) => text)]),
          },
          { label: '不让谁看到', value: listed(report.keptFrom) },
          { label: '对得上的情形', value: listed(kinds.map((name) => DUTY_KINDS[name].text)), isWide: true },
          { label: '由谁办理', value: report.passedTo },
          { label: '理由', value: report.decisionReason, isWide: true },
        ]}
      />
    </Section>
  )
}

function Messages({ report }: { report: AboveRecord }) {
  if (!report.messages.length) return null
  return (
    <Section title="与报告人来回的话">
      <ol className="sw-plain-list">
        {report.messages.map(({ id, isFromReporter, at, text }) => (
          <li key={id}>
            <span>
              <strong>{isFromReporter ? '报告人' : '我们'}</strong> <Instant value={at} />
              <br />
              {text}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

type StepProps = { report: AboveRecord; onDone: () => void }

function PassOnForm({ report, onDone }: StepProps) {
  const command = useCommand(contract.passOnAbove, { success: '已记录由谁办理', onDone })
  return (
    <RecordForm
      endpoint={contract.passOnAbove}
      command={command}
      fixed={{ id: report.id, version: report.version }}
      submit="记录"
    >
      <FormField name="to" label="由谁办理" hint="本单位自己办理的，写本单位。">
        <Input maxLength={100} />
      </FormField>
      <FormField name="reason" label="理由">
        <Input.TextArea rows={3} maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

const WORDS = (
  <FormField name="text" label="要说的话" hint="不透露孩子的情况和办理细节：回访码可能被别人看到。">
    <Input.TextArea rows={4} maxLength={1_000} />
  </FormField>
)
const SAID = '报告人下次用回访码打开时会看到'

function WriteForm({ report, onDone }: StepProps) {
  const [messageId] = useState(newId)
  const command = useCommand(contract.writeAbove, { success: SAID, onDone })
  return (
    <RecordForm
      endpoint={contract.writeAbove}
      command={command}
      fixed={{ id: report.id, messageId }}
      submit="留言"
    >
      {WORDS}
    </RecordForm>
  )
}

function AnswerForm({ report, onDone }: StepProps) {
  const [messageId] = useState(newId)
  const command = useCommand(contract.answerAbove, { success: SAID, onDone })
  return (
    <RecordForm
      endpoint={contract.answerAbove}
      command={command}
      fixed={{ id: report.id, messageId, version: report.version }}
      submit="答复并办结"
    >
      {WORDS}
    </RecordForm>
  )
}

function Steps({ report, onDone }: StepProps) {
  const after = (close: () => void) => () => {
    close()
    onDone()
  }
  const early = report.state === 'passed-on' ? undefined : '请先决定由谁办理，有了结果再答复'
  return (
    <>
      <FormDialog title="决定由谁办理" needs={contract.passOnAbove} type="primary">
        {(close) => <PassOnForm report={report} onDone={after(close)} />}
      </FormDialog>
      <FormDialog title="给报告人留言" needs={contract.writeAbove}>
        {(close) => <WriteForm report={report} onDone={after(close)} />}
      </FormDialog>
      <FormDialog title="答复报告人并办结" needs={contract.answerAbove} disabledReason={early}>
        {(close) => <AnswerForm report={report} onDone={after(close)} />}
      </FormDialog>
      <HandBack report={report} />
    </>
  )
}

function HandBack({ report }: { report: AboveRecord }) {
  const navigate = useNavigate()
  const [isAsking, setIsAsking] = useState(false)
  const command = useCommand(contract.handToDesk, {
    success: '已交回值守',
    onDone: () => void navigate('/reports-above'),
  })
  const reason = report.state === 'received' ? undefined : '已经决定由谁办理，不能再交回'
  return (
    <>
      <ActionButton needs={contract.handToDesk} disabledReason={reason} onClick={() => setIsAsking(true)}>
        与中心无关，交回值守
      </ActionButton>
      <ReasonDialog
        isOpen={isAsking}
        title="交回值守"
        confirm="交回"
        onClose={() => setIsAsking(false)}
        onReason={async (given) =>
          (await command.run({ id: report.id, version: report.version, reason: given })) !== undefined
        }
      >
        中心的人将能看到这份报告；被点名的人仍然看不到。
      </ReasonDialog>
    </>
  )
}

/** Opened by saying why, each time; nothing of it is kept in the browser. */
export function AbovePage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const [report, setReport] = useState<AboveRecord>()
  const [lastReason, setLastReason] = useState('')
  const command = useCommand(contract.openAbove, { refreshes: [contract.listAbove], onDone: setReport })
  const again = () => void command.run({ id, reason: lastReason })
  if (!report)
    return (
      <Page title="涉及中心的报告">
        <ReasonDialog
          isOpen
          title="打开报告"
          confirm="打开"
          suggestions={['初次研判', '跟进办理', '答复报告人']}
          onClose={() => void navigate('/reports-above')}
          onReason={async (reason) => {
            setLastReason(reason)
            await command.run({ id, reason })
            return false
          }}
        >
          这份报告只有您这里能看。打开的人、时间和事由都会记下来。
        </ReasonDialog>
      </Page>
    )
  const isEnded = report.state === 'answered'
  return (
    <Page
      title={report.number}
      lede={report.isEmergency ? '报告人说孩子现在有危险，请立即联系 110。' : '中心看不到这份报告。'}
      actions={!isEnded && <Steps report={report} onDone={again} />}
    >
      <Content report={report} />
      <Messages report={report} />
    </Page>
  )
}
