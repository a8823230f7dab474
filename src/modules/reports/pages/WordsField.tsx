import { Button, Input } from 'antd'

type Props = {
  /** Given by the form. */
  id?: string
  value?: string
  onChange?: (value: string) => void
  /** Ready sentences; one press fills them in. */
  ready: readonly string[]
  maxLength?: number
}

/** A text with ready sentences that give nothing away. */
export function WordsField({ id, value = '', onChange, ready, maxLength = 1000 }: Props) {
  return (
    <>
      <Input.TextArea
        {...(id && { id })}
        rows={2}
        maxLength={maxLength}
        value={value}
        onChange={({ target }) => onChange?.(target.value)}
      />
      <div className="sw-ready-words">
        {ready.map((words) => (
          <Button key={words} size="small" onClick={() => onChange?.(words)}>
            {words}
          </Button>
        ))}
      </div>
    </>
  )
}
