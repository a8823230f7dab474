import { AlertOutlined, FileDoneOutlined, FileProtectOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getReceipt, listMyReceipts, listUnitReceipts, sendDutyReport } from './contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/duty-reports',
    title: '强制报告',
    needs: sendDutyReport,
    menu: { group: '今天', label: '强制报告', icon: AlertOutlined, order: 1 },
    load: () => import('./pages/DutyReport.tsx').then(({ DutyReport }) => ({ Component: DutyReport })),
  },
  {
    path: '/duty-reports/receipts',
    title: '我的回执',
    needs: listMyReceipts,
    menu: { group: '今天', label: '我的回执', icon: FileDoneOutlined, order: 12 },
    load: () => import('./pages/ReceiptList.tsx').then(({ ReceiptList }) => ({ Component: ReceiptList })),
  },
  {
    path: '/duty-reports/receipts/:id',
    title: '责任回执',
    needs: getReceipt,
    load: () => import('./pages/ReceiptPage.tsx').then(({ ReceiptPage }) => ({ Component: ReceiptPage })),
  },
  {
    path: '/duty-reports/unit',
    title: '本单位履责清单',
    needs: listUnitReceipts,
    menu: { group: '今天', label: '履责清单', icon: FileProtectOutlined, order: 13 },
    load: () => import('./pages/UnitReceipts.tsx').then(({ UnitReceipts }) => ({ Component: UnitReceipts })),
  },
]
