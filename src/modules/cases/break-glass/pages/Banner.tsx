import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import { getCase } from '../../contract.ts'
import { endBreakGlass, listBreakGlass, listBreakGlassOfCase, type BreakGlass } from '../contract.ts'
import { VERDICT } from '../labels.ts'
import './break-glass.css'

const minutesLeft = (endsAt: string, now: Date) =>
  Math.max(0, Math.floor((Date.parse(endsAt) - now.getTime()) / 60_000))

const leftText = (minutes: number) =>
  minutes >= 60 ? `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分` : `${minutes} 分`

function Running({ glass }: { glass: BreakGlass }) {
  const end = useCommand(endBreakGlass, {
    success: '调阅已结束',
    refreshes: [listBreakGlassOfCase, listBreakGlass, getCase],
  })
  const left = minutesLeft(glass.endsAt, useNow())
  return (
    <div className="glass-banner" role="status">
      <p>
        <StateTag tone="bad">⚠ 紧急调阅中</StateTag> {glass.openedBy.isMe ? '您' : glass.openedBy.name}从{' '}
        <Instant value={glass.openedAt} /> 起查看本案，还剩 {leftText(left)}
        ，到时自动关闭；只能看，不能办理。下一个工作日由中心主任复核。
      </p>
      <p className="sw-text">事由：{glass.reason}</p>
      {glass.openedBy.isMe && (
        <ActionButton
          needs={endBreakGlass}
          isRunning={end.isRunning}
          onClick={() => void end.run({ id: glass.id })}
        >
          用完了，现在就关闭
        </ActionButton>
      )}
    </div>
  )
}

/** On the page of a case: who opens it beyond their rights at this moment, and who did before. */
export function BreakGlassBanner({ caseId }: { caseId: string }) {
  const query = useEndpoint(listBreakGlassOfCase, { caseId })
  const items = query.data?.items ?? []
  const past = items.filter(({ isRunning }) => !isRunning)
  return (
    <>
      {items
        .filter(({ isRunning }) => isRunning)
        .map((glass) => (
          <Running key={glass.id} glass={glass} />
        ))}
      {past.length > 0 && (
        <details className="glass-past">
          <summary>以前的紧急调阅（{past.length} 次）</summary>
          <ul className="sw-log">
            {past.map(({ id, openedBy, openedAt, reason, verdict, words, reviewedBy }) => (
              <li key={id}>
                <Instant value={openedAt} /> {openedBy.name}：{reason}
                {verdict ? `（${reviewedBy ?? ''}：${VERDICT[verdict]}，${words ?? ''}）` : '（待复核）'}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
