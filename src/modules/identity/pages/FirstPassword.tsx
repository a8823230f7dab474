import { GatePage } from '#web/kit/GatePage.tsx'
import { useSession } from '#web/session.tsx'
import { PasswordForm } from './PasswordForm.tsx'

export function FirstPassword() {
  const { refresh } = useSession()
  return (
    <GatePage title="请先设置自己的口令" lede="初始口令是别人设的，换成只有您自己知道的口令后才能继续。">
      <PasswordForm currentLabel="初始口令" submit="保存并继续" onDone={() => void refresh()} />
    </GatePage>
  )
}
