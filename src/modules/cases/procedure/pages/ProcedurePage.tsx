import { Alert, Button, Segmented } from 'antd'
import { useState } from 'react'
import { useBlocker, useNavigate, useParams } from 'react-router'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DangerLevel } from '../../assessments/scoring/danger.ts'
import { DANGER_LEVEL } from '../../labels.ts'
import { ProcedureContent } from '../content.ts'
import {
  discardProcedure,
  getProcedure,
  getProcedureVersion,
  listProcedureVersions,
  publishProcedure,
  saveProcedure,
  type ProcedureRead,
} from '../contract.ts'
import { CASE_FIELDS, PROCEDURE_STATE, REFERRAL_FIELDS } from '../labels.ts'
import { complaintsOf, faultsOf } from '../rules.ts'
import { SHIPPED_PROCEDURE } from '../shipped.ts'
import { Differences } from './Differences.tsx'
import { Clauses, OutcomeTexts } from './Entries.tsx'
import { LevelFields } from './LevelFields.tsx'
import { CaseNumbers, OversightNumbers, ReferralNumbers } from './LoopFields.tsx'
import { ProcedureText } from './Text.tsx'
import { Trial } from './Trial.tsx'
import { STATE_TONE } from './Versions.tsx'
import { Ways } from './Way.tsx'
import './procedure.css'

const READ = [getProcedureVersion, listProcedureVersions, getProcedure]
const LIST = '/settings/procedure'

function Faults({ title, faults }: { title: string; faults: string[] }) {
  if (!faults.length) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={title}
      description={
        <ul className="prc-list">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      }
    />
  )
}

type ActionsProps = {
  version: ProcedureRead
  isChanged: boolean
  complaints: string[]
  faults: string[]
  isSaving: boolean
  onSave: () => void
}

function Actions({ version, isChanged, complaints, faults, isSaving, onSave }: ActionsProps) {
  const navigate = useNavigate()
  const seen = { id: version.id, version: version.version }
  const record = `办案规程第 ${version.number} 版`
  const publish = useCommand(publishProcedure, {
    refreshes: READ,
    success: '已发布。从现在起立案的按这一版，在办个案仍按各自的版',
  })
  const discard = useCommand(discardProcedure, {
    refreshes: [listProcedureVersions],
    success: '草稿已丢弃',
    onDone: () => void navigate(LIST),
  })
  const notYet = isChanged
    ? '请先保存修改'
    : version.isMine
      ? '须由最后修改人以外的另一名管理员发布'
      : faults.length
        ? '还有要改的地方，见下面'
        : undefined
  return (
    <>
      <ActionButton
        needs={saveProcedure}
        type="primary"
        isRunning={isSaving}
        disabledReason={complaints.length ? '有填写不对的地方，见下面' : isChanged ? undefined : '没有修改'}
        onClick={onSave}
      >
        保存草稿
      </ActionButton>
      <ConfirmDanger
        needs={publishProcedure}
        title="发布"
        record={record}
        consequence="以后立案的按这一版办；在办个案仍按各自立案时的那一版。发布后不能改，只能再出新版。"
        disabledReason={notYet}
        isRunning={publish.isRunning}
        onConfirm={() => publish.run(seen)}
      />
      <ConfirmDanger
        needs={discardProcedure}
        title="丢弃草稿"
        record={record}
        consequence="草稿里的修改全部丢弃，不能恢复。"
        onConfirm={() => discard.run(seen)}
      />
    </>
  )
}

type FieldsProps = {
  version: ProcedureRead
  content: ProcedureContent
  onChange: (content: ProcedureContent) => void
}

