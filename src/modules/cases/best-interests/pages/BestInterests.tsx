import { Input } from 'antd'
import { Facts } from '#web/kit/Facts.tsx'
import { FormField } from '#web/kit/RecordForm.tsx'
import { Demand, type BestInterests } from '../contract.ts'
import { DEMAND, DEMAND_HINT } from '../labels.ts'

/** Six fields of a RecordForm whose endpoint has `BestInterests` under this name. */
export function BestInterestsFields({ name = 'bestInterests' }: { name?: string }) {
  return (
    <fieldset className="sw-plan-items">
      <legend>最有利于未成年人（未成年人保护法第四条）：这项决定怎样做到</legend>
      {Demand.options.map((demand) => (
        <FormField key={demand} name={`${name}.${demand}`} label={DEMAND[demand]} hint={DEMAND_HINT[demand]}>
          <Input.TextArea rows={2} maxLength={500} />
        </FormField>
      ))}
    </fieldset>
  )
}

/** What was answered. */
export function BestInterestsFacts({ value }: { value: BestInterests }) {
  return (
    <Facts
      columns={2}
      items={Demand.options.map((demand) => ({
        label: DEMAND[demand],
        value: <span className="sw-text">{value[demand]}</span>,
      }))}
    />
  )
}
