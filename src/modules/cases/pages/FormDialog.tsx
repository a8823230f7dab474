import { Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Endpoint } from '#kernel/endpoint.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'

type Props = {
  /** The button and the head of the dialog. */
  title: string
  needs: Endpoint
  disabledReason?: string | undefined
  isPrimary?: boolean
  isWide?: boolean
  /** The form; call `close` when it is done. */
  children: (close: () => void) => ReactNode
}

/** A button that opens a form; absent or disabled as the button is. */
export function FormDialog({ title, needs, disabledReason, isPrimary, isWide, children }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  return (
    <>
      <ActionButton
        needs={needs}
        disabledReason={disabledReason}
        type={isPrimary ? 'primary' : 'default'}
        onClick={() => setIsOpen(true)}
      >
        {title}
      </ActionButton>
      <Modal
        open={isOpen}
        title={title}
        footer={null}
        onCancel={close}
        destroyOnHidden
        mask={{ closable: false }}
        width={isWide ? 880 : 560}
      >
        {children(close)}
      </Modal>
    </>
  )
}
