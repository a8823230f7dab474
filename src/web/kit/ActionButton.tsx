import { Button, Tooltip, type ButtonProps } from 'antd'
import { useState, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { Endpoint } from '#kernel/endpoint.ts'
import { useCan } from '../session.tsx'
import { Dialog } from './Dialog.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'

type Props = {
  /** Absent for whoever may not call it. */
  needs?: Endpoint | undefined
  /** Why the state forbids it now; the button stays reachable by keyboard so that the reason can be read. */
  disabledReason?: string | undefined
  isRunning?: boolean
  /** An address within the console, instead of `onClick`. */
  to?: string
  onClick?: () => void
  children: ReactNode
} & Pick<ButtonProps, 'type' | 'danger' | 'icon' | 'size' | 'block'>

function Plain({ disabledReason, isRunning = false, to, onClick, icon, children, ...look }: Props) {
  const navigate = useNavigate()
  const act = () => {
    if (disabledReason) return
    if (to) void navigate(to)
    onClick?.()
  }
  const button = (
    <Button
      {...look}
      loading={isRunning}
      {...(icon && { icon: <span aria-hidden="true">{icon}</span> })}
      onClick={act}
      {...(disabledReason && {
        'aria-disabled': true,
        'aria-description': disabledReason,
        className: 'sw-button-disabled',
        type: 'default',
        danger: false,
      })}
    >
      {children}
    </Button>
  )
  return disabledReason ? (
    <Tooltip trigger={['hover', 'focus']} title={disabledReason}>
      {button}
    </Tooltip>
  ) : (
    button
  )
}

function WhenPermitted({ needs, children }: { needs: Endpoint; children: ReactNode }) {
  return useCan(needs) ? children : null
}

/** Absent when the role forbids it; disabled with its reason when the state does. */
export function ActionButton({ needs, ...props }: Props) {
  const button = <Plain {...props} />
  return needs ? <WhenPermitted needs={needs}>{button}</WhenPermitted> : button
}

type DangerProps = Omit<Props, 'to' | 'onClick' | 'children'> & {
  /** The button and the dialog's head: "停用账号". */
  title: string
  /** The record as the person knows it: "李小明(大麦山镇新联村)". */
  record: string
  /** What will be different afterwards, and whether it can be undone. */
  consequence: ReactNode
  /** Asks for a reason, handed to `onConfirm`. */
  asksReason?: boolean
  onConfirm: (reason: string) => Promise<unknown>
}

/** A button for a destructive step, with a dialog that names the record. The dialog stays open when `onConfirm` gives false or undefined. */
export function ConfirmDanger({ title, record, consequence, asksReason, onConfirm, ...look }: DangerProps) {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  const confirm = async (reason: string) => {
    const out = await onConfirm(reason)
    return out !== undefined && out !== false
  }
  const text = (
    <>
      <p>
        将要处理的是：<strong>{record}</strong>
      </p>
      <p>{consequence}</p>
    </>
  )
  return (
    <>
      <ActionButton danger {...look} onClick={() => setIsOpen(true)}>
        {title}
      </ActionButton>
      {asksReason ? (
        <ReasonDialog
          isOpen={isOpen}
          title={title}
          confirm={title}
          isDanger
          onClose={close}
          onReason={confirm}
        >
          {text}
        </ReasonDialog>
      ) : (
        <Dialog
          isOpen={isOpen}
          title={title}
          confirm={title}
          isDanger
          onClose={close}
          onConfirm={() => confirm('')}
        >
          {text}
        </Dialog>
      )}
    </>
  )
}
