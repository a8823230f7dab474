import { Button, Input } from 'antd'
import { useState } from 'react'
import { getEmergencyNumbers } from '#modules/organisations/settings/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { Phone } from '#web/kit/Phone.tsx'
import type { ReportRecord } from '../contract.ts'
import { listEmergencyCalls, recordEmergencyCall, waiveEmergencyCall } from '../emergencies/contract.ts'
import { InstantInput } from './InstantInput.tsx'
import { useReportCommand } from './use-report-command.ts'

type Props = { report: ReportRecord }

/** Whom to call first, by the county's own list. */
function Numbers() {
  const numbers = useEndpoint(getEmergencyNumbers, {})
  return (
    <div className="sw-emergency" role="note">
      <strong>紧急：孩子可能正有危险。先保安全，再办手续。</strong>
      <ul className="sw-numbers">
        {numbers.data?.items.map(({ name, phone, note }) => (
          <li key={phone}>
            {name} <Phone number={phone} /> <span className="sw-quiet">{note}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function CallForm({ report, onDone }: Props & { onDone: () => void }) {
  const [callId] = useState(newId)
  const command = useReportCommand(recordEmergencyCall, { success: '已记下这次联络' })
  return (
    <RecordForm
      endpoint={recordEmergencyCall}
      command={command}
      fixed={{ id: report.id, callId }}
      submit="记下联络"
      onDone={onDone}
    >
      <FormField name="called" label="打给了谁" hint="号码或单位、姓名，如 110、镇派出所值班民警、孩子的奶奶">
        <Input autoComplete="off" />
      </FormField>
      <FormField name="said" label="对方怎么说">
        <Input.TextArea rows={2} maxLength={500} />
      </FormField>
      <FormField name="at" label="什么时候（空着就是现在）">
        <InstantInput />
      </FormField>
    </RecordForm>
  )
}

/** The emergency lane: who was called, when, what they said; it is left without a call only with a reason. */
export function EmergencySection({ report }: Props) {
  const calls = useEndpoint(listEmergencyCalls, { id: report.id })
  const [isAdding, setIsAdding] = useState(false)
  const [isWaiving, setIsWaiving] = useState(false)
  const waive = useReportCommand(waiveEmergencyCall, { success: '已写明理由' })
  const items = calls.data?.items ?? []
  if (!report.isEmergency && !report.facts.isEmergency && !items.length) return null
  const isFormOpen = isAdding || (!report.facts.isEmergencyHandled && calls.data !== undefined)
  return (
    <>
      {report.state === 'received' && <Numbers />}
      <Section
        title="紧急联络"
        extra={
          <>
            {!isFormOpen && <Button onClick={() => setIsAdding(true)}>再记一次</Button>}
            {!report.facts.isEmergencyHandled && (
              <Button onClick={() => setIsWaiving(true)}>不必联络，写明理由</Button>
            )}
          </>
        }
      >
        <ul className="sw-talks">
          {items.map(({ id, called, said, at, by, isNeedless }) => (
            <li key={id}>
              <strong>{isNeedless ? '不必联络' : called}</strong>
              <span>{said}</span>
              <span className="sw-quiet">
                <Instant value={at} /> {by}
              </span>
            </li>
          ))}
        </ul>
        {isFormOpen && <CallForm key={items.length} report={report} onDone={() => setIsAdding(false)} />}
        <ReasonDialog
          isOpen={isWaiving}
          title="不必紧急联络"
          confirm="写明并继续"
          suggestions={['报告人在派出所，民警已在处理', '120 已到场，由报告人转告']}
          onClose={() => setIsWaiving(false)}
          onReason={async (why) => (await waive.run({ id: report.id, callId: newId(), why })) !== undefined}
        >
          没有打电话就离开紧急通道，要写明为什么。
        </ReasonDialog>
      </Section>
    </>
  )
}
