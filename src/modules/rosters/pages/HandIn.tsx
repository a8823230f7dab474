import { AutoComplete, Button, Input, Progress } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { today } from '#kernel/day.ts'
import type { Command } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { useUpload } from '#web/use-upload.ts'
import { listRosters } from '../contract.ts'
import { receiveRoster } from '../intake/contract.ts'
import { DEPARTMENTS } from '../labels.ts'
import { FilePicker } from './FilePicker.tsx'
import './rosters.css'

const departments = DEPARTMENTS.map((value) => ({ value }))

/** Once all is sent the server still seals the file and looks for its header. */
function Sending({ share, onStop }: { share: number; onStop: () => void }) {
  const percent = Math.round(share * 100)
  return (
    <div className="roster-progress" role="status">
      <Progress percent={percent} status="active" aria-label="上传进度" />
      <div className="roster-progress-line">
        <span>{percent < 100 ? `正在上传，已完成 ${percent}%` : '已传完，正在加密保存并查看表头…'}</span>
        <Button onClick={onStop}>停止</Button>
      </div>
    </div>
  )
}

/** One file from a department, as the department keeps it. */
export function HandIn() {
  const navigate = useNavigate()
  const day = today(useNow())
  const [file, setFile] = useState<File>()
  const [isMissing, setIsMissing] = useState(false)
  const upload = useUpload(receiveRoster, { refreshes: [listRosters] })
  const command: Command<typeof receiveRoster> = {
    run: async (input) => {
      setIsMissing(!file)
      return file && upload.send(input, file)
    },
    isRunning: upload.isRunning,
    problem: upload.problem,
    fieldErrors: upload.problem?.fields ?? [],
    clear: () => undefined,
  }
  return (
    <Page
      title="交来一份名册"
      breadcrumbs={[{ title: '部门名册', to: '/rosters' }, { title: '交来一份名册' }]}
      lede="原样交来即可：标题行、说明行、合并格、各种日期写法都能认。这一步只保存文件，不改动任何档案。"
    >
      <Section>
        <RecordForm
          endpoint={receiveRoster}
          command={command}
          fixed={{ fileName: file?.name ?? '' }}
          submit="交来并查看"
          onCancel={() => void navigate('/rosters')}
          onDone={({ id, sameFile }) =>
            void navigate(`/rosters/${id}`, { replace: true, state: sameFile && { sameFile: sameFile.id } })
          }
        >
          <FilePicker
            file={file}
            isMissing={isMissing && !file}
            isDisabled={upload.isRunning}
            onPick={setFile}
          />
          <FormField name="department" label="哪个部门的名册" hint="选一个，或写其他部门的名称">
            <AutoComplete
              options={departments}
              maxLength={30}
              showSearch={{ filterOption: true }}
              placeholder="如：公安局"
            />
          </FormField>
          <FormField
            name="asOfDay"
            label="名册截至哪一天"
            hint="不填则用文件里写的日期，文件里也没有就用今天。较新的名册才会更新档案里的内容"
          >
            <Input type="date" max={day} />
          </FormField>
          {upload.share !== undefined && <Sending share={upload.share} onStop={upload.stop} />}
        </RecordForm>
      </Section>
    </Page>
  )
}
