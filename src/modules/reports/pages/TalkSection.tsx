import { Button, Checkbox, Select } from 'antd'
import { useState } from 'react'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { listContacts, recordContact } from '../answers/contract.ts'
import { CONTACT_KIND, READY_WORDS } from '../answers/labels.ts'
import type { ReportRecord } from '../contract.ts'
import { TOLD_HOW } from '../labels.ts'
import { listMessages, writeMessage } from '../messages/contract.ts'
import { useReportCommand } from './use-report-command.ts'
import { WordsField } from './WordsField.tsx'

type Props = { report: ReportRecord }

/** Two-way words with whoever holds the code. */
export function MessageSection({ report }: Props) {
  const messages = useEndpoint(listMessages, { id: report.id })
  const [messageId, setMessageId] = useState(newId)
  const command = useReportCommand(writeMessage, { success: '已留言，报告人凭回访码能看到' })
  const items = messages.data?.items ?? []
  return (
    <Section title="与报告人来回的话">
      <p className="sw-quiet">报告人凭回访码看得到。不要写孩子的姓名、住处和办理细节。</p>
      <ol className="sw-messages">
        {items.map(({ id, isFromReporter, at, by, text, isNew }) => (
          <li key={id} className={isFromReporter ? 'sw-message' : 'sw-message sw-message-ours'}>
            <span className="sw-quiet">
              {isFromReporter ? '报告人' : by} <Instant value={at} />{' '}
              {isNew && <StateTag tone="attention">新</StateTag>}
            </span>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <RecordForm
        key={messageId}
        endpoint={writeMessage}
        command={command}
        fixed={{ id: report.id, messageId }}
        initial={{ isAsking: false }}
        submit="留言"
        onDone={() => setMessageId(newId())}
      >
        <FormField name="text" label="要说的话">
          <WordsField ready={[...READY_WORDS.message, ...READY_WORDS.asked]} maxLength={2000} />
        </FormField>
        {report.state === 'received' && (
          <FormField name="isAsking" label="情况不够" isChecked>
            <Checkbox>请报告人补充后再决定</Checkbox>
          </FormField>
        )}
      </RecordForm>
    </Section>
  )
}

function ContactForm({ report, onDone }: Props & { onDone: () => void }) {
  const [contactId] = useState(newId)
  const kind = report.state === 'received' ? 'asked' : 'accepted'
  const command = useReportCommand(recordContact, { success: kind === 'asked' ? '已记下回问' : '已记下告知' })
  const hows = Object.entries(TOLD_HOW)
    .filter(([how]) => how !== 'code' || report.hasCode)
    .map(([value, label]) => ({ value, label }))
  return (
    <RecordForm
      endpoint={recordContact}
      command={command}
      fixed={{ id: report.id, version: report.version, contactId, kind }}
      initial={{ how: report.hasCode ? 'code' : 'telephone' }}
      submit={kind === 'asked' ? '记下回问' : '记下告知'}
      onDone={onDone}
      onCancel={onDone}
    >
      <FormField name="how" label="怎么联系的">
        <Select options={hows} />
      </FormField>

      <FormField name="said" label={kind === 'asked' ? '问了什么、对方怎么说' : '告知的内容'}>
        <WordsField ready={READY_WORDS[kind]} />
      </FormField>
    </RecordForm>
  )
}

/** What was said to the reporter on the way: that it is in hand, and what was asked back. */
export function ContactSection({ report }: Props) {
  const contacts = useEndpoint(listContacts, { id: report.id })
  const [isOpen, setIsOpen] = useState(false)
  const items = contacts.data?.items ?? []
  const isReceived = report.state === 'received'
  const isAccepted = report.state === 'accepted' || report.state === 'joined'
  if (!items.length && !isReceived && !isAccepted) return null
  return (
    <Section
      title="办理途中的联系"
      extra={
        !isOpen &&
        (isReceived || isAccepted) && (
          <Button onClick={() => setIsOpen(true)}>
            {isReceived ? '情况不够，回问报告人' : '告知报告人已受理'}
          </Button>
        )
      }
    >
      {!items.length && !isOpen && (
        <p className="sw-quiet">{isReceived ? '还没有回问过。' : '还没有告知报告人已受理。'}</p>
      )}
      <ul className="sw-talks">
        {items.map(({ id, kind, at, by, how, said }) => (
          <li key={id}>
            <strong>{CONTACT_KIND[kind]}</strong>
            <span>{said}</span>
            <span className="sw-quiet">
              {TOLD_HOW[how]} <Instant value={at} /> {by}
            </span>
          </li>
        ))}
      </ul>
      {isOpen && <ContactForm report={report} onDone={() => setIsOpen(false)} />}
    </Section>
  )
}
