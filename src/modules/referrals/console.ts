import { SendOutlined, SwapOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getSentReferral, listSentReferrals } from './contract.ts'
import { listHandOvers } from './hand-over/contract.ts'
import { getOfficeReferral, listOfficeReferrals } from './office/contract.ts'
import { getUnitReferral, listUnitReferrals } from './unit/contract.ts'
import { listUnitPast } from './unit/people/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/unit-referrals',
    title: '收到的转介',
    needs: listUnitReferrals,
    menu: { group: '个案', label: '收到的转介', icon: SwapOutlined, order: 1 },
    load: () => import('./pages/UnitInbox.tsx').then(({ UnitInbox }) => ({ Component: UnitInbox })),
  },
  {
    path: '/unit-referrals/past',
    title: '答复过和退回过的转介',
    needs: listUnitPast,
    load: () => import('./pages/UnitPast.tsx').then(({ UnitPast }) => ({ Component: UnitPast })),
  },
  {
    path: '/unit-referrals/:id',
    title: '转介',
    needs: getUnitReferral,
    load: () => import('./pages/UnitReferral.tsx').then(({ UnitReferral }) => ({ Component: UnitReferral })),
  },
  {
    path: '/office-referrals',
    title: '领导小组办公室',
    needs: listOfficeReferrals,
    load: () => import('./pages/OfficeList.tsx').then(({ OfficeList }) => ({ Component: OfficeList })),
  },
  {
    path: '/office-referrals/:id',
    title: '待指定的事项',
    needs: getOfficeReferral,
    load: () =>
      import('./pages/OfficeReferral.tsx').then(({ OfficeReferral }) => ({ Component: OfficeReferral })),
  },
  {
    path: '/cases/:id/hand-over',
    title: '离线交接',
    needs: listHandOvers,
    load: () =>
      import('./hand-over/pages/HandOverPage.tsx').then(({ HandOverPage }) => ({ Component: HandOverPage })),
  },
  {
    path: '/referrals',
    title: '发出的转介',
    needs: listSentReferrals,
    menu: { group: '个案', label: '发出的转介', icon: SendOutlined, order: 4 },
    load: () => import('./pages/SentList.tsx').then(({ SentList }) => ({ Component: SentList })),
  },
  {
    path: '/referrals/:id',
    title: '转介',
    needs: getSentReferral,
    load: () => import('./pages/SentReferral.tsx').then(({ SentReferral }) => ({ Component: SentReferral })),
  },
]
