import { Link } from 'react-router'
import type { Endpoint } from '#kernel/endpoint.ts'
import { listAuditEntries, verifyAudit } from '#modules/audit/contract.ts'
import { listAccounts } from '#modules/identity/accounts/contract.ts'
import { getNetwork } from '#modules/organisations/network/contract.ts'
import { listDeadlineRules } from '#modules/organisations/settings/contract.ts'
import { getReportSums } from '#modules/reports/statistics/contract.ts'
import { listMyReceipts, sendDutyReport } from '#modules/reports/receipts/contract.ts'
import { listUnits } from '#modules/organisations/units/contract.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { mayCall, useSession } from '#web/session.tsx'
import { DutyNow } from './DutyNow.tsx'

type Door = { to: string; title: string; says: string; needs: Endpoint }

/** Where somebody without tasks may go; none of these pages holds a child's data. */
const DOORS: Door[] = [
  {
    to: '/duty-reports',
    title: '强制报告',
    says: '发现或疑似孩子受侵害，立即报告，两分钟填完',
    needs: sendDutyReport,
  },
  { to: '/duty-reports/receipts', title: '我的回执', says: '已尽报告责任的证明', needs: listMyReceipts },
  { to: '/network', title: '工作网络', says: '县、镇、村三级的阵地、岗位与任职', needs: getNetwork },
  { to: '/units', title: '成员单位', says: '领导小组成员单位与联络员', needs: listUnits },
  { to: '/report-figures', title: '报告统计', says: '收到多少报告，办到哪一步', needs: getReportSums },
  { to: '/accounts', title: '账号', says: '建立、授权、停用账号', needs: listAccounts },
  {
    to: '/settings/deadlines',
    title: '期限规则',
    says: '各项期限的依据与本县的规定',
    needs: listDeadlineRules,
  },
  { to: '/audit', title: '审计记录', says: '谁在何时对哪条记录做了什么', needs: listAuditEntries },
  { to: '/audit-chain', title: '审计链核验', says: '核验记录没有被改动', needs: verifyAudit },
]

/** The first page of leaders and administrators. */
export function Welcome() {
  const session = useSession()
  const doors = DOORS.filter(({ needs }) => mayCall(session, needs))
  return (
    <Page title="您好" lede="您的岗位不经手个案，这里没有待办，也不显示任何孩子的信息。">
      <DutyNow />
      <Section title="您可以做的">
        {doors.length === 0 && <EmptyState title="还没有可用的功能" hint="请联系安全管理员授予岗位权限" />}
        <ul className="sw-doors">
          {doors.map(({ to, title, says }) => (
            <li key={to}>
              <Link to={to}>
                <strong>{title}</strong>
                <span>{says}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  )
}
