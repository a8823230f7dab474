import { Button, Input } from 'antd'
import { useState } from 'react'
import { useCommand } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import {
  getMyNoticeChoices,
  listMyDeliveries,
  sendTestNotice,
  setNoticeContacts,
  type NoticeChoices,
} from '../choices/contract.ts'

const KINDS = {
  email: { label: '邮箱', channel: 'email', test: '发一封测试邮件' },
  phone: { label: '手机号', channel: 'sms', test: '发一条测试短信' },
} as const

type Props = { field: keyof typeof KINDS; shown: string | null }

function Contact({ field, shown }: Props) {
  const { label, channel, test } = KINDS[field]
  const [isEditing, setIsEditing] = useState(false)
  const save = useCommand(setNoticeContacts, {
    refreshes: [getMyNoticeChoices],
    success: `${label}已保存，可以发一条测试消息看看`,
    onDone: () => setIsEditing(false),
  })
  const send = useCommand(sendTestNotice, {
    refreshes: [listMyDeliveries],
    success: '测试消息已交给发送程序，结果见下面“最近发给我的”',
  })
  if (isEditing || shown === null)
    return (
      <RecordForm
        endpoint={setNoticeContacts}
        command={save}
        submit={`保存${label}`}
        {...(shown !== null && { onCancel: () => setIsEditing(false) })}
      >
        <FormField name={field} label={label}>
          <Input
            type={field === 'email' ? 'email' : 'tel'}
            autoComplete={field === 'email' ? 'email' : 'tel'}
          />
        </FormField>
      </RecordForm>
    )
  return (
    <div>
      <p>
        {label}：<strong className="sw-number">{shown}</strong>
      </p>
      <div className="sw-actions">
        <ActionButton isRunning={send.isRunning} onClick={() => void send.run({ channel })}>
          {test}
        </ActionButton>
        <Button onClick={() => setIsEditing(true)}>更换{label}</Button>
        <ConfirmDanger
          title={`删除${label}`}
          record={`${label} ${shown}`}
          consequence="删除后不再发到这里。"
          onConfirm={() => save.run({ [field]: '' })}
        />
      </div>
    </div>
  )
}

/** Where messages go: kept sealed, shown masked. */
export function Contacts({ choices: { available, email, phone } }: { choices: NoticeChoices }) {
  return (
    <>
      <div className="sw-contacts">
        {available.includes('email') && <Contact key={`email ${email}`} field="email" shown={email} />}
        {available.includes('sms') && <Contact key={`phone ${phone}`} field="phone" shown={phone} />}
      </div>
      <p className="sw-quiet">邮箱和手机号加密保存，只用来给您本人发通知，别人看不到。</p>
    </>
  )
}
