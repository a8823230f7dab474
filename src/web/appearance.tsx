import { LoadingOutlined } from '@ant-design/icons'
import { App, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { useIsPhone } from './kit/use-is-phone.ts'
import { nonce } from './nonce.ts'
import { themeOf } from './theme.ts'

const KEPT_AS = 'shouwang.large-type'

type Appearance = { isLarge: boolean; setIsLarge: (isLarge: boolean) => void }

const AppearanceContext = createContext<Appearance>({ isLarge: false, setIsLarge: () => {} })

export const useAppearance = () => useContext(AppearanceContext)

/**
 * Lists and hints open within the part of the page that they belong to, for readers by ear. The frame around antd's modal lets
 * the pointer through, so that there it is the sheet within the frame.
 */
const landmarkOf = (trigger?: HTMLElement) =>
  trigger?.closest<HTMLElement>('main, header, .ant-modal-container, [role="dialog"]') ?? document.body

/** Without antd's English name: its way out is not always finished, and the button would be called "loading 保存" ever after. */
const LOADING = (
  <span aria-hidden="true">
    <LoadingOutlined />
  </span>
)

/** Theme, Chinese words and the size of type, which this browser remembers. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [isLarge, setIsLarge] = useState(() => localStorage.getItem(KEPT_AS) === 'yes')
  const isPhone = useIsPhone()
  useEffect(() => {
    document.documentElement.classList.toggle('sw-large', isLarge)
    localStorage.setItem(KEPT_AS, isLarge ? 'yes' : 'no')
  }, [isLarge])
  const theme = useMemo(() => themeOf(isLarge ? 'large' : isPhone ? 'phone' : 'desk'), [isLarge, isPhone])
  const value = useMemo(() => ({ isLarge, setIsLarge }), [isLarge])
  return (
    <AppearanceContext value={value}>
      <ConfigProvider
        locale={zhCN}
        csp={{ nonce }}
        theme={theme}
        getPopupContainer={landmarkOf}
        form={{ validateMessages: { required: '请填写' } }}
        button={{ autoInsertSpace: false, loadingIcon: LOADING }}
        modal={{ closable: { 'aria-label': '关闭' } }}
      >
        <App message={{ maxCount: 2, duration: 5 }}>{children}</App>
      </ConfigProvider>
    </AppearanceContext>
  )
}
