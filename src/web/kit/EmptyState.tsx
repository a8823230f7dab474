import type { ReactNode } from 'react'

type Props = {
  /** What is absent: "还没有登记的探访". */
  title: string
  /** What to do about it. */
  hint?: ReactNode
  action?: ReactNode
}

export function EmptyState({ title, hint, action }: Props) {
  return (
    <div className="sw-empty">
      <svg viewBox="0 0 64 48" width="64" height="48" aria-hidden="true">
        <path
          d="M8 42V16l10-10h38v36z"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinejoin="round"
        />
        <path d="M8 16h10V6M22 22h24M22 30h16" fill="none" stroke="currentColor" strokeWidth="2" />
      </svg>
      <p className="sw-empty-title">{title}</p>
      {hint && <p className="sw-empty-hint">{hint}</p>}
      {action}
    </div>
  )
}
