import { Button } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { PrintSheet } from '#web/kit/PrintSheet.tsx'
import { ReasonDialog } from '#web/kit/ReasonDialog.tsx'
import { printInvestigation } from '../contract.ts'
import { INVESTIGATION_STATE } from '../labels.ts'
import { Report } from './Report.tsx'

type Sheet = OutputOf<typeof printInvestigation>

function Printed({ sheet }: { sheet: Sheet }) {
  return (
    <PrintSheet title="受监护侵害未成年人社会背景调查报告" watermark={sheet.watermark}>
      <p>
        个案 {sheet.case.number}，{INVESTIGATION_STATE[sheet.state]}。依据 MZ/T 086-2017。事由：{sheet.reason}
        。含未成年人个人信息，用后请收回或销毁。
      </p>
      <Report record={sheet} />
      <p>调查人签字：＿＿＿＿＿＿　复核人签字：＿＿＿＿＿＿　（盖章）</p>
    </PrintSheet>
  )
}

/** On paper with a reason and a watermark. */
export function PrintPage() {
  const { id = '', investigationId = '' } = useParams()
  const navigate = useNavigate()
  const command = useCommand(printInvestigation)
  const [isAsking, setIsAsking] = useState(true)
  const [sheet, setSheet] = useState<Sheet>()
  const back = `/cases/${id}/investigation`
  const ask = async (reason: string) => {
    const out = await command.run({ id: investigationId, reason })
    if (out) setSheet(out)
    // The dialog closes with the sheet; closing it by hand leads back.
    return false
  }
  return (
    <Page
      title="打印社会背景调查"
      breadcrumbs={[{ title: '个案', to: '/cases' }, { title: '社会背景调查', to: back }, { title: '打印' }]}
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
        title="打印社会背景调查"
        confirm="生成打印页"
        suggestions={['个案会商会议使用', '申请撤销监护人资格的附件', '交卷归档']}
        onClose={() => {
          setIsAsking(false)
          void navigate(back)
        }}
        onReason={ask}
      >
        谁在什么时间、为什么打印，会印在纸上并留下记录。
      </ReasonDialog>
    </Page>
  )
}
