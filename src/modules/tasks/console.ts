import { HomeOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'

export const pages: ConsolePage[] = [
  {
    path: '/',
    title: '今天要做什么',
    menu: { group: '今天', label: '今天', icon: HomeOutlined, order: 0 },
    load: () => import('./pages/Home.tsx').then(({ Home }) => ({ Component: Home })),
  },
]
