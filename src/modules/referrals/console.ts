import { SwapOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getUnitReferral, listUnitReferrals } from './unit/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/unit-referrals',
    title: '收到的转介',
    needs: listUnitReferrals,
    menu: { group: '个案', label: '收到的转介', icon: SwapOutlined, order: 1 },
    load: () => import('./pages/UnitInbox.tsx').then(({ UnitInbox }) => ({ Component: UnitInbox })),
  },
  {
    path: '/unit-referrals/:id',
    title: '转介',
    needs: getUnitReferral,
    load: () => import('./pages/UnitReferral.tsx').then(({ UnitReferral }) => ({ Component: UnitReferral })),
  },
]
