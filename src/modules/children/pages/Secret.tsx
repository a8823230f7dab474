import type { InputOf } from '#kernel/endpoint.ts'
import { Masked } from '#web/kit/Masked.tsx'
import { revealChildField, revealHealth } from '../secrets/contract.ts'

type Asked = Omit<InputOf<typeof revealChildField>, 'reason'>

/** A number or an address that only shows that it is known, until somebody says why it is needed. */
export function Secret({
  label,
  isKnown,
  note,
  ...input
}: Asked & { label: string; isKnown: boolean; note?: string }) {
  return (
    <Masked
      label={label}
      masked={isKnown ? `已登记${note ? `（${note}）` : ''}` : null}
      endpoint={revealChildField}
      input={input}
      pick={({ value }) => value}
    />
  )
}

export function HealthSecret({
  label,
  shown,
  ...input
}: Omit<InputOf<typeof revealHealth>, 'reason'> & { label: string; shown: string }) {
  return (
    <Masked label={label} masked={shown} endpoint={revealHealth} input={input} pick={({ value }) => value} />
  )
}
