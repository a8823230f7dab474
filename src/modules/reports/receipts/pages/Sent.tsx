import { Button } from 'antd'
import { useEffect, useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { sendDutyReport } from '../contract.ts'
import { elapsedWords, secondsBetween } from '../rules.ts'
import { groupedNonce, keepsakeText } from '../text.ts'

type Props = {
  answer: OutputOf<typeof sendDutyReport>
  /** Known to this page alone: the server has forgotten it, and leaving the page forgets it too. */
  nonce: string
  content: string
  onAgain: () => void
}

/** Hands the browser a text to keep, without asking the server. */
const keepText = (fileName: string, text: string) => {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

function Keep({ answer: { receipt }, nonce, content }: Props) {
  const [isKept, setIsKept] = useState(false)
  const keep = () => {
    keepText(`报告留底 ${receipt.number}.txt`, keepsakeText({ receipt: receipt.text, nonce, content }))
    setIsKept(true)
  }
  return (
    <Section title="日后要证明报告了什么">
      <p className="sw-duty-text">
        回执本身不含内容。把下面的证明码抄下来，或下载留底，日后连同报告内容一起可以证明。证明码只在这里出现一次，离开本页就没有了。
      </p>
      <p className="sw-duty-nonce">
        <span className="sw-quiet">证明码</span> <code>{groupedNonce(nonce)}</code>
      </p>
      <Button onClick={keep}>{isKept ? '再下载一次留底' : '下载留底'}</Button>
      <p className="sw-quiet sw-duty-text">留底含孩子的情况：公用设备上请不要下载。</p>
    </Section>
  )
}

/** The report has arrived: when, where, and what the reporter may keep. */
export function Sent(props: Props) {
  const { answer, onAgain } = props
  const { receipt, reportNumber, isEmergency, seenBy, missingFiles } = answer
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [])
  return (
    <Page
      title="报告已收到"
      lede={
        <>
          县未保中心最迟在 <Instant value={seenBy} /> 前查看。
        </>
      }
      actions={
        <>
          <Button onClick={onAgain}>再报告一件</Button>
          <ActionButton type="primary" to={`/duty-reports/receipts/${receipt.id}`}>
            查看回执
          </ActionButton>
        </>
      }
    >
      {isEmergency && (
        <p className="sw-duty-danger" role="alert">
          孩子可能正有危险，还没有报警的，请马上 <a href="tel:110">拨打 110</a>
        </p>
      )}
      {missingFiles.length > 0 && (
        <p className="sw-duty-danger" role="alert">
          有 {missingFiles.length} 个文件没有传完，没有随报告送到。请保留原件，值班员联系时再交。
        </p>
      )}
      <Section title="责任回执">
        <Facts
          items={[
            { label: '回执编号', value: receipt.number },
            { label: '报告编号', value: reportNumber },
            { label: '知悉时间', value: <Instant value={receipt.knownAt} /> },
            { label: '报告时间', value: <Instant value={receipt.reportedAt} /> },
            {
              label: '知悉到报告',
              value: elapsedWords(secondsBetween(receipt.knownAt, receipt.reportedAt)),
            },
          ]}
        />
      </Section>
      <Keep {...props} />
    </Page>
  )
}
