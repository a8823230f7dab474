import { Input } from 'antd'
import { FormField } from '#web/kit/RecordForm.tsx'

/** Not focused beside the QR code: a phone would scroll that out of sight. */
export function CodeField({ isFirst = false }: { isFirst?: boolean }) {
  return (
    <FormField name="code" label="6 位动态口令">
      <Input
        autoFocus={isFirst}
        size="large"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        className="sw-code"
      />
    </FormField>
  )
}
