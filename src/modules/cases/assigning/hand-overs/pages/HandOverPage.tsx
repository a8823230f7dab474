import { useParams } from 'react-router'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Page } from '#web/kit/Page.tsx'
import { PrintSheet } from '#web/kit/PrintSheet.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant, instantText } from '#web/kit/times.tsx'
import { useSession } from '#web/session.tsx'
import { CASE_STATE, DANGER_LEVEL } from '../../../labels.ts'
import { declineHandOver, getHandOver, listHandOvers, signHandOver, type HandOver } from '../contract.ts'
import { PART_STATE } from '../labels.ts'

type Part = HandOver['parts'][number]

function PartList({ part }: { part: Part }) {
  const { receiver, state, signedAt, words, lines, hidden, takesRest } = part
  return (
    <section>
      <h2>
        移交给 {receiver.name}（{PART_STATE[state]}
        {signedAt && ` ${instantText(signedAt)}`}）
      </h2>
      {words && <p>退回的理由：{words}</p>}
      {lines.length > 0 && (
        <table className="sw-sheet-table">
          <thead>
            <tr>
              <th>个案</th>
              <th>孩子</th>
              <th>等级、状态</th>
              <th>嘱咐</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td>{line.number}</td>
                <td>
                  {line.child} {line.place}
                </td>
                <td>
                  {DANGER_LEVEL[line.dangerLevel]}，{CASE_STATE[line.state]}
                </td>
                <td>{line.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hidden > 0 && <p>另有 {hidden} 件密封个案，只有指定人员看得到。</p>}
      {takesRest && <p>并承接其余计划事项和待办。</p>}
    </section>
  )
}

function Sign({ id }: { id: string }) {
  const refreshes = [getHandOver, listHandOvers]
  const sign = useCommand(signHandOver, {
    success: ({ cases, rest }) => `已签收：个案 ${cases} 件，其余工作 ${rest} 件，从现在起由您负责`,
    refreshes,
  })
  const decline = useCommand(declineHandOver, { success: '已退回，移交人会收到提醒', refreshes })
  return (
    <>
      <ActionButton
        needs={signHandOver}
        type="primary"
        isRunning={sign.isRunning}
        onClick={() => void sign.run({ id })}
      >
        签收
      </ActionButton>
      <ConfirmDanger
        needs={declineHandOver}
        title="退回"
        record="移交给您的全部工作"
        consequence="工作仍由移交人负责，由移交人另行安排。"
        asksReason
        onConfirm={(reason) => decline.run({ id, reason })}
      />
    </>
  )
}

/** What goes to whom, with a word on each case; a list that can be printed, without a child's full name. */
export function HandOverPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getHandOver, { id })
  const session = useSession()
  const handOver = query.data
  const breadcrumbs = [{ title: '工作移交', to: '/hand-overs' }, { title: handOver?.giver.name ?? '' }]
  if (query.error)
    return (
      <Page title="工作移交" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!handOver) return <Loading />
  const mine = handOver.parts.find(({ receiver }) => receiver.isMe)
  return (
    <Page
      title={`工作移交：${handOver.giver.name}`}
      tabTitle="工作移交"
      breadcrumbs={breadcrumbs}
      actions={mine?.state === 'awaiting' && <Sign id={handOver.id} />}
    >
      <PrintSheet title="工作移交清单" watermark={`${session.account?.displayName ?? ''} 工作移交清单`}>
        <p>
          移交人：{handOver.giver.name}
          {handOver.isGiverGone && '（已离岗）'}；提出：{handOver.drawnUpBy}{' '}
          <Instant value={handOver.drawnUpAt} />
          {handOver.endedAt && (
            <>
              ；办完：
              <Instant value={handOver.endedAt} />
            </>
          )}
        </p>
        {handOver.parts.map((part) => (
          <PartList key={part.id} part={part} />
        ))}
      </PrintSheet>
    </Page>
  )
}
