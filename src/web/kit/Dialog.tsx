import { Modal } from 'antd'
import { useState, type ReactNode } from 'react'

type Props = {
  isOpen: boolean
  title: string
  children: ReactNode
  confirm: string
  cancel?: string
  isDanger?: boolean
  width?: number
  onClose: () => void
  /** Closes by itself unless this resolves to false. */
  onConfirm: () => Promise<unknown>
}

/** A question with two answers; waits for the work before it closes. */
export function Dialog({
  isOpen,
  title,
  children,
  confirm,
  cancel = '取消',
  isDanger,
  width,
  onClose,
  onConfirm,
}: Props) {
  const [isRunning, setIsRunning] = useState(false)
  const submit = async () => {
    setIsRunning(true)
    try {
      if ((await onConfirm()) !== false) onClose()
    } finally {
      setIsRunning(false)
    }
  }
  return (
    <Modal
      open={isOpen}
      title={title}
      okText={confirm}
      cancelText={cancel}
      okButtonProps={{ danger: isDanger ?? false, loading: isRunning }}
      onOk={() => void submit()}
      onCancel={onClose}
      destroyOnHidden
      {...(width && { width })}
    >
      <div className="sw-dialog-text">{children}</div>
    </Modal>
  )
}
