import { Input } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { today } from '#kernel/day.ts'
import { useCommand } from '#web/api.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { renameDivision, type getDivision } from '../divisions/contract.ts'

type Division = OutputOf<typeof getDivision>

function RenameForm({ division, close }: { division: Division; close: () => void }) {
  const present = today(useNow())
  const command = useCommand(renameDivision, {
    refreshes: 'all',
    success: '已更名。旧名保留为别名，用旧名的台账仍能对上',
    conflict: { labels: { name: '名称' } },
  })
  return (
    <RecordForm
      endpoint={renameDivision}
      command={command}
      fixed={{ code: division.code, version: division.version }}
      initial={{ changedOn: present }}
      submit="更名"
      onCancel={close}
      onDone={close}
    >
      <FormField name="name" label="新名称" hint={`现在是${division.name}`}>
        <Input maxLength={30} />
      </FormField>
      <FormField name="changedOn" label="批准更名的日期">
        <Input type="date" max={present} />
      </FormField>
      <FormField name="documentNo" label="批准文号">
        <Input maxLength={60} />
      </FormField>
    </RecordForm>
  )
}

export function RenameDialog({ division }: { division: Division }) {
  return (
    <FormDialog needs={renameDivision} label="更名" title={`${division.name}更名`}>
      {(close) => <RenameForm division={division} close={close} />}
    </FormDialog>
  )
}
