import { Form, Select } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Hit } from '#modules/children/search/contract.ts'
import { listHelpers } from '#modules/cases/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { useSession } from '#web/session.tsx'
import type { ReportRecord } from '../contract.ts'
import { acceptReport } from '../decisions/contract.ts'
import { ChildPicker } from './ChildPicker.tsx'
import { useReportCommand } from './use-report-command.ts'

type Running = { id: string; number: string }

const runningIn = (detail: unknown): Running | undefined => {
  if (typeof detail !== 'object' || detail === null || !('caseId' in detail) || !('number' in detail))
    return undefined
  return { id: String(detail.caseId), number: String(detail.number) }
}

/** Opens a case with its owner, or joins the child's running case; a child without a file is registered first. */
export function AcceptForm({ report }: { report: ReportRecord }) {
  const navigate = useNavigate()
  const { account } = useSession()
  const [picked, setPicked] = useState<Hit>()
  const place = picked?.divisionCode ?? report.divisionCode
  const helpers = useEndpoint(listHelpers, { divisionCode: place })
  const command = useReportCommand(acceptReport, {
    success: ({ caseNumber }) => `已受理，个案 ${caseNumber}`,
    onDone: ({ caseId }) => void navigate(`/cases/${caseId}`),
  })
  const running = report.runningCase ?? runningIn(command.problem?.detail)
  const owners = helpers.data?.owners ?? []
  const isOwner = owners.some(({ id }) => id === account?.id)
  if (running)
    return (
      <>
        <p>
          这名儿童已有在办个案 <Link to={`/cases/${running.id}`}>{running.number}</Link>，这份报告并入该案，
          不另立新案。
        </p>
        <ActionButton
          type="primary"
          isRunning={command.isRunning}
          onClick={() =>
            void command.run({
              id: report.id,
              version: report.version,
              joinCaseId: running.id,
              ...(picked && { childId: picked.id }),
            })
          }
        >
          受理并并入 {running.number}
        </ActionButton>
      </>
    )
  if (!helpers.data) return null
  return (
    <RecordForm
      endpoint={acceptReport}
      command={command}
      fixed={{ id: report.id, version: report.version }}
      initial={isOwner && account ? { ownerId: account.id } : {}}
      submit="受理并立案"
    >
      {!report.child && (
        <Form.Item
          name="childId"
          label="是哪名儿童"
          rules={[{ required: true, message: '请先确定是哪名儿童' }]}
          extra={
            <>
              查不到的，先
              <Link to="/children/new" target="_blank">
                建档（新窗口）
              </Link>
              ，再回到本页查找选择。
            </>
          }
        >
          <ChildPicker onPick={setPicked} />
        </Form.Item>
      )}
      <Form.Item
        name="ownerId"
        label="个案负责人"
        rules={[{ required: true, message: '请指定个案负责人' }]}
        extra="从现在起，这件事由负责人跟到底。"
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={owners.map(({ id, name, role }) => ({ value: id, label: `${name}（${role}）` }))}
        />
      </Form.Item>
    </RecordForm>
  )
}
