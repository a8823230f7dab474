import { useQueryClient } from '@tanstack/react-query'
import { Progress as Bar } from 'antd'
import { useEffect } from 'react'
import { keyOf, useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Section } from '#web/kit/Page.tsx'
import { getRoster, listRosters, type Progress, type Roster } from '../contract.ts'
import { PHASE, ROSTER_STATE } from '../labels.ts'
import { ROSTER_MACHINE } from '../rules.ts'
import { getRow, listRows, stopPreview } from '../preview/contract.ts'
import { useRosterCommand } from './use-roster-command.ts'
import { numberText } from './words.ts'

const LOOK_AGAIN_MS = 1_000

const progressText = ({ phase, done, total }: Progress) => {
  if (phase === 'waiting') return `${PHASE.waiting}：前面还有名册正在处理`
  return `${PHASE[phase]}：已完成 ${numberText(done)}${total ? ` / ${numberText(total)}` : ''} 行`
}

/** A long work under way: how far it is, and a way to stop while nothing can be lost. Looks again every second. */
export function WorkSection({ roster: { id, state, progress } }: { roster: Roster }) {
  const client = useQueryClient()
  useEndpoint(getRoster, { id }, { refreshMs: LOOK_AGAIN_MS })
  const stop = useRosterCommand(stopPreview, { success: '正在停止，不会留下任何内容' })
  useEffect(
    () => () => {
      // At its end the rows are others than before.
      for (const each of [listRows, getRow, listRosters])
        void client.invalidateQueries({ queryKey: keyOf(each) })
    },
    [client],
  )
  const canStop = ROSTER_MACHINE.commands.stop.from.some((from) => from === state)
  const share = progress?.total ? progress.done / progress.total : undefined
  return (
    <Section title={ROSTER_STATE[state]}>
      <div className="roster-progress" role="status">
        <Bar
          percent={share === undefined ? 100 : Math.floor(share * 100)}
          status="active"
          showInfo={share !== undefined}
          aria-label={ROSTER_STATE[state]}
        />
        <div className="roster-progress-line">
          <span className="sw-number">{progress ? progressText(progress) : '即将开始'}</span>
          {canStop && (
            <ActionButton
              needs={stopPreview}
              isRunning={stop.isRunning}
              onClick={() => void stop.run({ id })}
            >
              停止
            </ActionButton>
          )}
        </div>
      </div>
      <p className="sw-quiet">
        {state === 'reading'
          ? '可以离开本页，处理会继续；回来时从名册列表点开即可。'
          : '要么整份完成，要么什么都不改。可以离开本页，处理会继续。'}
      </p>
    </Section>
  )
}
