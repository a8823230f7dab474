import { Input, Segmented, Switch } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { maskName } from '#kernel/mask.ts'
import { next } from '#kernel/state-machine.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton, ConfirmDanger } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { InstantInput } from '#web/kit/InstantInput.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import {
  cancelConference,
  getConference,
  holdConference,
  moveConference,
  type ConferencePageRecord,
  type Invited,
} from '../contract.ts'
import { draftMinutes } from '../minutes/contract.ts'
import { CONFERENCE_MACHINE, openEndsText, type ConferenceCommand } from '../rules.ts'
import { ConferenceStateTag } from './Conferences.tsx'
import { Minutes } from './Minutes.tsx'
import { RecordEditor } from './RecordEditor.tsx'
import { RecordRead } from './RecordRead.tsx'
import { SignInSheet } from './SignInSheet.tsx'
import { useConferenceCommand } from './use-conference-command.ts'
import type { Recording } from './use-record.ts'
import '../../pages/cases.css'
import './conferences.css'

type Props = { conference: ConferencePageRecord }

const reasonAgainst = ({ state, facts }: ConferencePageRecord, command: ConferenceCommand) => {
  const step = next(CONFERENCE_MACHINE, state, command, facts)
  return step.ok ? undefined : step.reason + openEndsText(command, facts)
}

function MoveForm({ conference, onDone }: Props & { onDone: () => void }) {
  const command = useConferenceCommand(moveConference, { success: '已更改，受邀的会重新收到通知' })
  return (
    <RecordForm
      endpoint={moveConference}
      command={command}
      fixed={{ id: conference.id, version: conference.version }}
      initial={{ startsAt: conference.startsAt, place: conference.place }}
      submit="更改"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="startsAt" label="时间">
        <InstantInput />
      </FormField>
      <FormField name="place" label="地点">
        <Input maxLength={100} />
      </FormField>
    </RecordForm>
  )
}

/** Before it begins: another time, off, or begin. */
function Before({ conference }: Props) {
  const now = useNow()
  const hold = useConferenceCommand(holdConference, { success: '会商开始，可以边说边记' })
  const cancel = useConferenceCommand(cancelConference, { success: '已取消，受邀的不再看得到' })
  const { id, version, number, facts } = conference
  const hasBegun = Date.parse(conference.startsAt) <= now.getTime()
  return (
    <>
      <ActionButton
        needs={holdConference}
        type="primary"
        disabledReason={reasonAgainst({ ...conference, facts: { ...facts, hasBegun } }, 'hold')}
        isRunning={hold.isRunning}
        onClick={() => void hold.run({ id, version })}
      >
        开始会商
      </ActionButton>
      <FormDialog title="更改时间地点" needs={moveConference}>
        {(close) => <MoveForm conference={conference} onDone={close} />}
      </FormDialog>
      <ConfirmDanger
        needs={cancelConference}
        title="取消会商"
        record={number}
        consequence="受邀单位和人员不再看得到这次会商。"
        asksReason
        onConfirm={(reason) => cancel.run({ id, version, reason })}
      />
    </>
  )
}

const comingText = ({ isComing, people, reason, isRead }: Invited) => {
  if (isComing === true)
    return people.map(({ name, post }) => (post ? `${name}（${post}）` : name)).join('、')
  if (isComing === false) return `不能参加：${reason ?? ''}`
  return isRead ? '已读，还没有回复' : '还没有打开'
}

