import { InboxOutlined, PhoneOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getReport, listMyReports, listReports, takeReport } from './contract.ts'

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
