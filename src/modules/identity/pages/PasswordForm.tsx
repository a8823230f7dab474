import { Input } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { changePassword } from '../contract.ts'

type Props = { currentLabel: string; submit: string; onDone: (out: OutputOf<typeof changePassword>) => void }

/** Old and new password; the server's rules show at the fields. */
export function PasswordForm({ currentLabel, submit, onDone }: Props) {
  const command = useCommand(changePassword, { success: '口令已修改' })
  return (
    <RecordForm endpoint={changePassword} command={command} submit={submit} onDone={onDone}>
      <FormField name="current" label={currentLabel}>
        <Input.Password autoComplete="current-password" />
      </FormField>
      <FormField
        name="next"
        label="新口令"
        hint="至少 10 个字符，可以是一句自己记得住、别人猜不到的话；不要包含登录名"
      >
        <Input.Password autoComplete="new-password" />
      </FormField>
    </RecordForm>
  )
}
