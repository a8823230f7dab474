import type { InputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { listHelpers, type CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { addPlanItem } from '../contract.ts'
import { ItemFields } from './ItemFields.tsx'
import { newItem, toItem, type ItemValues } from './values.ts'
import './plans.css'

type Props = { kase: CaseRecord; onDone: () => void }

export function AddItemForm({ kase, onDone }: Props) {
  const helpers = useEndpoint(listHelpers, { divisionCode: kase.divisionCode })
  const command = useCaseCommand(addPlanItem, { success: '已增加事项，计划有了新的一版' })
  if (!helpers.data) return null
  return (
    <RecordForm
      endpoint={addPlanItem}
      command={command}
      initial={{ item: newItem() } as Partial<InputOf<typeof addPlanItem>>}
      toInput={(values) => ({
        id: kase.id,
        version: kase.version,
        item: toItem((values['item'] ?? {}) as ItemValues),
      })}
      submit="增加"
      onCancel={onDone}
      onDone={onDone}
    >
      <ItemFields at={['item']} helpers={helpers.data} />
    </RecordForm>
  )
}
