import { Steps } from 'antd'
import type { ReactNode } from 'react'
import { useIsPhone } from './use-is-phone.ts'

type Props = {
  steps: { key: string; label: string; note?: ReactNode }[]
  current: string
  /** The record has ended: every step is done. */
  isEnded?: boolean
}

/** Where a record is on its way. On a phone: the present step in words, the rest as a list. */
export function StateSteps({ steps, current, isEnded = false }: Props) {
  const isPhone = useIsPhone()
  const at = steps.findIndex(({ key }) => key === current)
  return (
    <div role="group" aria-label={`当前进度:${steps[at]?.label ?? ''},第 ${at + 1} 步,共 ${steps.length} 步`}>
      <Steps
        size="small"
        responsive={false}
        orientation={isPhone ? 'vertical' : 'horizontal'}
        current={at}
        items={steps.map(({ label, note }, index) => ({
          title: label,
          content: note,
          status: isEnded || index < at ? 'finish' : index === at ? 'process' : 'wait',
        }))}
      />
    </div>
  )
}
