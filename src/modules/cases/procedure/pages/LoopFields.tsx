import { InputNumber, Select } from 'antd'
import type { ProcedureContent } from '../content.ts'
import type { ProcedureNames } from '../contract.ts'
import { CASE_FIELDS, OVERSIGHT_FIELDS, REFERRAL_FIELDS } from '../labels.ts'
import { SHIPPED_PROCEDURE } from '../shipped.ts'
import { Line } from './Line.tsx'

type Props = {
  content: ProcedureContent
  names: ProcedureNames
  onChange: (content: ProcedureContent) => void
}

const SHIPPED = SHIPPED_PROCEDURE.content

const CASE_NUMBERS = ['lateApprovalWorkingDays', 'fullLoad', 'breakGlassHours'] as const
const REFERRAL_NUMBERS = [
  'unreadHours',
  'nearWorkingDays',
  'longLateWorkingDays',
  'urgentHours',
  'effectDays',
] as const
const OVERSIGHT_NUMBERS = ['signWorkingDays', 'feedbackWorkingDays', 'reviewWorkingDays'] as const

type NumberProps = { label: string; value: number; onChange: (value: number) => void }

function NumberField({ label, value, onChange }: NumberProps) {
  return <InputNumber aria-label={label} value={value} onChange={(next) => onChange(next ?? Number.NaN)} />
}

/** Numbers that hold for cases of every level. */
export function CaseNumbers({ content, onChange }: Props) {
  const { cases } = content
  return (
    <div className="prc-lines">
      {CASE_NUMBERS.map((key) => (
        <Line key={key} words={CASE_FIELDS[key]} isAsShipped={cases[key] === SHIPPED.cases[key]}>
          <NumberField
            label={CASE_FIELDS[key].label}
            value={cases[key]}
            onChange={(value) => onChange({ ...content, cases: { ...cases, [key]: value } })}
          />
        </Line>
      ))}
    </div>
  )
}

/** Who decides between units, and how long a referral may take at each of its steps. */
export function ReferralNumbers({ content, names, onChange }: Props) {
  const { referrals } = content
  return (
    <div className="prc-lines">
      <Line
        words={REFERRAL_FIELDS.officeUnit}
        isAsShipped={referrals.officeUnit === SHIPPED.referrals.officeUnit}
      >
        <Select
          aria-label={REFERRAL_FIELDS.officeUnit.label}
          showSearch={{ optionFilterProp: 'label' }}
          value={referrals.officeUnit}
          onChange={(officeUnit) => onChange({ ...content, referrals: { ...referrals, officeUnit } })}
          options={names.units.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Line>
      {REFERRAL_NUMBERS.map((key) => (
        <Line key={key} words={REFERRAL_FIELDS[key]} isAsShipped={referrals[key] === SHIPPED.referrals[key]}>
          <NumberField
            label={REFERRAL_FIELDS[key].label}
            value={referrals[key]}
            onChange={(value) => onChange({ ...content, referrals: { ...referrals, [key]: value } })}
          />
        </Line>
      ))}
    </div>
  )
}

export function OversightNumbers({ content, onChange }: Props) {
  const { oversight } = content
  return (
    <div className="prc-lines">
      {OVERSIGHT_NUMBERS.map((key) => (
        <Line key={key} words={OVERSIGHT_FIELDS[key]} isAsShipped={oversight[key] === SHIPPED.oversight[key]}>
          <NumberField
            label={OVERSIGHT_FIELDS[key].label}
            value={oversight[key]}
            onChange={(value) => onChange({ ...content, oversight: { ...oversight, [key]: value } })}
          />
        </Line>
      ))}
    </div>
  )
}
