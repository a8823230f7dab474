import { Button } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { PrintSheet } from '#web/kit/PrintSheet.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { instantText } from '#web/kit/times.tsx'
import { printFilled } from '../filling/contract.ts'
import { ASSESSMENT_STATE } from '../labels.ts'
import { AnswerLines } from './AnswerLines.tsx'
import './assessments.css'

type Sheet = OutputOf<typeof printFilled>

function Printed({ sheet }: { sheet: Sheet }) {
  return (
    <PrintSheet title={sheet.title} watermark={sheet.watermark}>
      <div className="asm-paper">
        <p>
          个案 {sheet.case.number}。评估人：{sheet.madeBy}，{instantText(sheet.madeAt)}，第 {sheet.number}{' '}
          版，
          {ASSESSMENT_STATE[sheet.state]}。事由：{sheet.reason}。含未成年人个人信息，用后请收回或销毁。
        </p>
        <p>
          <strong>
            结果：{sheet.level.label}（{sheet.points} 分，最多 {sheet.most} 分）
          </strong>
        </p>
        {sheet.drivers.length > 0 && (
          <ul>
            {sheet.drivers.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
        <AnswerLines content={sheet.content} answers={sheet.answers} head="h2" />
        <p>评估人签字：＿＿＿＿＿＿　参与人签字：＿＿＿＿＿＿　复核人签字：＿＿＿＿＿＿</p>
      </div>
    </PrintSheet>
  )
}

/** On paper with a reason and a watermark. */
export function PrintPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const command = useCommand(printFilled)
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
      title="打印评估"
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        { title: '评估', to: `/assessments/${id}` },
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
        title="打印评估"
        confirm="生成打印页"
        suggestions={['个案会商会议使用', '交卷归档']}
        onClose={() => {
          setIsAsking(false)
          void navigate(`/assessments/${id}`)
        }}
        onReason={ask}
      >
        谁在什么时间、为什么打印，会印在纸上并留下记录。
      </ReasonDialog>
    </Page>
  )
}
