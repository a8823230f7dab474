import { PhoneOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useCommand } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Phone } from '#web/kit/Phone.tsx'
import { showHolderPhone } from '../posts/contract.ts'
import { showLiaisonPhone } from '../units/contract.ts'

type Props = { of: 'holder' | 'liaison'; id: string; name: string; hasPhone: boolean }

/** Shows a colleague's number on request; that somebody looked is recorded. */
export function PhoneButton({ of, id, name, hasPhone }: Props) {
  const endpoint = of === 'holder' ? showHolderPhone : showLiaisonPhone
  const command = useCommand(endpoint)
  const [phone, setPhone] = useState<string>()
  if (!hasPhone) return <span className="sw-quiet">未留电话</span>
  if (phone) return <Phone number={phone} />
  const show = async () => {
    const out = await command.run({ id })
    if (out?.phone) setPhone(out.phone)
  }
  return (
    <ActionButton
      needs={endpoint}
      size="small"
      type="link"
      icon={<PhoneOutlined />}
      isRunning={command.isRunning}
      onClick={() => void show()}
    >
      查看{name}的电话
    </ActionButton>
  )
}
