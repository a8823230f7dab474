import { Input } from 'antd'

type Props = { id?: string; value?: string | undefined; onChange?: (value: string | undefined) => void }

const CHINA_AHEAD_MS = 8 * 3_600_000

/** A day and time by the clock in China, kept as an instant. */
export function InstantInput({ id, value, onChange }: Props) {
  const shown = value ? new Date(Date.parse(value) + CHINA_AHEAD_MS).toISOString().slice(0, 16) : ''
  return (
    <Input
      {...(id && { id })}
      type="datetime-local"
      className="sw-instant-input"
      value={shown}
      onChange={({ target }) =>
        onChange?.(target.value ? new Date(`${target.value}:00+08:00`).toISOString() : undefined)
      }
    />
  )
}
