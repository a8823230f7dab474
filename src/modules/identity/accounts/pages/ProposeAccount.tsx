import { PlusOutlined } from '@ant-design/icons'
import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useCommand } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { listAccounts, proposeAccount } from '../contract.ts'
import { FirstPasswordDialog } from './FirstPasswordDialog.tsx'

type FormProps = { onCancel: () => void; onDone: (signInName: string, password: string) => void }

function ProposalForm({ onCancel, onDone }: FormProps) {
  const [id] = useState(newId)
  const [signInName, setSignInName] = useState('')
  const command = useCommand(proposeAccount, { refreshes: [listAccounts] })
  return (
    <RecordForm
      endpoint={proposeAccount}
      command={command}
      fixed={{ id }}
      submit="建立账号"
      onCancel={onCancel}
      onDone={({ firstPassword }) => onDone(signInName, firstPassword)}
    >
      <FormField name="displayName" label="姓名" hint="真实姓名，会显示在任务和记录上">
        <Input autoComplete="off" maxLength={40} />
      </FormField>
      <FormField name="signInName" label="登录名" hint="2–32 个汉字、小写字母、数字或 . _ -，不能与别人相同">
        <Input autoComplete="off" maxLength={32} onChange={({ target }) => setSignInName(target.value)} />
      </FormField>
    </RecordForm>
  )
}

/** The system administrator's button: makes an account that waits for its grant. */
export function ProposeAccount() {
  const [isOpen, setIsOpen] = useState(false)
  const [made, setMade] = useState<{ signInName: string; password: string }>()
  return (
    <>
      <ActionButton
        needs={proposeAccount}
        type="primary"
        icon={<PlusOutlined />}
        onClick={() => setIsOpen(true)}
      >
        建立账号
      </ActionButton>
      <Modal open={isOpen} title="建立账号" footer={null} onCancel={() => setIsOpen(false)} destroyOnHidden>
        <ProposalForm
          onCancel={() => setIsOpen(false)}
          onDone={(signInName, password) => {
            setIsOpen(false)
            setMade({ signInName, password })
          }}
        />
      </Modal>
      <FirstPasswordDialog
        signInName={made?.signInName ?? ''}
        password={made?.password}
        onClose={() => setMade(undefined)}
      />
    </>
  )
}
