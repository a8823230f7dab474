import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { PERMISSIONS } from '#modules/identity/rules.ts'
import { useCommand } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { ASKED } from '../labels.ts'
import { beginInstrument, listInstruments } from '../versions/contract.ts'

function BeginForm({ onCancel }: { onCancel: () => void }) {
  const navigate = useNavigate()
  const [id] = useState(newId)
  const command = useCommand(beginInstrument, { refreshes: [listInstruments] })
  return (
    <RecordForm
      endpoint={beginInstrument}
      command={command}
      fixed={{ id }}
      initial={{ asked: 'worker', roles: ['caseworker'], hasDanger: false }}
      submit="起草"
      onCancel={onCancel}
      onDone={() => void navigate(`/settings/instruments/${id}`)}
    >
      <FormField name="title" label="名称">
        <Input maxLength={40} />
      </FormField>
      <FormField name="purpose" label="用途">
        <Input.TextArea rows={2} maxLength={400} />
      </FormField>
      <FormField name="asked" label="怎么问">
        <Select options={Object.entries(ASKED).map(([value, label]) => ({ value, label }))} />
      </FormField>
      <FormField name="roles" label="谁可以填">
        <Select
          mode="multiple"
          options={PERMISSIONS['cases.work'].map((role) => ({ value: role, label: ROLE_LABEL[role] }))}
        />
      </FormField>
      <FormField name="source" label="来源" hint="哪个标准、文件或量表；自己编的就写“本县自编”。">
        <Input maxLength={400} />
      </FormField>
      <FormField name="hasDanger" label="等级" isChecked hint="写明危险程度的，“不清楚”至少算中。">
        <Checkbox>等级说明孩子有多危险</Checkbox>
      </FormField>
    </RecordForm>
  )
}

/** An instrument of the county's own, from nothing. */
export function BeginInstrument() {
  return (
    <FormDialog title="新编评估表" needs={beginInstrument}>
      {(close) => <BeginForm onCancel={close} />}
    </FormDialog>
  )
}
