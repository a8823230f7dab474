import { EllipsisOutlined } from '@ant-design/icons'
import type { ComponentType } from 'react'
import { Link } from 'react-router'
import { groupsOf, type MenuEntry } from './menu.ts'

type Props = { entries: MenuEntry[]; current: MenuEntry | undefined }

const isHere = (entry: MenuEntry, current: MenuEntry | undefined) => entry.path === current?.path

/** The word beside it says it; the picture's own (English) name is not read out. */
const Sign = ({ of: Icon }: { of: ComponentType }) => (
  <span aria-hidden="true" className="sw-sign">
    <Icon />
  </span>
)

/** The menu by groups; plain links, so that they open in another tab too. */
export function SideMenu({ entries, current, onGo }: Props & { onGo: () => void }) {
  return (
    <nav aria-label="主菜单" className="sw-menu">
      {groupsOf(entries).map(({ group, entries: own }) => (
        <div key={group} role="group" aria-label={group}>
          <p className="sw-menu-group" aria-hidden="true">
            {group}
          </p>
          {own.map((entry) => (
            <Link
              key={entry.path}
              to={entry.path}
              className="sw-menu-link"
              aria-current={isHere(entry, current) ? 'page' : undefined}
              onClick={onGo}
            >
              <Sign of={entry.icon} />
              {entry.label}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  )
}

/** The pages used most, within reach of the thumb. */
export function FootBar({ entries, current, onMore }: Props & { onMore: () => void }) {
  return (
    <nav aria-label="常用" className="sw-foot sw-no-print">
      {entries.map((entry) => (
        <Link key={entry.path} to={entry.path} aria-current={isHere(entry, current) ? 'page' : undefined}>
          <Sign of={entry.icon} />
          {entry.label}
        </Link>
      ))}
      <button type="button" onClick={onMore}>
        <Sign of={EllipsisOutlined} />
        全部
      </button>
    </nav>
  )
}
