import { Alert, Button } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { Section } from '#web/kit/Page.tsx'
import type { makeHandOver } from '../contract.ts'
import './hand-over.css'

type Props = { made: OutputOf<typeof makeHandOver>; onClose: () => void }

const save = (name: string, page: string) => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([page], { type: 'text/html;charset=utf-8' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** The file and its passphrase, once: afterwards neither is anywhere in the system. */
export function Passphrase({ made, onClose }: Props) {
  return (
    <Section title="文件做好了">
      <Alert
        type="warning"
        showIcon
        title="口令只显示这一次，系统里不留存"
        description="文件可以用政务邮箱、光盘或者优盘交给对方；口令另用电话或当面告诉对方，不要和文件放在一起。没有记下口令，就作废这份、重做一份。"
      />
      <p>口令，6 个词：</p>
      <ol className="hov-words" aria-label="口令的 6 个词">
        {made.words.map((word, at) => (
          <li key={`${at}${word}`}>{word}</li>
        ))}
      </ol>
      <p>
        或者 22 位数字：<strong className="sw-number">{made.digits}</strong>
      </p>
      <div className="sw-actions">
        <Button type="primary" onClick={() => save(made.fileName, made.page)}>
          下载文件
        </Button>
        <Button onClick={onClose}>已下载，口令已记下</Button>
      </div>
    </Section>
  )
}
