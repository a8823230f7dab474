import { Button, QRCode, Typography } from 'antd'
import { useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { GatePage } from '#web/kit/GatePage.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { useSession } from '#web/session.tsx'
import { confirmEnrolment, startEnrolment } from '../contract.ts'
import { CodeField } from './CodeField.tsx'

function Secret({ uri, secret }: OutputOf<typeof startEnrolment>) {
  return (
    <div className="sw-enrolment">
      <QRCode
        value={uri}
        type="svg"
        size={188}
        bordered={false}
        aria-label="绑定动态口令的二维码"
        role="img"
      />
      <div>
        <p>用验证器应用扫这个二维码。不能扫码时，在应用里选择「手动输入」，填写下面的密钥：</p>
        <Typography.Text copyable code>
          {secret.match(/.{1,4}/g)?.join(' ') ?? secret}
        </Typography.Text>
        <p className="sw-quiet">二维码和密钥只显示这一次，不要拍照转发。</p>
      </div>
    </div>
  )
}

/** Binds a phone as second factor: shown on request, proved by the first code. */
export function Enrolment() {
  const { refresh } = useSession()
  const [shown, setShown] = useState<OutputOf<typeof startEnrolment>>()
  const start = useCommand(startEnrolment, { onDone: setShown })
  const confirm = useCommand(confirmEnrolment, { success: '已绑定，以后登录时请输入手机上的动态口令' })
  return (
    <GatePage
      isWide
      title="绑定动态口令"
      lede="您的岗位能看到孩子的敏感信息，所以登录时除口令外，还要输入手机验证器应用上的 6 位数字。"
    >
      {shown ? (
        <>
          <Secret {...shown} />
          <RecordForm
            endpoint={confirmEnrolment}
            command={confirm}
            submit="绑定并继续"
            onDone={() => void refresh()}
          >
            <CodeField />
          </RecordForm>
        </>
      ) : (
        <div className="sw-gate-body">
          <p>
            请先在手机上装好一个验证器应用（支持 TOTP 的都可以，如 Microsoft
            Authenticator、FreeOTP、Aegis），再点下面的按钮。
          </p>
          {start.problem && <ProblemNotice problem={start.problem} />}
          <Button
            type="primary"
            size="large"
            loading={start.isRunning}
            onClick={() => void start.run({}, 'inline')}
          >
            手机已准备好，显示二维码
          </Button>
        </div>
      )}
    </GatePage>
  )
}
