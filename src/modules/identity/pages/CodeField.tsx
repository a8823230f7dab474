import { Input } from 'antd'
import { FormField } from '#web/kit/RecordForm.tsx'

export function CodeField() {
  return (
    <FormField name="code" label="6 位动态口令">
      <Input
        autoFocus
        size="large"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        className="sw-code"
      />
    </FormField>
  )
}
