import { Button, Modal, Typography } from 'antd'

type Props = { signInName: string; password: string | undefined; onClose: () => void }

/** The first password, this once: the server keeps only its hash. */
export function FirstPasswordDialog({ signInName, password, onClose }: Props) {
  return (
    <Modal
      open={password !== undefined}
      title="请把首次口令交给本人"
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          已记下，关闭
        </Button>
      }
    >
      <div className="sw-dialog-text">
        <p>
          登录名 <strong>{signInName}</strong> 的首次口令：
        </p>
        <p>
          <Typography.Text copyable={{ tooltips: ['复制', '已复制'] }} code className="sw-number">
            {password}
          </Typography.Text>
        </p>
        <p>
          只显示这一次，关闭后谁也看不到。请当面或电话交给本人；7
          天内首次登录有效，登录后须马上改为自己的口令。
        </p>
      </div>
    </Modal>
  )
}
