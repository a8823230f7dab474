import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import { getEmergencyNumbers } from '#modules/organisations/settings/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { Page } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useSession } from '#web/session.tsx'
import { DANGER_ANSWER } from '../../labels.ts'
import { DANGER_QUESTION_NAMES, DANGER_QUESTIONS } from '../../rules.ts'
import { QrCode } from './QrCode.tsx'
import './poster.css'

const MOST = 50

/** 纸-20261123-48213: the day of printing and five figures by lot; easily read out, and nothing is kept of sheets that never come back. */
const newPaperNumber = () => {
  const [lot = 0] = crypto.getRandomValues(new Uint32Array(1))
  return `纸-${today(new Date()).replaceAll('-', '')}-${String(lot % 100_000).padStart(5, '0')}`
}

function Sheet({ number, county, phones }: { number: string; county: string; phones: string }) {
  const address = `${window.location.origin}/reports/new?paper=${encodeURIComponent(number)}`
  return (
    <article className="sw-sheet sw-paper" aria-label={`报告单 ${number}`}>
      <div className="sw-paper-head">
        <div>
          <h2>未成年人保护报告单</h2>
          <p>
            {county}　编号 <b>{number}</b>
          </p>
          <p>有危险，先打 110。{phones}</p>
          <p>除了“发生了什么”，不知道的都可以不写。可以不留姓名。报告人的信息依法保密。</p>
        </div>
        <QrCode text={address} />
      </div>
      <h3>发生了什么（看到、听到、怀疑的都可以写）</h3>
      <div className="sw-paper-lines" />
      <h3>是哪个孩子：姓名、年龄、学校，或者怎么找到</h3>
      <div className="sw-paper-lines is-short" />
      <h3>孩子住在哪个镇、哪个村（居）</h3>
      <div className="sw-paper-lines is-short" />
      <h3>孩子现在有没有危险（请打勾）</h3>
      <ul>
        {DANGER_QUESTION_NAMES.map((name) => (
          <li key={name}>
            <span>{DANGER_QUESTIONS[name].text}</span>
            <span className="sw-number">
              {Object.values(DANGER_ANSWER)
                .map((answer) => `□ ${answer}`)
                .join('　')}
            </span>
          </li>
        ))}
      </ul>
      <h3>怎么联系您（可以不写）：姓名、电话、和孩子的关系</h3>
      <div className="sw-paper-lines is-short" />
      <p>收到的人填写：何时　　　　　　　何处　　　　　　　　　　收件人　　　　　　　　　　</p>
    </article>
  )
}

/** For those without a telephone of their own: each sheet has a number, and whoever receives it scans it into the fast form. */
export function PaperForm() {
  const { county } = useSession()
  const numbers = useEndpoint(getEmergencyNumbers, {})
  const [sheets, setSheets] = useState(() => [newPaperNumber()])
  const resize = (count: number) =>
    setSheets((known) => Array.from({ length: count }, (_, nth) => known[nth] ?? newPaperNumber()))
  const phones = numbers.data?.items.map(({ name, phone }) => `${name} ${phone}`).join('，') ?? ''
  return (
    <Page
      title="纸质报告单"
      lede="放在村（居）委会、学校、医院。收到后扫右上角的码，登录后直接登记，编号已经填好。"
      actions={
        <>
          <label className="sw-no-print">
            份数{' '}
            <InputNumber
              min={1}
              max={MOST}
              precision={0}
              value={sheets.length}
              onChange={(count) => count && resize(count)}
            />
          </label>
          <Button type="primary" onClick={() => window.print()}>
            打印
          </Button>
        </>
      }
    >
      {numbers.error && <ProblemNotice problem={numbers.error} onRetry={() => void numbers.refetch()} />}
      {sheets.map((number) => (
        <Sheet key={number} number={number} county={county?.name ?? ''} phones={phones} />
      ))}
    </Page>
  )
}
