import { Input } from 'antd'
import { useEndpoint } from '#web/api.ts'
import { ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { ReportRecord } from '../contract.ts'
import { listPassOns, recordReturned, recordTaken, type PassOn } from '../passing-on/contract.ts'
import { InstantInput } from './InstantInput.tsx'
import { useReportCommand } from './use-report-command.ts'

type Props = { report: ReportRecord }

function WhatBecame({ taken, returned }: PassOn) {
  if (taken)
    return (
      <span>
        <StateTag tone="good">对方已接收</StateTag> {taken.said}（<Instant value={taken.at} />，
        {taken.notedBy}
        记）
      </span>
    )
  if (returned)
    return (
      <span>
        <StateTag tone="bad">对方退回</StateTag> {returned.reason}（<Instant value={returned.at} />，
        {returned.notedBy}记）
      </span>
    )
  return <StateTag tone="attention">还没有写明对方接收</StateTag>
}

function Follow({ report }: Props) {
  const taken = useReportCommand(recordTaken, { success: '已记下对方接收' })
  const returned = useReportCommand(recordReturned, { success: '已退回，重新研判' })
  const seen = { id: report.id, version: report.version }
  return (
    <>
      <RecordForm endpoint={recordTaken} command={taken} fixed={seen} submit="对方已接收">
        <FormField
          name="said"
          label="对方谁接收、怎么说"
          hint="打电话问清楚再记，如：治安大队李警官接收，今天到场"
        >
          <Input.TextArea rows={2} maxLength={500} />
        </FormField>
        <FormField name="at" label="什么时候（空着就是现在）">
          <InstantInput />
        </FormField>
      </RecordForm>
      <div className="sw-actions">
        <ConfirmDanger
          needs={recordReturned}
          title="对方退回"
          record={report.number}
          consequence="报告重新归我们，由值班员再研判；已经告知过的报告人要再告知一次。"
          asksReason
          onConfirm={(reason) => returned.run({ ...seen, reason })}
        />
      </div>
    </>
  )
}

/** To whom it went, and whether they took it. */
export function PassOnSection({ report }: Props) {
  const passOns = useEndpoint(listPassOns, { id: report.id })
  const items = passOns.data?.items ?? []
  if (!items.length) return null
  return (
    <Section title="转交和跟进">
      <ul className="sw-talks">
        {items.map((each) => (
          <li key={each.id}>
            <strong>{each.to}</strong>
            <span>{each.reason}</span>
            <WhatBecame {...each} />
            <span className="sw-quiet">
              <Instant value={each.at} /> {each.by}
            </span>
          </li>
        ))}
      </ul>
      {report.facts.isPassOnOpen && <Follow report={report} />}
    </Section>
  )
}
