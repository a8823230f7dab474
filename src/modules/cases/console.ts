import {
  BarChartOutlined,
  FileProtectOutlined,
  NodeIndexOutlined,
  ProfileOutlined,
  SolutionOutlined,
  UnlockOutlined,
  SwapOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getFilled, listFilled, openForm, printFilled } from './assessments/filling/contract.ts'
import { getBook, getTimeline } from './book/contract.ts'
import { getInstrumentVersion, listInstruments } from './assessments/versions/contract.ts'
import { getCaseload } from './assigning/contract.ts'
import { drawUpHandOver, getHandOver, listHandOvers } from './assigning/hand-overs/contract.ts'
import { getBreakGlass, listBreakGlass } from './break-glass/contract.ts'
import { getCase, listCases } from './contract.ts'
import { listInvestigations, printInvestigation } from './investigation/contract.ts'
import { getConference } from './conferences/contract.ts'
import { getInvitation, listInvitations } from './conferences/invitations/contract.ts'
import { getPlanItem } from './plans/contract.ts'
import { openPlanForm } from './plans/drafts/contract.ts'
import { listPlanVersions } from './plans/versions/contract.ts'
import { draftProcedure, getProcedure, getProcedureVersion, saveProcedure } from './procedure/contract.ts'

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
    path: '/cases/:id/timeline',
    title: '个案时间线',
    needs: getTimeline,
    load: () =>
      import('./book/pages/TimelinePage.tsx').then(({ TimelinePage }) => ({ Component: TimelinePage })),
  },
  {
    path: '/cases/:id/book',
    title: '个案卷宗',
    needs: getBook,
    load: () => import('./book/pages/BookPage.tsx').then(({ BookPage }) => ({ Component: BookPage })),
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
    path: '/cases/:id/investigation',
    title: '社会背景调查',
    needs: listInvestigations,
    load: () =>
      import('./investigation/pages/InvestigationPage.tsx').then(({ InvestigationPage }) => ({
        Component: InvestigationPage,
      })),
  },
  {
    path: '/cases/:id/investigation/:investigationId/print',
    title: '打印社会背景调查',
    needs: printInvestigation,
    load: () =>
      import('./investigation/pages/PrintPage.tsx').then(({ PrintPage }) => ({ Component: PrintPage })),
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
    path: '/caseload',
    title: '工作负荷',
    needs: getCaseload,
    menu: { group: '个案', label: '工作负荷', icon: BarChartOutlined, order: 24 },
    load: () => import('./assigning/pages/Caseload.tsx').then(({ Caseload }) => ({ Component: Caseload })),
  },
  {
    path: '/hand-overs',
    title: '工作移交',
    needs: listHandOvers,
    menu: { group: '个案', label: '工作移交', icon: SwapOutlined, order: 27 },
    load: () =>
      import('./assigning/hand-overs/pages/HandOverList.tsx').then(({ HandOverList }) => ({
        Component: HandOverList,
      })),
  },
  {
    path: '/hand-overs/new/:giverId',
    title: '移交工作',
    needs: drawUpHandOver,
    load: () =>
      import('./assigning/hand-overs/pages/NewHandOver.tsx').then(({ NewHandOver }) => ({
        Component: NewHandOver,
      })),
  },
  {
    path: '/hand-overs/:id',
    title: '工作移交',
    needs: getHandOver,
    load: () =>
      import('./assigning/hand-overs/pages/HandOverPage.tsx').then(({ HandOverPage }) => ({
        Component: HandOverPage,
      })),
  },
  {
    path: '/break-glass',
    title: '紧急调阅',
    needs: listBreakGlass,
    menu: { group: '个案', label: '紧急调阅', icon: UnlockOutlined, order: 26 },
    load: () =>
      import('./break-glass/pages/BreakGlassList.tsx').then(({ BreakGlassList }) => ({
        Component: BreakGlassList,
      })),
  },
  {
    path: '/break-glass/:id',
    title: '紧急调阅',
    needs: getBreakGlass,
    load: () =>
      import('./break-glass/pages/BreakGlassPage.tsx').then(({ BreakGlassPage }) => ({
        Component: BreakGlassPage,
      })),
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
    path: '/procedure',
    title: '办案规程',
    needs: getProcedure,
    menu: { group: '个案', label: '办案规程', icon: FileProtectOutlined, order: 28 },
    load: () => import('./procedure/pages/ReadPage.tsx').then(({ ReadPage }) => ({ Component: ReadPage })),
  },
  {
    path: '/procedure/:id',
    title: '办案规程',
    needs: getProcedureVersion,
    load: () => import('./procedure/pages/ReadPage.tsx').then(({ ReadPage }) => ({ Component: ReadPage })),
  },
  {
    path: '/settings/procedure',
    title: '修改办案规程',
    needs: draftProcedure,
    menu: { group: '管理', label: '修改办案规程', icon: NodeIndexOutlined, order: 44 },
    load: () =>
      import('./procedure/pages/ProcedureList.tsx').then(({ ProcedureList }) => ({
        Component: ProcedureList,
      })),
  },
  {
    path: '/settings/procedure/:id',
    title: '办案规程',
    needs: saveProcedure,
    load: () =>
      import('./procedure/pages/ProcedurePage.tsx').then(({ ProcedurePage }) => ({
        Component: ProcedurePage,
      })),
  },
  {
    path: '/cases/:id/plan',
    title: '帮扶计划',
    needs: openPlanForm,
    load: () => import('./plans/pages/PlanPage.tsx').then(({ PlanPage }) => ({ Component: PlanPage })),
  },
  {
    path: '/cases/:id/plan/versions',
    title: '计划的各版',
    needs: listPlanVersions,
    load: () =>
      import('./plans/pages/VersionsPage.tsx').then(({ VersionsPage }) => ({ Component: VersionsPage })),
  },
  {
    path: '/conferences/:id',
    title: '会商',
    needs: getConference,
    load: () =>
      import('./conferences/pages/ConferencePage.tsx').then(({ ConferencePage }) => ({
        Component: ConferencePage,
      })),
  },
  {
    path: '/invitations',
    title: '会商通知',
    needs: listInvitations,
    menu: { group: '个案', label: '会商通知', icon: TeamOutlined, order: 6 },
    load: () =>
      import('./conferences/invitations/pages/InvitationList.tsx').then(({ InvitationList }) => ({
        Component: InvitationList,
      })),
  },
  {
    path: '/invitations/:id',
    title: '会商通知',
    needs: getInvitation,
    load: () =>
      import('./conferences/invitations/pages/InvitationPage.tsx').then(({ InvitationPage }) => ({
        Component: InvitationPage,
      })),
  },
  {
    path: '/plan-items/:id',
    title: '计划事项',
    needs: getPlanItem,
    load: () => import('./pages/PlanItemPage.tsx').then(({ PlanItemPage }) => ({ Component: PlanItemPage })),
  },
]
