import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { ApproverRole, type LevelProcedure } from '../content.ts'
import type { ProcedureNames } from '../contract.ts'
import { APPROVER, LEVEL_FIELDS } from '../labels.ts'
import { levelKeys, levelText } from '../rules.ts'
import { Line } from './Line.tsx'

type Props = {
  level: LevelProcedure
  shipped: LevelProcedure
  names: ProcedureNames
  onChange: (level: LevelProcedure) => void
}

const ROLES = ApproverRole.options.map((value) => ({ value, label: APPROVER[value] }))

/** Days as people write them: 30、60、90. */
function DaysInput({ days, onChange }: { days: number[]; onChange: (days: number[]) => void }) {
  const [text, setText] = useState(days.join('、'))
  const take = (typed: string) => {
    setText(typed)
    onChange(
      typed
        .split(/[^\d]+/)
        .filter(Boolean)
        .map(Number),
    )
  }
  return (
    <Input
      aria-label={LEVEL_FIELDS.lookBackDays.label}
      placeholder="30、90"
      value={text}
      onChange={({ target }) => take(target.value)}
    />
  )
}

function Control({ of, level, names, onChange }: Omit<Props, 'shipped'> & { of: keyof LevelProcedure }) {
  const { label } = LEVEL_FIELDS[of]
  switch (of) {
    case 'needsEmergencyResponse':
    case 'needsInvestigation':
    case 'needsConference':
      return (
        <Checkbox
          aria-label={label}
          checked={level[of]}
          onChange={({ target }) => onChange({ ...level, [of]: target.checked })}
        >
          必须
        </Checkbox>
      )
    case 'instruments':
    case 'closingInstruments':
      return (
        <Select
          mode="multiple"
          aria-label={label}
          placeholder="不要求"
          value={level[of]}
          onChange={(codes) => onChange({ ...level, [of]: codes })}
          options={names.instruments.map(({ code, name }) => ({ value: code, label: name }))}
        />
      )
    case 'planApprovers':
    case 'closingApprovers':
      return (
        <Select
          mode="multiple"
          aria-label={label}
          placeholder="不经审批"
          maxCount={3}
          value={level[of]}
          onChange={(roles) => onChange({ ...level, [of]: roles })}
          options={ROLES}
        />
      )
    case 'lookBackDays':
      return (
        <DaysInput
          days={level.lookBackDays}
          onChange={(days) => onChange({ ...level, lookBackDays: days })}
        />
      )
    case 'followUpDays':
    case 'weight':
      return (
        <InputNumber
          aria-label={label}
          step={of === 'weight' ? 0.5 : 1}
          value={level[of]}
          // An empty field is no number: the check says which one is to be filled in.
          onChange={(value) => onChange({ ...level, [of]: value ?? Number.NaN })}
        />
      )
  }
}

/** What a case of one level must have. */
export function LevelFields({ level, shipped, names, onChange }: Props) {
  return (
    <div className="prc-lines">
      {levelKeys.map((key) => (
        <Line
          key={key}
          words={LEVEL_FIELDS[key]}
          isAsShipped={levelText(key, level, names) === levelText(key, shipped, names)}
        >
          <Control of={key} level={level} names={names} onChange={onChange} />
        </Line>
      ))}
    </div>
  )
}
