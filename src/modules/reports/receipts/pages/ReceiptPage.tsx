import { Button } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { Page } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { COARSE_STATE } from '../../labels.ts'
import { getCheckPage, getReceipt, printReceipt } from '../contract.ts'
import { elapsedWords, secondsBetween } from '../rules.ts'
import { readReceipt } from '../text.ts'
import { QrCode } from './QrCode.tsx'
import './receipts.css'

type Receipt = OutputOf<typeof getReceipt>

const clockWords = (text: string) => text.replace('T', ' ').replace('+08:00', '')

const rowsOf = ({ text }: Receipt): [string, string][] => {
  const read = readReceipt(text)
  if (typeof read === 'string') return []
  const { facts } = read
  return [
    ['报告单位', facts.unit],
    ['报告人身份', facts.name ? `${facts.role} ${facts.name}` : facts.role],
    ['知悉时间', clockWords(facts.knownAt)],
    ['报告时间', clockWords(facts.reportedAt)],
    ['知悉到报告', elapsedWords(secondsBetween(facts.knownAt, facts.reportedAt))],
    ['接收机关', facts.office],
  ]
}

function Sheet({ receipt }: { receipt: Receipt }) {
  return (
    <article className="sw-receipt" aria-label="责任回执">
      <h2>强制报告责任回执</h2>
      <p className="sw-quiet">{receipt.number}</p>
      <dl>
        {rowsOf(receipt).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <QrCode code={receipt.code} label="带签名的回执全文" />
      <p className="sw-quiet">
        不含儿童姓名和报告内容。“立即”不设钟点，只列经过的时间（未成年人保护法第十一条）。二维码是带签名的全文，可断网核验；改动一个字即不再有效。
      </p>
    </article>
  )
}

function Copies({ receipt }: { receipt: Receipt }) {
  const [isCopied, setIsCopied] = useState(false)
  const pdf = useCommand(printReceipt, {})
  const page = useCommand(getCheckPage, {})
  const copy = async () => {
    await navigator.clipboard.writeText(receipt.text)
    setIsCopied(true)
  }
  return (
    <>
      <Button type="primary" loading={pdf.isRunning} onClick={() => void pdf.run({ id: receipt.id })}>
        下载 PDF
      </Button>
      <Button onClick={() => window.print()}>打印</Button>
      <Button onClick={() => void copy()}>{isCopied ? '已复制' : '复制全文'}</Button>
      <Button loading={page.isRunning} onClick={() => void page.run({})}>
        下载核验页
      </Button>
    </>
  )
}

/** The receipt as a sheet of A5: to show, to print, to keep. */
export function ReceiptPage() {
  const { id = '' } = useParams()
  const receipt = useEndpoint(getReceipt, { id })
  if (receipt.error) return <ProblemNotice problem={receipt.error} />
  if (!receipt.data) return <Loading />
  return (
    <Page
      title="责任回执"
      breadcrumbs={[{ title: '我的回执', to: '/duty-reports/receipts' }, { title: receipt.data.number }]}
      lede={
        <>
          办理进度：<StateTag tone="active">{COARSE_STATE[receipt.data.state]}</StateTag>
        </>
      }
      actions={<Copies receipt={receipt.data} />}
    >
      <Sheet receipt={receipt.data} />
      <details className="sw-receipt-text sw-no-print">
        <summary>签名的全文</summary>
        <pre>{receipt.data.text}</pre>
      </details>
    </Page>
  )
}
