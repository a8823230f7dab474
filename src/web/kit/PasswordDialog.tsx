import { Button, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '#kernel/endpoint.ts'
import { call, toProblem } from '../transport.ts'

type Props = {
  proveAgain: Endpoint<z.ZodObject<{ password: z.ZodString }>>
  title: string
  onProved: () => void
  onClose: () => void
}

/** Asks for the password before something sensitive; proved for ten minutes. */
export function PasswordDialog({ proveAgain, title, onProved, onClose }: Props) {
  const id = useId()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string>()
  const [isRunning, setIsRunning] = useState(false)

  const prove = async () => {
    if (!password) return setError('请输入口令')
    setIsRunning(true)
    try {
      await call(proveAgain, { password })
      onProved()
    } catch (failure) {
      setError(toProblem(failure).message)
    } finally {
      setIsRunning(false)
    }
    return undefined
  }

  return (
    <Modal open title="请再次输入登录口令" footer={null} onCancel={onClose} width={420}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void prove()
        }}
      >
        <p className="sw-dialog-text">{title}。验证后十分钟内不再询问。</p>
        <label htmlFor={id} className="sw-label">
          登录口令
        </label>
        <Input.Password
          id={id}
          autoFocus
          autoComplete="current-password"
          value={password}
          status={error ? 'error' : ''}
          aria-invalid={Boolean(error)}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={({ target }) => {
            setPassword(target.value)
            setError(undefined)
          }}
        />
        {error && (
          <p id={`${id}-error`} role="alert" className="sw-field-error">
            {error}
          </p>
        )}
        <div className="sw-dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={isRunning}>
            验证并继续
          </Button>
        </div>
      </form>
    </Modal>
  )
}
