import { Modal, type ButtonProps } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Endpoint } from '#kernel/endpoint.ts'
import { ActionButton } from './ActionButton.tsx'

type Props = {
  /** The head of the dialog, and the button's words unless `label` says them shorter. */
  title: string
  label?: string
  /** Absent for whoever may not call it. */
  needs: Endpoint
  disabledReason?: string | undefined
  width?: number
  /** The form, made anew each time the dialog opens; call `close` when it is done. */
  children: (close: () => void) => ReactNode
} & Pick<ButtonProps, 'type' | 'size' | 'danger'>

/** A button that opens a form. A slip beside the dialog does not lose what was typed. */
export function FormDialog({
  title,
  label = title,
  needs,
  disabledReason,
  width = 600,
  children,
  ...look
}: Props) {
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
        width={width}
        onCancel={close}
        destroyOnHidden
        mask={{ closable: false }}
      >
        {children(close)}
      </Modal>
    </>
  )
}
