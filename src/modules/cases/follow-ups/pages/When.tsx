import { Form } from 'antd'
import type { ReactNode } from 'react'

type Props = {
  /** Another field of the same form. */
  name: string
  is: (value: unknown) => boolean
  children: ReactNode
}

/** Fields that are asked for only when another one has been answered so. */
export function When({ name, is, children }: Props) {
  const value: unknown = Form.useWatch(name, { preserve: true })
  return is(value) ? children : null
}