function Fields({ version, content, onChange }: FieldsProps) {
  const [level, setLevel] = useState<DangerLevel>('immediate')
  const props = { content, names: version.names, onChange }
  return (
    <>
      <Section title="各等级的要求">
        <Segmented<DangerLevel>
          block
          className="prc-levels"
          aria-label="哪个等级"
          value={level}
          onChange={setLevel}
          options={DangerLevel.options.map((value) => ({ value, label: DANGER_LEVEL[value] }))}
        />
        <LevelFields
          key={level}
          level={content.levels[level]}
          shipped={SHIPPED_PROCEDURE.content.levels[level]}
          names={version.names}
          onChange={(next) => onChange({ ...content, levels: { ...content.levels, [level]: next } })}
        />
      </Section>
      <Section title="个案">
        <CaseNumbers {...props} />
      </Section>
      <Section title="转介">
        <ReferralNumbers {...props} />
      </Section>
      <Section title={REFERRAL_FIELDS.returnClauses.label}>
        <Clauses {...props} />
      </Section>
      <Section title="督办">
        <OversightNumbers {...props} />
      </Section>
      <Section title={CASE_FIELDS.outcomeTexts.label}>
        <OutcomeTexts {...props} />
      </Section>
    </>
  )
}

function Editing({ version, published }: { version: ProcedureRead; published: ProcedureRead }) {
  const [content, setContent] = useState(version.content)
  const isChanged = content !== version.content
  const checked = ProcedureContent.safeParse(content)
  const complaints = checked.success ? [] : complaintsOf(checked.error)
  const faults = checked.success ? faultsOf(content, version.names) : []
  const save = useCommand(saveProcedure, {
    refreshes: READ,
    success: ({ faults: left }) =>
      left.length ? `草稿已保存，还有 ${left.length} 处要改才能发布` : '草稿已保存',
  })
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isChanged && currentLocation.pathname !== nextLocation.pathname,
  )
  return (
    <>
      <Dialog
        isOpen={blocker.state === 'blocked'}
        title="还有没保存的修改"
        confirm="离开，不保存"
        cancel="留在本页"
        isDanger
        onClose={() => blocker.reset?.()}
        onConfirm={async () => blocker.proceed?.()}
      >
        现在离开，对草稿的修改不会保存。
      </Dialog>
      <div className="sw-actions">
        <Actions
          version={version}
          isChanged={isChanged}
          complaints={complaints}
          faults={faults}
          isSaving={save.isRunning}
          onSave={() => void save.run({ id: version.id, version: version.version, content })}
        />
        {isChanged && <Button onClick={() => setContent(version.content)}>撤销未保存的修改</Button>}
      </div>
      <Faults title={`有 ${complaints.length} 处填写不对，改好才能保存`} faults={complaints} />
      <Faults title={`还不能发布，有 ${faults.length} 处要改`} faults={faults} />
      <Fields version={version} content={content} onChange={setContent} />
      <Section title="与施行中的一版相比">
        <Differences
          from={published.content}
          to={content}
          names={version.names}
          none="和施行中的一版完全一样。"
        />
      </Section>
      <Section title="预览：各等级个案的流程">
        <Ways content={content} names={version.names} />
      </Section>
      <Trial id={version.id} isChanged={isChanged} />
    </>
  )
}

/** One version of the procedure: a draft to change, try and publish, or an older one to read. */
export function ProcedurePage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getProcedureVersion, { id })
  const published = useEndpoint(getProcedure, {})
  const version = query.data
  const error = query.error ?? published.error
  return (
    <Page
      title={
        <>
          办案规程{' '}
          {version && (
            <>
              第 {version.number} 版{' '}
              <StateTag tone={STATE_TONE[version.state]}>{PROCEDURE_STATE[version.state]}</StateTag>
            </>
          )}
        </>
      }
      tabTitle="办案规程"
      breadcrumbs={[
        { title: '办案规程', to: LIST },
        ...(version ? [{ title: `第 ${version.number} 版` }] : []),
      ]}
      lede="在办个案一直按立案时施行的那一版办，改规程不影响它们。标“待核实”的是随产品带来的数，没有全国统一的规定，请按本县实际确认。"
    >
      {error && <ProblemNotice problem={error} onRetry={() => void query.refetch()} />}
      {(!version || !published.data) && !error && <Loading rows={12} />}
      {version && published.data && version.state === 'draft' && (
        <Editing key={`${version.id} ${version.version}`} version={version} published={published.data} />
      )}
      {version && version.state !== 'draft' && (
        <ProcedureText content={version.content} names={version.names} />
      )}
    </Page>
  )
}
