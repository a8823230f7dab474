import { ProfileOutlined, SolutionOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getFilled, listFilled, openForm, printFilled } from './assessments/filling/contract.ts'
import { getInstrumentVersion, listInstruments } from './assessments/versions/contract.ts'
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
    path: '/cases/:id/assess/:code',
    title: '填写评估表',
    needs: openForm,
    load: () => import('./assessments/pages/FillPage.tsx').then(({ FillPage }) => ({ Component: FillPage })),
  },
  {
    path: '/cases/:id/assessments/compare',
    title: '评估对照',
    needs: listFilled,
    load: () =>
      import('./assessments/pages/ComparePage.tsx').then(({ ComparePage }) => ({ Component: ComparePage })),
  },
  {
    path: '/assessments/:id',
    title: '评估',
    needs: getFilled,
    load: () => import('./assessments/pages/ReadPage.tsx').then(({ ReadPage }) => ({ Component: ReadPage })),
  },
  {
    path: '/assessments/:id/print',
    title: '打印评估',
    needs: printFilled,
    load: () =>
      import('./assessments/pages/PrintPage.tsx').then(({ PrintPage }) => ({ Component: PrintPage })),
  },
  {
    path: '/settings/instruments',
    title: '评估表',
    needs: listInstruments,
    menu: { group: '管理', label: '评估表', icon: ProfileOutlined, order: 45 },
    load: () =>
      import('./assessments/pages/InstrumentList.tsx').then(({ InstrumentList }) => ({
        Component: InstrumentList,
      })),
  },
  {
    path: '/settings/instruments/:id',
    title: '评估表',
    needs: getInstrumentVersion,
    load: () =>
      import('./assessments/pages/InstrumentPage.tsx').then(({ InstrumentPage }) => ({
        Component: InstrumentPage,
      })),
  },
  {
    path: '/plan-items/:id',
    title: '计划事项',
    needs: getPlanItem,
    load: () => import('./pages/PlanItemPage.tsx').then(({ PlanItemPage }) => ({ Component: PlanItemPage })),
  },
]
