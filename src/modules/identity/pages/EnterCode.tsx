import { Button } from 'antd'
import { useCommand } from '#web/api.ts'
import { GatePage } from '#web/kit/GatePage.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { useSession } from '#web/session.tsx'
import { enterCode } from '../contract.ts'
import { CodeField } from './CodeField.tsx'

export function EnterCode() {
  const { refresh, signOut } = useSession()
  const command = useCommand(enterCode)
  return (
    <GatePage title="输入动态口令" lede="打开手机上的验证器应用，输入「守望」一栏当前显示的 6 位数字。">
      <RecordForm endpoint={enterCode} command={command} submit="继续" onDone={() => void refresh()}>
        <CodeField isFirst />
      </RecordForm>
      <Button type="link" className="sw-gate-aside" onClick={() => void signOut()}>
        换一个账号登录
      </Button>
      <p className="sw-quiet">手机丢失或换了手机，请联系本县的安全管理员重置。</p>
    </GatePage>
  )
}
