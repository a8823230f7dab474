import { ReconciliationOutlined, TableOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getRoster, listRosters } from './contract.ts'
import { receiveRoster } from './intake/contract.ts'
import { getRow } from './preview/contract.ts'
import { listReview } from './review/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/rosters',
    title: '部门名册',
    needs: listRosters,
    menu: { group: '数据', label: '部门名册', icon: TableOutlined, order: 20 },
    load: () => import('./pages/RosterList.tsx').then(({ RosterList }) => ({ Component: RosterList })),
  },
  {
    path: '/roster-review',
    title: '待人工核对',
    needs: listReview,
    menu: { group: '数据', label: '待人工核对', icon: ReconciliationOutlined, order: 21 },
    load: () => import('./pages/ReviewPage.tsx').then(({ ReviewPage }) => ({ Component: ReviewPage })),
  },
  {
    path: '/rosters/new',
    title: '交来一份名册',
    needs: receiveRoster,
    load: () => import('./pages/HandIn.tsx').then(({ HandIn }) => ({ Component: HandIn })),
  },
  {
    path: '/rosters/:id',
    title: '名册',
    needs: getRoster,
    load: () => import('./pages/RosterPage.tsx').then(({ RosterPage }) => ({ Component: RosterPage })),
  },
  {
    path: '/rosters/:id/rows/:rowNumber',
    title: '名册的一行',
    needs: getRow,
    load: () => import('./pages/RowPage.tsx').then(({ RowPage }) => ({ Component: RowPage })),
  },
]
