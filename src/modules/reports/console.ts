import {
  BarChartOutlined,
  CalendarOutlined,
  HourglassOutlined,
  InboxOutlined,
  PhoneOutlined,
  SettingOutlined,
} from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getReport, listMyReports, listReports, takeReport } from './contract.ts'
import { listUnanswered } from './desk/contract.ts'
import { listShifts } from './duty-roster/contract.ts'
import { getReportSettings } from './settings/contract.ts'
import { getReportSums } from './statistics/contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/reports',
    title: '报告收件箱',
    needs: listReports,
    menu: { group: '今天', label: '报告收件箱', icon: InboxOutlined, order: 2 },
    load: () => import('./pages/ReportList.tsx').then(({ ReportList }) => ({ Component: ReportList })),
  },
  {
    path: '/reports/new',
    title: '登记报告',
    needs: takeReport,
    menu: { group: '今天', label: '登记报告', icon: PhoneOutlined, order: 1 },
    load: () => import('./pages/TakeReport.tsx').then(({ TakeReport }) => ({ Component: TakeReport })),
  },
  {
    path: '/reports/unanswered',
    title: '还没答复的报告',
    needs: listUnanswered,
    menu: { group: '今天', label: '还没答复的报告', icon: HourglassOutlined, order: 5 },
    load: () =>
      import('./pages/UnansweredList.tsx').then(({ UnansweredList }) => ({ Component: UnansweredList })),
  },
  {
    path: '/duty-roster',
    title: '值班表',
    needs: listShifts,
    menu: { group: '今天', label: '值班表', icon: CalendarOutlined, order: 6 },
    load: () => import('./pages/DutyRoster.tsx').then(({ DutyRoster }) => ({ Component: DutyRoster })),
  },
  {
    path: '/report-figures',
    title: '报告统计',
    needs: getReportSums,
    menu: { group: '数据', label: '报告统计', icon: BarChartOutlined, order: 30 },
    load: () =>
      import('./pages/ReportFigures.tsx').then(({ ReportFigures }) => ({ Component: ReportFigures })),
  },
  {
    path: '/settings/reports',
    title: '报告规则',
    needs: getReportSettings,
    menu: { group: '管理', label: '报告规则', icon: SettingOutlined, order: 65 },
    load: () =>
      import('./pages/ReportSettings.tsx').then(({ ReportSettings }) => ({ Component: ReportSettings })),
  },
  {
    path: '/reports/:id',
    title: '报告',
    needs: getReport,
    load: () => import('./pages/ReportPage.tsx').then(({ ReportPage }) => ({ Component: ReportPage })),
  },
  {
    path: '/my-reports',
    title: '我登记的报告',
    needs: listMyReports,
    load: () => import('./pages/MyReports.tsx').then(({ MyReports }) => ({ Component: MyReports })),
  },
]
