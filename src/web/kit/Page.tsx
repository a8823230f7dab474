import { useEffect, type ReactNode } from 'react'
import { Link } from 'react-router'
import { PRODUCT } from '../theme.ts'

type Props = {
  title: ReactNode
  /** What the browser's tab and history show: without a person's name. Defaults to `title` when that is plain text. */
  tabTitle?: string
  breadcrumbs?: { title: string; to?: string }[]
  /** One or two sentences: what one does here. */
  lede?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** The frame of every page: where one is, what it is called, what one can do. */
export function Page({ title, tabTitle, breadcrumbs, lede, actions, children }: Props) {
  const tab = tabTitle ?? (typeof title === 'string' ? title : PRODUCT)
  useEffect(() => {
    document.title = tab === PRODUCT ? PRODUCT : `${tab} · ${PRODUCT}`
  }, [tab])
  return (
    <div className="sw-page">
      {breadcrumbs && (
        <nav aria-label="所在位置" className="sw-no-print">
          <ol className="sw-crumbs">
            {breadcrumbs.map((crumb) => (
              <li key={crumb.title}>{crumb.to ? <Link to={crumb.to}>{crumb.title}</Link> : crumb.title}</li>
            ))}
          </ol>
        </nav>
      )}
      <div className="sw-page-head">
        <div>
          <h1 className="sw-page-title">{title}</h1>
          {lede && <p className="sw-lede">{lede}</p>}
        </div>
        {actions && <div className="sw-actions sw-no-print">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

type SectionProps = { title?: ReactNode; extra?: ReactNode; children: ReactNode; isFlush?: boolean }

/** A white sheet on the page; `isFlush` lets a table reach its edges. */
export function Section({ title, extra, children, isFlush }: SectionProps) {
  return (
    <section className={isFlush ? 'sw-section sw-section-flush' : 'sw-section'}>
      {(title || extra) && (
        <div className="sw-section-head">
          {title && <h2 className="sw-section-title">{title}</h2>}
          {extra && <div className="sw-actions">{extra}</div>}
        </div>
      )}
      {children}
    </section>
  )
}
