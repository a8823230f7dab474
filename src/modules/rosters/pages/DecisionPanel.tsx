import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Section } from '#web/kit/Page.tsx'
import type { RowDecision } from '../contract.ts'
import { ROW_DECISION } from '../labels.ts'
import { getRow, listRows, type RowDetail } from '../preview/contract.ts'
import { decideRow, listReview } from '../review/contract.ts'
import { useRosterCommand } from './use-roster-command.ts'

type Choice = { key: string; label: string; decision: RowDecision; childId?: string }

const choicesOf = ({ compared, subject }: RowDetail): Choice[] => {
  const same = compared.map(({ childId }, at): Choice => ({
    key: String(at + 1),
    label: compared.length > 1 ? `和档案 ${at + 1} 是同一人` : '是同一人',
    decision: 'same-child',
    childId,
  }))
  const created: Choice[] =
    subject === 'child' ? [{ key: 'N', label: '是新的孩子，建新档', decision: 'new-child' }] : []
  return [...same, ...created, { key: 'X', label: '不导入这一行', decision: 'leave-out' }]
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('input, textarea, select, [role="combobox"], [role="dialog"]') !== null

/** One key a choice, unless somebody is typing. */
const useKeys = (choices: Choice[], decide: (choice: Choice) => void) => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return
      const choice = choices.find(({ key }) => key === event.key.toUpperCase())
      if (choice) decide(choice)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
}

/** Whether somebody may still decide this row. */
export const isDecidable = ({ verdict, isWritten }: RowDetail) => verdict === 'doubtful' && !isWritten

/** A person's decision about a doubtful row; it can be changed until it is carried out. */
export function DecisionPanel({ row, onDecided }: { row: RowDetail; onDecided: () => void }) {
  const [divisionCode, setDivisionCode] = useState<string>()
  const command = useRosterCommand(decideRow, {
    refreshes: [getRow, listRows, listReview],
    success: ({ decision }) => (decision ? `第 ${row.rowNumber} 行：${ROW_DECISION[decision]}` : '已记下'),
  })
  const choices = choicesOf(row)
  const decide = async ({ decision, childId }: Choice) => {
    if (command.isRunning) return
    const { rosterId: id, rowNumber } = row
    const out = await command.run(
      {
        id,
        rowNumber,
        decision,
        ...(childId && { childId }),
        ...(decision === 'new-child' && divisionCode && { divisionCode }),
      },
      'inline',
    )
    if (out) onDecided()
  }
  useKeys(choices, (choice) => void decide(choice))
  return (
    <div className="roster-decision">
      <Section title={row.decision ? `已决定：${ROW_DECISION[row.decision]}，还可以改` : '请决定'}>
        {row.villages.length > 0 && (
          <DivisionSelect
            label="建新档时负责的村（居）"
            placeholder="建新档时由哪个村（居）负责"
            options={row.villages}
            value={divisionCode}
            onChange={setDivisionCode}
          />
        )}
        {command.problem && <ProblemNotice problem={command.problem} />}
        <div className="roster-decide">
          {choices.map((choice) => (
            <Button
              key={choice.key}
              type={choice.decision === 'same-child' ? 'primary' : 'default'}
              aria-keyshortcuts={choice.key}
              disabled={command.isRunning}
              onClick={() => void decide(choice)}
            >
              {choice.label} <kbd aria-hidden="true">{choice.key}</kbd>
            </Button>
          ))}
        </div>
      </Section>
    </div>
  )
}
