import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useBlocker, useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Unconfirmed } from '#web/kit/DeadlineTag.tsx'
import { Dialog } from '#web/kit/Dialog.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { faultsOf } from '../editing/rules.ts'
import { ASKED, INSTRUMENT_STATE } from '../labels.ts'
import { questionsOf, type InstrumentContent } from '../scoring/content.ts'
import {
  discardInstrument,
  getInstrumentVersion,
  listInstruments,
  publishInstrument,
  saveInstrument,
} from '../versions/contract.ts'
import { STATE_TONE } from './InstrumentList.tsx'
import { LevelTable } from './LevelTable.tsx'
import { QuestionList } from './QuestionList.tsx'
import { Trial } from './Trial.tsx'
import { TryOut } from './TryOut.tsx'
import './assessments.css'

type Version = OutputOf<typeof getInstrumentVersion>

const READ = [getInstrumentVersion, listInstruments]

function Faults({ faults }: { faults: string[] }) {
  if (!faults.length) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={`还不能发布，有 ${faults.length} 处要改`}
      description={
        <ul className="asm-list">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      }
    />
  )
}

type ActionsProps = {
  version: Version
  isChanged: boolean
  faults: string[]
  onSave: () => Promise<unknown>
  isSaving: boolean
}

function DraftActions({ version, isChanged, faults, onSave, isSaving }: ActionsProps) {
  const navigate = useNavigate()
  const seen = { id: version.id, version: version.version }
  const leave = () => void navigate('/settings/instruments')
  const publish = useCommand(publishInstrument, {
    refreshes: READ,
    success: '已发布，从现在起填写的用这一版',
  })
  const discard = useCommand(discardInstrument, {
    refreshes: [listInstruments],
    success: '草稿已丢弃',
    onDone: leave,
  })
  const disabledReason = isChanged
    ? '请先保存修改'
    : version.isMine
      ? '须由最后修改人以外的另一人发布'
      : faults.length
        ? '还有要改的地方，见下面'
        : undefined
  return (
    <>
      <ActionButton
        needs={saveInstrument}
        type="primary"
        isRunning={isSaving}
        disabledReason={isChanged ? undefined : '没有修改'}
        onClick={() => void onSave()}
      >
        保存草稿
      </ActionButton>
      <ConfirmDanger
        needs={publishInstrument}
        title="发布"
        record={`${version.title}第 ${version.number} 版`}
        consequence="以后填写的用这一版；已做的评估仍按当时的版本。发布后不能改，只能再出新版。"
        disabledReason={disabledReason}
        isRunning={publish.isRunning}
        onConfirm={() => publish.run(seen)}
      />
      <ConfirmDanger
        needs={discardInstrument}
        title="丢弃草稿"
        record={`${version.title}第 ${version.number} 版`}
        consequence="草稿里的修改全部丢弃，不能恢复。"
        onConfirm={() => discard.run(seen)}
      />
    </>
  )
}

function About({ content }: { content: InstrumentContent }) {
  return (
    <Section>
      <Facts
        columns={2}
        items={[
          { label: '用途', value: content.purpose, isWide: true },
          { label: '怎么问', value: ASKED[content.asked] },
          { label: '谁可以填', value: content.roles.map((role) => ROLE_LABEL[role]).join('、') },
          { label: '年龄', value: content.ages ? `${content.ages.from} 至 ${content.ages.to} 岁` : '不限' },
          { label: '题数', value: `${questionsOf(content).length} 题，${content.sections.length} 节` },
          {
            label: '来源',
            value: (
              <>
                {content.source} {content.isUnconfirmed && <Unconfirmed />}
              </>
            ),
            isWide: true,
          },
        ]}
      />
    </Section>
  )
}

function Editing({ version }: { version: Version }) {
  const [content, setContent] = useState(version.content)
  const isDraft = version.state === 'draft'
  const isChanged = content !== version.content
  const faults = isDraft ? faultsOf(content) : []
  const save = useCommand(saveInstrument, {
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
      {isDraft && (
        <div className="sw-actions">
          <DraftActions
            version={version}
            isChanged={isChanged}
            faults={faults}
            isSaving={save.isRunning}
            onSave={() => save.run({ id: version.id, version: version.version, content })}
          />
          {isChanged && <Button onClick={() => setContent(version.content)}>撤销未保存的修改</Button>}
        </div>
      )}
      <Faults faults={faults} />
      <About content={content} />
      <Section title="等级">
        <LevelTable content={content} isDraft={isDraft} onChange={setContent} />
      </Section>
      {content.sections.map((section, at) => (
        <Section key={section.id} title={section.title}>
          <QuestionList content={content} at={at} isDraft={isDraft} onChange={setContent} />
        </Section>
      ))}
      <TryOut content={content} />
      {isDraft && <Trial id={version.id} isChanged={isChanged} />}
    </>
  )
}

/** One version of an instrument: to read, or while it is a draft to change, try and publish. */
export function InstrumentPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getInstrumentVersion, { id })
  const version = query.data
  return (
    <Page
      title={
        <>
          {version?.title ?? '评估表'}{' '}
          {version && (
            <>
              第 {version.number} 版{' '}
              <StateTag tone={STATE_TONE[version.state]}>{INSTRUMENT_STATE[version.state]}</StateTag>
            </>
          )}
        </>
      }
      tabTitle={version?.title ?? '评估表'}
      breadcrumbs={[
        { title: '评估表', to: '/settings/instruments' },
        ...(version ? [{ title: version.title }] : []),
      ]}
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!version && !query.error && <Loading rows={12} />}
      {version && <Editing key={`${version.id} ${version.version}`} version={version} />}
    </Page>
  )
}
