import { TeamOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getAccount, listAccounts } from './contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/accounts',
    title: '账号',
    needs: listAccounts,
    menu: { group: '管理', label: '账号', icon: TeamOutlined, order: 10 },
    load: () => import('./pages/AccountList.tsx').then(({ AccountList }) => ({ Component: AccountList })),
  },
  {
    path: '/accounts/:id',
    title: '账号',
    needs: getAccount,
    load: () => import('./pages/AccountPage.tsx').then(({ AccountPage }) => ({ Component: AccountPage })),
  },
]
