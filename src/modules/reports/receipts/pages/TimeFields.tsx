import { Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { clockText } from '../rules.ts'

type Props = { id?: string; value?: string | undefined; onChange?: (at: string | undefined) => void }

/** What the browser's own field for day and time shows, by the clock in China. */
const shown = (at: string | undefined) => (at ? clockText(new Date(at)).slice(0, 16) : '')
const instantOf = (text: string) => (text ? `${text}:00+08:00` : undefined)
const now = () => clockText(new Date())

type PickProps = Props & { label: string }

function PickTime({ id, label, value, onChange }: PickProps) {
  return (
    <Input
      {...(id && { id })}
      type="datetime-local"
      className="sw-duty-time"
      aria-label={label}
      value={shown(value)}
      max={shown(now())}
      onChange={({ target }) => onChange?.(instantOf(target.value))}
    />
  )
}

/** Just now, or an earlier day and time. Nothing chosen counts as just now. */
export function KnownField({ value, onChange }: Props) {
  const [isEarlier, setIsEarlier] = useState(value !== undefined)
  const choose = (next: boolean) => {
    setIsEarlier(next)
    onChange?.(next ? now() : undefined)
  }
  return (
    <div className="sw-duty-times">
      <Radio.Group
        aria-label="什么时候知道的"
        optionType="button"
        value={isEarlier}
        options={[
          { value: false, label: '刚刚' },
          { value: true, label: '更早' },
        ]}
        onChange={({ target }) => choose(target.value === true)}
      />
      {isEarlier && <PickTime label="知道的日期和时间" value={value} {...(onChange && { onChange })} />}
    </div>
  )
}

/** Whether and when the police were told. */
export function PoliceField({ value, onChange }: Props) {
  return (
    <div className="sw-duty-times">
      <Checkbox
        checked={value !== undefined}
        onChange={({ target }) => onChange?.(target.checked ? now() : undefined)}
      >
        已拨打 110，或已告知公安
      </Checkbox>
      {value !== undefined && (
        <PickTime label="报警的日期和时间" value={value} {...(onChange && { onChange })} />
      )}
    </div>
  )
}
