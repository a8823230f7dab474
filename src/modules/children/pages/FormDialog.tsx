import { Modal, type ButtonProps } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Endpoint } from '#kernel/endpoint.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'

type Props = {
  /** The head of the dialog, and the button's words unless `label` says them shorter. */
  title: string
  label?: string
  needs: Endpoint
  disabledReason?: string | undefined
  look?: Pick<ButtonProps, 'type' | 'size' | 'danger'>
  /** The form; call `close` when it is done. */
  children: (close: () => void) => ReactNode
}

/** A button that opens a form; absent or disabled as the button is. */
export function FormDialog({ title, label = title, needs, disabledReason, look, children }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  return (
    <>
      <ActionButton {...look} needs={needs} disabledReason={disabledReason} onClick={() => setIsOpen(true)}>
        {label}
      </ActionButton>
      <Modal
        open={isOpen}
        title={title}
        footer={null}
        onCancel={close}
        destroyOnHidden
        mask={{ closable: false }}
        width={600}
      >
        {children(close)}
      </Modal>
    </>
  )
}