function Called({ conference, mask }: Props & { mask: (text: string) => string }) {
  const { agenda, shown, invited, isChildNamed } = conference
  return (
    <Section title="通知">
      <Facts
        columns={2}
        items={[
          { label: '时间', value: <Instant value={conference.startsAt} /> },
          { label: '地点', value: conference.place },
          { label: '主持人', value: conference.chair.name },
          { label: '召集人', value: conference.calledBy },
          {
            label: '议题',
            value: (
              <ol className="cnf-lines">
                {agenda.map((item) => (
                  <li key={item}>{mask(item)}</li>
                ))}
              </ol>
            ),
            isWide: true,
          },
          ...(shown
            ? [
                {
                  label: '给受邀单位的说明',
                  value: <span className="sw-text">{mask(shown)}</span>,
                  isWide: true,
                },
              ]
            : []),
          { label: '孩子姓名', value: isChildNamed ? '向受邀的写明' : '没有向受邀的写明' },
          ...(conference.cancelReason ? [{ label: '取消的原因', value: conference.cancelReason }] : []),
        ]}
      />
      <ul className="sw-items">
        {invited.map((each) => (
          <li key={each.id} className="sw-item">
            <div className="sw-item-head">
              <strong>{each.name}</strong>
              <StateTag tone={each.isComing ? 'good' : each.isComing === false ? 'attention' : 'neutral'}>
                {each.isComing ? '参加' : each.isComing === false ? '不参加' : '没有回复'}
              </StateTag>
              <span>{comingText(each)}</span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What is on the screen goes to the server first; then the minutes are drawn up from it. */
function DrawUp({ conference, recording }: Props & { recording: Recording }) {
  const command = useConferenceCommand(draftMinutes, {
    success: ({ number }) => `${number} 已生成，等主持人和另一人签发`,
  })
  const drawUp = async () => {
    if (await recording.settle())
      await command.run({ id: conference.id, version: recording.version() }, 'inline')
  }
  return (
    <div className="sw-actions">
      <ActionButton
        needs={draftMinutes}
        type="primary"
        isRunning={command.isRunning}
        onClick={() => void drawUp()}
      >
        会商结束，生成纪要
      </ActionButton>
      {command.problem && <ProblemNotice problem={command.problem} />}
    </div>
  )
}

type View = 'work' | 'room' | 'sheet'

const VIEWS = [
  { value: 'work', label: '记录' },
  { value: 'room', label: '投屏' },
  { value: 'sheet', label: '签到表' },
] satisfies { value: View; label: string }[]

function Body({ conference, view, mask }: Props & { view: View; mask: (text: string) => string }) {
  if (view === 'sheet') return <SignInSheet conference={conference} />
  const isWriting = conference.state === 'held' && view === 'work'
  return (
    <div className={view === 'room' ? 'cnf-body cnf-projector' : 'cnf-body'}>
      <Called conference={conference} mask={mask} />
      {isWriting && (
        <RecordEditor key={conference.id} conference={conference}>
          {(recording) => <DrawUp conference={conference} recording={recording} />}
        </RecordEditor>
      )}
      {!isWriting && conference.heldAt && <RecordRead conference={conference} mask={mask} />}
      {view === 'work' && <Minutes conference={conference} />}
    </div>
  )
}

/** 会商 as it is used in the meeting room: names are hidden until somebody chooses to show them. */
export function ConferencePage() {
  const { id = '' } = useParams()
  const [view, setView] = useState<View>('work')
  const [isNamed, setIsNamed] = useState(false)
  const query = useEndpoint(getConference, { id }, view === 'room' ? { refreshMs: 5_000 } : {})
  const conference = query.data
  if (query.error)
    return (
      <Page title="会商" breadcrumbs={[{ title: '个案', to: '/cases' }]}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!conference) return <Loading rows={12} />
  const { childName, case: kase } = conference
  const mask = (text: string) =>
    isNamed || !childName ? text : text.replaceAll(childName, maskName(childName))
  return (
    <Page
      title={
        <>
          {conference.number} <ConferenceStateTag state={conference.state} />
        </>
      }
      tabTitle={conference.number}
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        { title: kase.number, to: `/cases/${kase.id}` },
      ]}
      lede={
        <>
          个案 <Link to={`/cases/${kase.id}`}>{kase.number}</Link>
          {childName && `，${mask(childName)}`}
        </>
      }
      actions={conference.state === 'called' && <Before conference={conference} />}
    >
      <div className="sw-actions sw-no-print">
        <Segmented options={VIEWS} value={view} onChange={setView} aria-label="怎样看" />
        <label className="sw-actions">
          <Switch checked={!isNamed} onChange={(isHidden) => setIsNamed(!isHidden)} /> 隐去孩子姓名
        </label>
      </div>
      <Body conference={conference} view={view} mask={mask} />
    </Page>
  )
}
