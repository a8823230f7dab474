import { Input, Select } from 'antd'
import { useState } from 'react'
import { listUnits } from '#modules/organisations/units/contract.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { listOversights, proposeOversight } from '../contract.ts'
import { listOwed } from '../urgings/contract.ts'

type About = { unitId: string; unitName: string; referrals: { id: string; number: string }[] }

/** About chosen referrals of one unit, or about a unit as a whole. */
export function Propose({ about, onDone }: { about?: About; onDone: () => void }) {
  const [orderId] = useState(newId)
  const units = useEndpoint(listUnits, { pageSize: 100 })
  const command = useCommand(proposeOversight, {
    refreshes: [listOversights, listOwed],
    success: ({ number }) => `已立项 ${number}，领导小组办公室已有待办`,
  })
  return (
    <RecordForm
      endpoint={proposeOversight}
      command={command}
      fixed={{
        orderId,
        referralIds: about?.referrals.map(({ id }) => id) ?? [],
        ...(about && { unitId: about.unitId }),
      }}
      initial={about ? { matter: `${about.referrals.length} 件转介没有按期答复` } : {}}
      submit="立项"
      onCancel={onDone}
      onDone={onDone}
    >
      {about ? (
        <p className="sw-quiet">
          被督办单位：{about.unitName}；所涉转介：{about.referrals.map(({ number }) => number).join('、')}
        </p>
      ) : (
        <FormField name="unitId" label="被督办单位">
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={units.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          />
        </FormField>
      )}
      <FormField name="matter" label="督办事项" hint="单位和领导都看得到：不写孩子的姓名、电话、证件号。">
        <Input maxLength={200} />
      </FormField>
      <FormField name="requirement" label="办理要求">
        <Input.TextArea rows={4} maxLength={1000} />
      </FormField>
    </RecordForm>
  )
}
