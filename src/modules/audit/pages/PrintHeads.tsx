import { useEndpoint } from '#web/api.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page } from '#web/kit/Page.tsx'
import { PrintSheet } from '#web/kit/PrintSheet.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { instantText } from '#web/kit/times.tsx'
import { useSession } from '#web/session.tsx'
import { useNow } from '#web/use-now.ts'
import { listChainHeads } from '../contract.ts'
import { inGroups } from './hash.ts'

const BREADCRUMBS = [{ title: '审计链核验', to: '/audit-chain' }, { title: '打印链头' }]

/** The sheet that is printed each day, signed and put away: the one copy that nobody with the database can change. */
export function PrintHeads() {
  const heads = useEndpoint(listChainHeads, { pageSize: 7 })
  const { account, county } = useSession()
  const now = useNow()
  const printedAt = instantText(now.toISOString())
  return (
    <Page
      title="打印链头"
      breadcrumbs={BREADCRUMBS}
      lede="每天打印一次，签名后锁存。日后把纸上的散列输入系统，就能证明那天以前的记录没有被改写。"
    >
      {heads.error && <ProblemNotice problem={heads.error} onRetry={() => void heads.refetch()} />}
      {heads.isPending && <Loading />}
      {heads.data?.items.length === 0 && <EmptyState title="还没有链头" hint="有记录封存后再打印" />}
      {heads.data && heads.data.items.length > 0 && (
        <PrintSheet
          title={`${county?.name ?? ''}审计链每日链头`}
          watermark={`${account?.displayName ?? ''} ${printedAt} 打印`}
        >
          <table className="sw-plain-table">
            <thead>
              <tr>
                <th scope="col">日期</th>
                <th scope="col">序号</th>
                <th scope="col">链头散列（SHA-256）</th>
              </tr>
            </thead>
            <tbody>
              {heads.data.items.map(({ day, seq, hash }) => (
                <tr key={day}>
                  <td className="sw-number">{day}</td>
                  <td className="sw-number">{seq.toLocaleString('zh-CN')}</td>
                  <td className="sw-number">{inGroups(hash)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>审计管理员签名：____________________ 日期：____________</p>
        </PrintSheet>
      )}
    </Page>
  )
}
