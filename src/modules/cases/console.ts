import { SolutionOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getCase, listCases } from './contract.ts'
import { getPlanItem } from './plans/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/cases',
    title: '个案',
    needs: listCases,
    menu: { group: '个案', label: '个案', icon: SolutionOutlined, order: 3 },
    load: () => import('./pages/CaseList.tsx').then(({ CaseList }) => ({ Component: CaseList })),
  },
  {
    path: '/cases/:id',
    title: '个案',
    needs: getCase,
    load: () => import('./pages/CasePage.tsx').then(({ CasePage }) => ({ Component: CasePage })),
  },
  {
    path: '/plan-items/:id',
    title: '计划事项',
    needs: getPlanItem,
    load: () => import('./pages/PlanItemPage.tsx').then(({ PlanItemPage }) => ({ Component: PlanItemPage })),
  },
]
