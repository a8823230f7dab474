import { useEffect, type ReactNode } from 'react'
import { PRODUCT } from '../theme.ts'

type Props = { title: string; lede?: ReactNode; isWide?: boolean; children: ReactNode }

/** A page that stands alone, before one is wholly signed in. */
export function GatePage({ title, lede, isWide, children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${PRODUCT}`
  }, [title])
  return (
    <main className="sw-gate" id="main">
      <div className={isWide ? 'sw-gate-card sw-gate-card-wide' : 'sw-gate-card'}>
        <p className="sw-gate-brand">
          <Mark />
          {PRODUCT}
          <small>县级未成年人保护平台</small>
        </p>
        <h1 className="sw-page-title">{title}</h1>
        {lede && <p className="sw-lede">{lede}</p>}
        {children}
      </div>
    </main>
  )
}

/** Stands over every page of a demonstration county. */
export function Demonstration() {
  return (
    <aside className="sw-demonstration" aria-label="演示说明">
      演示县：全部人员与事件均为虚构
    </aside>
  )
}

/** The product's mark: an eye that watches over a light. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="sw-mark">
      <rect width="32" height="32" rx="7" fill="#1b6457" />
      <path
        d="M6 18c5-8 15-8 20 0-5 7-15 7-20 0z"
        fill="none"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="17.6" r="3.4" fill="#f3c969" />
    </svg>
  )
}
