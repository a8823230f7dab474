import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useCommand } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Section } from '#web/kit/Page.tsx'
import { newId } from '#web/ids.ts'
import { draftProcedure, listProcedureVersions, ProcedureFile, type ProcedureRead } from '../contract.ts'
import { complaintsOf, faultsOf } from '../rules.ts'
import { Differences } from './Differences.tsx'

type Read = { file?: ProcedureFile; complaints: string[] }

const MOST_BYTES = 1_000_000

const read = async (file: File): Promise<Read> => {
  if (file.size > MOST_BYTES) return { complaints: ['文件太大，不是办案规程文件'] }
  try {
    const parsed = ProcedureFile.safeParse(JSON.parse(await file.text()))
    return parsed.success ? { file: parsed.data, complaints: [] } : { complaints: complaintsOf(parsed.error) }
  } catch {
    return { complaints: ['这个文件读不出来：应是从守望导出的办案规程文件（.json）'] }
  }
}

/** Another county's procedure: checked and shown as differences before it becomes a draft. */
export function ImportFile({
  current,
  draftNumber,
}: {
  current: ProcedureRead
  draftNumber: number | undefined
}) {
  const navigate = useNavigate()
  const picker = useRef<HTMLInputElement>(null)
  const [id] = useState(newId)
  const [given, setGiven] = useState<Read>()
  const command = useCommand(draftProcedure, {
    refreshes: [listProcedureVersions],
    onDone: () => void navigate(`/settings/procedure/${id}`),
  })
  const take = async (file: File | undefined) => {
    if (file) setGiven(await read(file))
    if (picker.current) picker.current.value = ''
  }
  const file = given?.file
  const faults = file ? faultsOf(file.content, current.names) : []
  return (
    <Section title="参考别的县" extra={<Button onClick={() => picker.current?.click()}>选择规程文件</Button>}>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="选择规程文件"
        onChange={({ target }) => void take(target.files?.[0])}
      />
      <p className="sw-quiet">
        别的县从“办案规程”页导出的文件，先在这里核对、看与本县的不同，再用它起草。只有规则，没有任何个案。
      </p>
      {given && given.complaints.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title="这个文件不能用"
          description={
            <ul className="prc-list">
              {given.complaints.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          }
        />
      )}
      {file && (
        <>
          <h3>
            {file.county} 县第 {file.number} 版，与本县施行中的一版相比
          </h3>
          <Differences
            from={current.content}
            to={file.content}
            names={current.names}
            none="和本县施行中的一版完全一样。"
          />
          {faults.length > 0 && (
            <Alert type="warning" showIcon title="起草后还要改这些才能发布" description={faults.join('；')} />
          )}
          <div className="sw-actions">
            <ActionButton
              needs={draftProcedure}
              type="primary"
              isRunning={command.isRunning}
              disabledReason={draftNumber ? `已有草稿（第 ${draftNumber} 版），请先发布或丢弃它` : undefined}
              onClick={() => void command.run({ id, fromId: current.id, content: file.content })}
            >
              用它起草新版
            </ActionButton>
          </div>
        </>
      )}
    </Section>
  )
}
