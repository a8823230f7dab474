import { Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { newId } from '#web/ids.ts'
import {
  draftProcedure,
  getProcedure,
  getProcedureVersion,
  listProcedureVersions,
  type ProcedureVersion,
} from '../contract.ts'
import { PROCEDURE_STATE } from '../labels.ts'
import { Differences } from './Differences.tsx'
import { ImportFile } from './ImportFile.tsx'
import { VersionLinks } from './Versions.tsx'
import './procedure.css'

function Compare({ versions }: { versions: ProcedureVersion[] }) {
  const [newer, older] = versions
  const [from, setFrom] = useState(older?.id ?? '')
  const [to, setTo] = useState(newer?.id ?? '')
  const one = useEndpoint(getProcedureVersion, { id: from })
  const other = useEndpoint(getProcedureVersion, { id: to })
  const options = versions.map(({ id, number, state }) => ({
    value: id,
    label: `第 ${number} 版（${PROCEDURE_STATE[state]}）`,
  }))
  return (
    <Section title="对照两版">
      <div className="prc-compare">
        从 <Select aria-label="从哪一版" value={from} onChange={setFrom} options={options} /> 到{' '}
        <Select aria-label="到哪一版" value={to} onChange={setTo} options={options} />
      </div>
      {one.data && other.data ? (
        <Differences
          from={one.data.content}
          to={other.data.content}
          names={other.data.names}
          none="两版内容一样。"
        />
      ) : (
        <Loading rows={3} />
      )}
    </Section>
  )
}

/** The versions of the procedure: begin a new one, take another county's, compare any two. */
export function ProcedureList() {
  const navigate = useNavigate()
  const [id] = useState(newId)
  const list = useEndpoint(listProcedureVersions, {})
  const current = useEndpoint(getProcedure, {})
  const command = useCommand(draftProcedure, {
    refreshes: [listProcedureVersions],
    onDone: () => void navigate(`/settings/procedure/${id}`),
  })
  const error = list.error ?? current.error
  const versions = list.data?.items ?? []
  const draft = versions.find(({ state }) => state === 'draft')
  return (
    <Page
      title="办案规程"
      lede="各等级必经的步骤、审批人、天数、评估表和用语，由本县决定：一名管理员起草，另一名管理员发布。在办个案一直按立案时的那一版。"
      actions={
        current.data && (
          <ActionButton
            needs={draftProcedure}
            type="primary"
            isRunning={command.isRunning}
            {...(draft
              ? { to: `/settings/procedure/${draft.id}` }
              : { onClick: () => current.data && void command.run({ id, fromId: current.data.id }) })}
          >
            {draft ? `接着改草稿（第 ${draft.number} 版）` : '起草新版'}
          </ActionButton>
        )
      }
    >
      {error && <ProblemNotice problem={error} onRetry={() => void list.refetch()} />}
      {!list.data && !error && <Loading rows={8} />}
      {list.data && <VersionLinks versions={versions} of="/settings/procedure" />}
      {versions.length > 1 && <Compare key={versions.length} versions={versions} />}
      {current.data && <ImportFile current={current.data} draftNumber={draft?.number} />}
    </Page>
  )
}
