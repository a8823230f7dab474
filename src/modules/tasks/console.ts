import { HomeOutlined, UsergroupAddOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { listOverdue, listTeamTasks } from './contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/',
    title: '今天要做什么',
    menu: { group: '今天', label: '今天', icon: HomeOutlined, order: 0 },
    load: () => import('./pages/Home.tsx').then(({ Home }) => ({ Component: Home })),
  },
  {
    path: '/team',
    title: '队伍',
    needs: listOverdue,
    menu: { group: '今天', label: '队伍', icon: UsergroupAddOutlined, order: 8 },
    load: () => import('./pages/Team.tsx').then(({ Team }) => ({ Component: Team })),
  },
  {
    path: '/team/tasks',
    title: '队伍的待办',
    needs: listTeamTasks,
    load: () => import('./pages/TeamTasks.tsx').then(({ TeamTasks }) => ({ Component: TeamTasks })),
  },
]
