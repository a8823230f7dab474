import { next } from '#kernel/state-machine.ts'
import { ConfirmDanger, ActionButton } from '#web/kit/ActionButton.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { ExportButton } from '#web/kit/ExportButton.tsx'
import { useState } from 'react'
import { applyRoster } from '../applying/contract.ts'
import { discardRoster, type Roster } from '../contract.ts'
import { exportBadRows } from '../preview/contract.ts'
import { ROSTER_MACHINE, type RosterCommand } from '../rules.ts'
import { UndoButton } from './UndoButton.tsx'
import { useRosterCommand } from './use-roster-command.ts'
import { isWorking, numberText } from './words.ts'

/** Why the state forbids it; undefined when it does not. */
export const reasonAgainst = ({ state, purpose }: Roster, command: RosterCommand) => {
  const step = next(ROSTER_MACHINE, state, command, { hasMapping: purpose !== null })
  return step.ok ? undefined : step.reason
}

function ApplyButton({ roster }: { roster: Roster }) {
  const { id, version, counts, fileName, toReview } = roster
  const [isOpen, setIsOpen] = useState(false)
  const command = useRosterCommand(applyRoster)
  const of = (verdict: 'new' | 'changed' | 'wrong') => numberText(counts?.verdicts[verdict] ?? 0)
  return (
    <>
      <ActionButton
        needs={applyRoster}
        type="primary"
        disabledReason={reasonAgainst(roster, 'apply')}
        onClick={() => setIsOpen(true)}
      >
        应用
      </ActionButton>
      <Dialog
        isOpen={isOpen}
        title="应用这份名册"
        confirm="应用"
        onClose={() => setIsOpen(false)}
        onConfirm={async () => (await command.run({ id, version })) !== undefined}
      >
        <p>
          将要应用：<strong>{fileName}</strong>
        </p>
        <ul>
          <li>
            新增 {of('new')} 行，有变化 {of('changed')} 行，以及已经由人决定的存疑行，会写入档案；
          </li>
          <li>
            有错 {of('wrong')} 行{toReview > 0 && `、还没有核对的 ${numberText(toReview)} 行`}
            不写入；没核对的行应用之后还可以接着核对。
          </li>
        </ul>
        <p>整份一次写完，中途出错就一行也不写。应用之后可以整份撤销。</p>
      </Dialog>
    </>
  )
}

function DiscardButton({ roster }: { roster: Roster }) {
  const { id, version, fileName, department } = roster
  const command = useRosterCommand(discardRoster, { success: '已作废，文件和各行内容已删除' })
  return (
    <ConfirmDanger
      needs={discardRoster}
      title="放弃"
      record={`${fileName}(${department})`}
      consequence="文件、各行内容和已作的决定都会删除，不能恢复；列表里只留下谁交来过。档案不受影响。"
      asksReason
      disabledReason={reasonAgainst(roster, 'discard')}
      onConfirm={(reason) => command.run({ id, version, reason })}
    />
  )
}

/** What can be done with the whole roster now; what the state forbids says why. */
export function RosterActions({ roster }: { roster: Roster }) {
  const { id, state, counts, fileName } = roster
  if (isWorking(state) || state === 'discarded') return null
  const wrong = counts?.verdicts.wrong ?? 0
  const isBehind = state === 'applied' || state === 'undone'
  return (
    <>
      {!isBehind && <ApplyButton roster={roster} />}
      {counts && state !== 'undone' && (
        <ExportButton
          endpoint={exportBadRows}
          input={{ id }}
          label="下载有错的行"
          what={`${fileName} 中有错的 ${numberText(wrong)} 行，连同要改的地方`}
          disabledReason={wrong ? undefined : '没有有错的行'}
        />
      )}
      {state === 'applied' && <UndoButton roster={roster} />}
      {!isBehind && <DiscardButton roster={roster} />}
    </>
  )
}
