import { Select } from 'antd'
import type { Roster } from '../contract.ts'
import { chooseSheet, getMapping } from '../intake/contract.ts'
import { useRosterCommand } from './use-roster-command.ts'

/** A workbook with several sheets: which one is the roster. */
export function SheetChoice({ roster: { id, version, sheets, sheetName } }: { roster: Roster }) {
  const command = useRosterCommand(chooseSheet, {
    refreshes: [getMapping],
    success: ({ sheetName: chosen }) => `已改用工作表“${chosen ?? ''}”，请重新核对各列`,
  })
  return (
    <label className="roster-sheet">
      <span>工作表</span>
      <Select
        aria-label="名册所在的工作表"
        value={sheetName}
        loading={command.isRunning}
        disabled={command.isRunning}
        popupMatchSelectWidth={false}
        options={sheets.map((name) => ({ value: name, label: name }))}
        onChange={(name) => void command.run({ id, version, sheetName: name })}
      />
    </label>
  )
}
