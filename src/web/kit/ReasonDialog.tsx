import { Button, Input, Modal } from 'antd'
import { useId, useState, type ReactNode } from 'react'
import { Reason } from '#kernel/fields.ts'

type Props = {
  isOpen: boolean
  title: string
  /** What will happen, and that it is recorded. */
  children?: ReactNode
  confirm?: string
  isDanger?: boolean
  /** Frequent reasons that one click fills in. */
  suggestions?: string[]
  onClose: () => void
  /** Closes by itself when this resolves to anything but false. */
  onReason: (reason: string) => Promise<unknown>
}

/** Asks why before something sensitive happens; the reason is kept in the audit. */
export function ReasonDialog(props: Props) {
  return (
    <Modal open={props.isOpen} title={props.title} footer={null} onCancel={props.onClose} destroyOnHidden>
      <ReasonForm {...props} />
    </Modal>
  )
}

function ReasonForm({ children, confirm = '确定', isDanger, suggestions, onClose, onReason }: Props) {
  const id = useId()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string>()
  const [isRunning, setIsRunning] = useState(false)

  const submit = async () => {
    const parsed = Reason.safeParse(reason)
    if (!parsed.success) return setError(parsed.error.issues[0]?.message)
    setIsRunning(true)
    try {
      if ((await onReason(parsed.data)) !== false) onClose()
    } finally {
      setIsRunning(false)
    }
    return undefined
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      {children && <div className="sw-dialog-text">{children}</div>}
      <label htmlFor={id} className="sw-label">
        事由（会记入审计）
      </label>
      <Input.TextArea
        id={id}
        autoFocus
        rows={3}
        maxLength={200}
        value={reason}
        status={error ? 'error' : ''}
        aria-describedby={error ? `${id}-error` : undefined}
        aria-invalid={Boolean(error)}
        onChange={({ target }) => {
          setReason(target.value)
          setError(undefined)
        }}
      />
      {error && (
        <p id={`${id}-error`} role="alert" className="sw-field-error">
          {error}
        </p>
      )}
      {suggestions && (
        <div className="sw-suggestions">
          {suggestions.map((text) => (
            <Button key={text} size="small" onClick={() => setReason(text)}>
              {text}
            </Button>
          ))}
        </div>
      )}
      <div className="sw-dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" htmlType="submit" danger={isDanger ?? false} loading={isRunning}>
          {confirm}
        </Button>
      </div>
    </form>
  )
}
