import { Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Endpoint } from '#kernel/endpoint.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'

type Props = {
  /** Absent for whoever may not call it. */
  needs: Endpoint
  /** Of the button; the dialog's head says more. */
  label: string
  title: string
  disabledReason?: string | undefined
  isPrimary?: boolean
  size?: 'small'
  width?: number
  /** The form; made anew each time the dialog opens. */
  children: (close: () => void) => ReactNode
}

/** A button that opens a form. */
export function FormDialog({
  needs,
  label,
  title,
  disabledReason,
  isPrimary,
  size,
  width = 560,
  children,
}: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  return (
    <>
      <ActionButton
        needs={needs}
        disabledReason={disabledReason}
        {...(isPrimary && { type: 'primary' })}
        {...(size && { size })}
        onClick={() => setIsOpen(true)}
      >
        {label}
      </ActionButton>
      <Modal open={isOpen} title={title} footer={null} width={width} onCancel={close} destroyOnHidden>
        {children(close)}
      </Modal>
    </>
  )
}
