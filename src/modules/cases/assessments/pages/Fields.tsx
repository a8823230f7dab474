import { Select } from 'antd'
import type { ReactNode } from 'react'
import type { InstrumentContent } from '../scoring/content.ts'

export const wholeNumber = (text: string) => (/^\d{1,4}$/.test(text) ? Number(text) : undefined)

/** A label over its control, for forms that hold what is not an endpoint's input. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="asm-field">
      <span>{label}</span>
      {children}
    </label>
  )
}

type AtLeastProps = {
  label?: string
  /** What it means that none is named. */
  none?: string
  levels: InstrumentContent['levels']
  value: string | undefined
  onChange: (code: string | undefined) => void
}

/** A level that an answer brings about by itself. */
export function AtLeast({ label = '直接得出', none = '只计分', levels, value, onChange }: AtLeastProps) {
  return (
    <Field label={label}>
      <Select
        aria-label={label}
        value={value ?? ''}
        onChange={(code) => onChange(code || undefined)}
        options={[
          { value: '', label: none },
          ...levels.slice(0, -1).map((level) => ({ value: level.code, label: `至少“${level.label}”` })),
        ]}
      />
    </Field>
  )
}
