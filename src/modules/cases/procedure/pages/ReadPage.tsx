import { Button } from 'antd'
import { useParams } from 'react-router'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { instantText } from '#web/kit/times.tsx'
import {
  exportProcedure,
  getProcedure,
  getProcedureVersion,
  listProcedureVersions,
  saveProcedure,
} from '../contract.ts'
import { PROCEDURE_STATE } from '../labels.ts'
import { ProcedureText } from './Text.tsx'
import { VersionLinks } from './Versions.tsx'

/** What holds since when, in a sentence. */
const since = ({
  isShipped,
  publishedBy,
  publishedAt,
}: {
  isShipped: boolean
  publishedBy: string | null
  publishedAt: string | null
}) =>
  isShipped
    ? '随产品带来，县里还没有改过'
    : `${publishedBy ?? ''} ${publishedAt ? instantText(publishedAt) : ''} 发布`

function Procedure({ id }: { id: string | undefined }) {
  const current = useEndpoint(getProcedure, {}, { isEnabled: !id })
  const one = useEndpoint(getProcedureVersion, { id: id ?? '' }, { isEnabled: Boolean(id) })
  const versions = useEndpoint(listProcedureVersions, {})
  const command = useCommand(exportProcedure)
  const query = id ? one : current
  const { data } = query
  return (
    <Page
      title={data ? `办案规程 第 ${data.number} 版` : '办案规程'}
      lede={
        data &&
        `${PROCEDURE_STATE[data.state]}，${since(data)}。每件个案一直按立案时施行的那一版办；新立的个案按施行中的一版。`
      }
      actions={
        data && (
          <>
            <Button onClick={() => window.print()}>打印</Button>
            <ActionButton
              needs={exportProcedure}
              isRunning={command.isRunning}
              onClick={() => void command.run({ id: data.id })}
            >
              导出文件
            </ActionButton>
            <ActionButton needs={saveProcedure} to="/settings/procedure">
              修改规程
            </ActionButton>
          </>
        )
      }
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!data && !query.error && <Loading rows={12} />}
      {data && <ProcedureText content={data.content} names={data.names} />}
      {versions.data && <VersionLinks versions={versions.data.items} of="/procedure" />}
    </Page>
  )
}

/** 办案规程 as it holds now, or one of its earlier versions: for everybody who works by it. */
export function ReadPage() {
  const { id } = useParams()
  return <Procedure key={id ?? 'current'} id={id} />
}
