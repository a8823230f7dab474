import { Steps } from 'antd'
import type { ReactNode } from 'react'
import { useIsPhone } from './use-is-phone.ts'

type Props = {
  steps: { key: string; label: string; note?: ReactNode }[]
  current: string
  /** The record has ended: every step is done. */
  isEnded?: boolean
}

const statusOf = (index: number, at: number, isEnded: boolean) =>
  isEnded || index < at ? 'finish' : index === at ? 'process' : 'wait'

/** Where a record is on its way. On a phone the present step, with the others on request. */
export function StateSteps({ steps, current, isEnded = false }: Props) {
  const isPhone = useIsPhone()
  const at = steps.findIndex(({ key }) => key === current)
  const list = (orientation: 'horizontal' | 'vertical') => (
    <Steps
      size="small"
      responsive={false}
      orientation={orientation}
      current={at}
      items={steps.map(({ label, note }, index) => ({
        title: label,
        content: note,
        status: statusOf(index, at, isEnded),
      }))}
    />
  )
  const summary = `第 ${at + 1} 步，共 ${steps.length} 步`
  return (
    <div role="group" aria-label={`当前进度：${steps[at]?.label ?? ''}，${summary}`}>
      {isPhone ? (
        <details className="sw-steps">
          <summary>
            <strong>{steps[at]?.label}</strong> <span className="sw-quiet">{summary}</span>
            <span className="sw-steps-bar" aria-hidden="true">
              {steps.map(({ key }, index) => (
                <span key={key} className={`sw-step-${statusOf(index, at, isEnded)}`} />
              ))}
            </span>
          </summary>
          {list('vertical')}
        </details>
      ) : (
        list('horizontal')
      )}
    </div>
  )
}
