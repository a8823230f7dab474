import { SendOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { ConsolePage } from '#web/page.ts'
import { getDeliveryFigures } from './choices/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/notices',
    title: '通知',
    load: () => import('./pages/Inbox.tsx').then(({ Inbox }) => ({ Component: Inbox })),
  },
  {
    path: '/me/notices',
    title: '通知设置',
    load: () => import('./pages/MyChoices.tsx').then(({ MyChoices }) => ({ Component: MyChoices })),
  },
  {
    path: '/notice-deliveries',
    title: '通知发送情况',
    needs: getDeliveryFigures,
    menu: { group: '管理', label: '通知发送情况', icon: SendOutlined, order: 40 },
    load: () => import('./pages/Deliveries.tsx').then(({ Deliveries }) => ({ Component: Deliveries })),
  },
]

/** The bell in the console's head line. */
export const NoticeBell = lazy(() =>
  import('./pages/NoticeBell.tsx').then(({ NoticeBell: Component }) => ({ default: Component })),
)
