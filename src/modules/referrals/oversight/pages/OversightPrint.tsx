import { Button } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { dueText } from '#modules/tasks/rules.ts'
import { useCommand } from '#web/api.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { PrintSheet } from '#web/kit/PrintSheet.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { instantText } from '#web/kit/times.tsx'
import { printOversight } from '../contract.ts'
import { OVERSIGHT_REASON, OVERSIGHT_STATE } from '../labels.ts'
import { OversightLog } from './OversightPage.tsx'
import './oversight.css'

type Sheet = OutputOf<typeof printOversight>

const dayText = (due: string) => {
  const text = dueText(due)
  return text.length === 10 ? text : instantText(text)
}

function Printed({ sheet }: { sheet: Sheet }) {
  return (
    <PrintSheet title="督办单" watermark={sheet.watermark}>
      <p>
        {sheet.number}　状态：{OVERSIGHT_STATE[sheet.state]}
      </p>
      <Facts
        columns={1}
        items={[
          { label: '被督办单位', value: sheet.unit.name },
          { label: '交办单位', value: sheet.office },
          { label: '督办事项', value: sheet.matter },
          { label: '办理要求', value: <span className="ovs-text">{sheet.requirement}</span> },
          {
            label: '所涉转介',
            value: sheet.referrals.map(({ number }) => number).join('、') || '单位整体事项',
          },
          { label: '由来', value: `${OVERSIGHT_REASON[sheet.reason]}（${sheet.proposedBy}）` },
          { label: '反馈期限', value: sheet.dueAt ? `${dayText(sheet.dueAt)} 前` : '交办后起算' },
        ]}
      />
      <h2>流转记录</h2>
      <OversightLog order={sheet} />
      <p>承办人签字：＿＿＿＿＿＿　复核人签字：＿＿＿＿＿＿　销号人签字：＿＿＿＿＿＿</p>
    </PrintSheet>
  )
}

/** On paper with a reason and a watermark. */
export function OversightPrint() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const command = useCommand(printOversight)
  const [isAsking, setIsAsking] = useState(true)
  const [sheet, setSheet] = useState<Sheet>()
  const ask = async (reason: string) => {
    const out = await command.run({ id, reason })
    if (out) setSheet(out)
    // The dialog closes with the sheet; closing it by hand leads back.
    return false
  }
  return (
    <Page
      title="打印督办单"
      breadcrumbs={[
        { title: '督办', to: '/oversights' },
        { title: '督办单', to: `/oversights/${id}` },
        { title: '打印' },
      ]}
    >
      {sheet ? (
        <Printed sheet={sheet} />
      ) : (
        <Section>
          <EmptyState
            title="打印前要写明事由"
            hint="纸面带有水印：谁、何时、为什么打印。"
            action={
              <Button type="primary" onClick={() => setIsAsking(true)}>
                填写事由
              </Button>
            }
          />
        </Section>
      )}
      <ReasonDialog
        isOpen={isAsking && !sheet}
        title="打印督办单"
        confirm="生成打印页"
        suggestions={['领导小组会议使用', '送达被督办单位']}
        onClose={() => {
          setIsAsking(false)
          void navigate(`/oversights/${id}`)
        }}
        onReason={ask}
      >
        谁在什么时间、为什么打印，会印在纸上并留下记录。
      </ReasonDialog>
    </Page>
  )
}
