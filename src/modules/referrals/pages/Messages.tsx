import { Input } from 'antd'
import { useState } from 'react'
import type { Endpoint } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { Message } from '../contract.ts'
import type { askAsUnit, replyAsOffice, replyAsSender } from '../messages/contract.ts'

const SIDE = { sender: '发出单位', unit: '承接单位', office: '领导小组办公室' }

/** One conversation, oldest first. */
export function Talk({ messages, mine }: { messages: Message[]; mine: Message['side'] }) {
  if (!messages.length) return null
  return (
    <ol className="sw-talk">
      {messages.map(({ id, side, by, at, text }) => (
        <li key={id} className={side === mine ? 'sw-talk-mine' : undefined}>
          <span className="sw-quiet">
            {SIDE[side]} {by} <Instant value={at} />
          </span>
          <p>{text}</p>
        </li>
      ))}
    </ol>
  )
}

type Props = {
  endpoint: typeof askAsUnit | typeof replyAsSender | typeof replyAsOffice
  referralId: string
  channel?: Message['channel']
  label: string
  submit: string
  refreshes: Endpoint[]
}

/** Writes one message; empty again when it has been sent. */
export function MessageForm(props: Props) {
  const [messageId, setMessageId] = useState(newId)
  return <OneMessage key={messageId} {...props} messageId={messageId} onSent={() => setMessageId(newId())} />
}

function OneMessage({
  endpoint,
  referralId,
  channel,
  label,
  submit,
  refreshes,
  messageId,
  onSent,
}: Props & { messageId: string; onSent: () => void }) {
  const command = useCommand(endpoint, { refreshes, success: '已送达，对方会收到提醒' })
  return (
    <RecordForm
      endpoint={endpoint}
      command={command}
      fixed={{ id: referralId, messageId, ...(channel && { channel }) }}
      submit={submit}
      onDone={onSent}
    >
      <FormField name="text" label={label}>
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}
