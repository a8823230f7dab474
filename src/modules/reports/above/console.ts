import { SafetyOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { listAbove, openAbove } from './contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/reports-above',
    title: '涉及中心的报告',
    needs: listAbove,
    menu: { group: '今天', label: '涉及中心的报告', icon: SafetyOutlined, order: 7 },
    load: () => import('./pages/AboveList.tsx').then(({ AboveList }) => ({ Component: AboveList })),
  },
  {
    path: '/reports-above/:id',
    title: '涉及中心的报告',
    needs: openAbove,
    load: () => import('./pages/AbovePage.tsx').then(({ AbovePage }) => ({ Component: AbovePage })),
  },
]
