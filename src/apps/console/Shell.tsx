import { LogoutOutlined, MenuOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Drawer, Dropdown, type MenuProps } from 'antd'
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { Link, ScrollRestoration, useLocation, useNavigate, useNavigation } from 'react-router'
import { useAppearance } from '#web/appearance.tsx'
import { Demonstration, Mark } from '#web/kit/GatePage.tsx'
import { Loading } from '#web/kit/ProblemNotice.tsx'
import { useIsPhone } from '#web/kit/use-is-phone.ts'
import { useSession } from '#web/session.tsx'
import { PRODUCT } from '#web/theme.ts'
import { IdleWatch } from './IdleWatch.tsx'
import { entriesFor, entryAt } from './menu.ts'
import { FootBar, SideMenu } from './Menus.tsx'
import { bell as Bell, pages, search as Search } from './pages.ts'
import { postText } from './post.ts'

function Person() {
  const { account, signOut } = useSession()
  const { isLarge, setIsLarge } = useAppearance()
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  // A fresh page: nothing that was read stays in the memory of this one.
  const leave = async () => {
    await signOut()
    window.location.assign('/')
  }
  const items: MenuProps['items'] = [
    { key: 'notices', label: '通知设置', onClick: () => void navigate('/me/notices') },
    { key: 'devices', label: '我的登录设备', onClick: () => void navigate('/me/devices') },
    { key: 'password', label: '修改口令', onClick: () => void navigate('/me/password') },
    { key: 'large', label: isLarge ? '恢复标准字号' : '放大字号', onClick: () => setIsLarge(!isLarge) },
    { type: 'divider' },
    {
      key: 'out',
      icon: <LogoutOutlined aria-hidden="true" />,
      label: '退出登录',
      onClick: () => void leave(),
    },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" className="sw-person" aria-label={isPhone ? '我的账号' : undefined}>
        <UserOutlined aria-hidden="true" />
        {!isPhone && account && (
          <span className="sw-person-text">
            <strong>{account.displayName}</strong>
            <span>{postText(account)}</span>
          </span>
        )}
      </Button>
    </Dropdown>
  )
}

function Head({ onMenu }: { onMenu: (() => void) | undefined }) {
  const { county } = useSession()
  const isPhone = useIsPhone()
  return (
    <header className="sw-head sw-no-print">
      {onMenu && <Button type="text" icon={<MenuOutlined />} aria-label="打开菜单" onClick={onMenu} />}
      <Link to="/" className="sw-brand" aria-label={`${PRODUCT} ${county?.name ?? ''}，首页`}>
        <Mark />
        {!(isPhone && Search) && (
          <>
            <strong>{PRODUCT}</strong>
            <span>{county?.name}</span>
          </>
        )}
      </Link>
      <div className="sw-head-search">
        {Search && (
          <Suspense>
            <Search />
          </Suspense>
        )}
      </div>
      {Bell && (
        <Suspense>
          <Bell />
        </Suspense>
      )}
      <Person />
    </header>
  )
}

/** The frame around every page of someone who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  const session = useSession()
  const isPhone = useIsPhone()
  const { pathname } = useLocation()
  const navigation = useNavigation()
  const [isMenuOpen, setIsMenuOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const shownAt = useRef(pathname)
  // A new page is read from its beginning, also by a screen reader.
  useEffect(() => {
    if (shownAt.current !== pathname) main.current?.focus({ preventScroll: true })
    shownAt.current = pathname
  }, [pathname])
  const entries = entriesFor(session, pages)
  const current = entryAt(entries, pathname)
  const menu = <SideMenu entries={entries} current={current} onGo={() => setIsMenuOpen(false)} />
  return (
    <div className={isPhone ? 'sw-shell sw-shell-phone' : 'sw-shell'}>
      <a href="#main" className="sw-skip">
        跳到正文
      </a>
      <Head onMenu={isPhone && entries.length ? () => setIsMenuOpen(true) : undefined} />
      {session.county?.isDemonstration && <Demonstration />}
      <div className="sw-body">
        {!isPhone && entries.length > 0 && <div className="sw-side sw-no-print">{menu}</div>}
        <main
          ref={main}
          id="main"
          className="sw-main"
          tabIndex={-1}
          aria-busy={navigation.state === 'loading'}
        >
          <Suspense fallback={<Loading />}>{children}</Suspense>
        </main>
      </div>
      {isPhone && entries.length > 0 && (
        <>
          <FootBar entries={entries.slice(0, 4)} current={current} onMore={() => setIsMenuOpen(true)} />
          <Drawer
            open={isMenuOpen}
            onClose={() => setIsMenuOpen(false)}
            placement="left"
            size={280}
            title="菜单"
          >
            {menu}
          </Drawer>
        </>
      )}
      <ScrollRestoration />
      <IdleWatch />
    </div>
  )
}
