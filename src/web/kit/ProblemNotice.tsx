import { Alert, Button, Skeleton } from 'antd'
import type { Problem } from '#kernel/problem.ts'

type Props = { problem: Problem; onRetry?: () => void }

/** A failure that stays on the page: what happened, what to do, and another attempt. */
export function ProblemNotice({ problem, onRetry }: Props) {
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problem.message}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            再试一次
          </Button>
        )
      }
    />
  )
}

/** The shape of what is coming while it loads. */
export function Loading({ rows = 5 }: { rows?: number }) {
  return (
    <div role="status" aria-label="正在读取">
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  )
}
