import { Checkbox } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import type { Roster } from '../contract.ts'
import { previewUndo, undoRoster, type UndoOutlook } from '../undo/contract.ts'
import { useRosterCommand } from './use-roster-command.ts'
import { numberText } from './words.ts'

const WHY = { 'changed-since': '之后有人改过', 'used-since': '之后有了个案、任务等记录' }

function Conflicts({ outlook: { conflicts, children } }: { outlook: UndoOutlook }) {
  return (
    <>
      <p>有 {numberText(conflicts)} 处在应用之后又有人改过或用过，后来的工作不能冲掉：</p>
      <ul className="roster-conflicts">
        {children.map(({ id, name, divisionName, why }) => (
          <li key={id}>
            <Link to={`/children/${id}`}>{name}</Link>
            {divisionName && `（${divisionName}）`} {WHY[why]}
          </li>
        ))}
      </ul>
      {conflicts > children.length && <p className="sw-quiet">只列出其中您能看到的一部分。</p>}
    </>
  )
}

/** Takes a roster back; what somebody did since is shown first and can be left as it is. */
export function UndoButton({ roster: { id, version, fileName } }: { roster: Roster }) {
  const [isOpen, setIsOpen] = useState(false)
  const [keepsChanged, setKeepsChanged] = useState(false)
  const [isUndecided, setIsUndecided] = useState(false)
  const outlook = useEndpoint(previewUndo, { id }, { isEnabled: isOpen })
  const { data } = outlook
  const command = useRosterCommand(undoRoster)
  // Once it is taken back there is nothing left to look ahead at; only a refusal asks for the outlook anew.
  const undo = async (reason: string) => {
    setIsUndecided(Boolean(data?.conflicts) && !keepsChanged)
    if (data?.conflicts && !keepsChanged) return false
    const isDone = (await command.run({ id, version, reason, keepsChanged }, 'inline')) !== undefined
    if (!isDone) void outlook.refetch()
    return isDone
  }
  return (
    <>
      <ActionButton needs={undoRoster} danger onClick={() => setIsOpen(true)}>
        撤销
      </ActionButton>
      <ReasonDialog
        isOpen={isOpen}
        title="撤销这份名册"
        confirm="撤销"
        isDanger
        onClose={() => setIsOpen(false)}
        onReason={undo}
      >
        <p>
          将要撤销：<strong>{fileName}</strong>
        </p>
        {outlook.error && <ProblemNotice problem={outlook.error} onRetry={() => void outlook.refetch()} />}
        {outlook.isPending && <Loading rows={2} />}
        {data && <p>这份名册写入的 {numberText(data.effects)} 条记录会恢复到应用之前的样子。</p>}
        {data && data.conflicts > 0 && (
          <>
            <Conflicts outlook={data} />
            <Checkbox checked={keepsChanged} onChange={({ target }) => setKeepsChanged(target.checked)}>
              保留这些后来改过的，只撤销其余的
            </Checkbox>
            {isUndecided && !keepsChanged && (
              <p role="alert" className="sw-field-error">
                要撤销其余的，请勾选上面这一项；不想留下这些的，请先取消，到各人档案里处理
              </p>
            )}
          </>
        )}
        {command.problem && <ProblemNotice problem={command.problem} />}
      </ReasonDialog>
    </>
  )
}
