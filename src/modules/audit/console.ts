import { AuditOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import type { ConsolePage } from '#web/page.ts'
import { getRecordTrail, listAuditEntries, listChainHeads, verifyAudit } from './contract.ts'

export const pages: ConsolePage[] = [
  {
    path: '/audit',
    title: '审计记录',
    needs: listAuditEntries,
    menu: { group: '管理', label: '审计记录', icon: AuditOutlined, order: 20 },
    load: () => import('./pages/AuditList.tsx').then(({ AuditList }) => ({ Component: AuditList })),
  },
  {
    path: '/audit/records/:id',
    title: '经手人',
    needs: getRecordTrail,
    load: () =>
      import('./pages/RecordTrailPage.tsx').then(({ RecordTrailPage }) => ({ Component: RecordTrailPage })),
  },
  {
    path: '/audit-chain',
    title: '审计链核验',
    needs: verifyAudit,
    menu: { group: '管理', label: '审计链核验', icon: SafetyCertificateOutlined, order: 30 },
    load: () => import('./pages/AuditChain.tsx').then(({ AuditChain }) => ({ Component: AuditChain })),
  },
  {
    path: '/audit-chain/print',
    title: '打印链头',
    needs: listChainHeads,
    load: () => import('./pages/PrintHeads.tsx').then(({ PrintHeads }) => ({ Component: PrintHeads })),
  },
]
