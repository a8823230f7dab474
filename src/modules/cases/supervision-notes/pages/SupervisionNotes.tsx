import { Input } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { isOver } from '../../rules.ts'
import {
  answerSupervisionNote,
  listSupervisionNotes,
  writeSupervisionNote,
  type SupervisionNote,
} from '../contract.ts'

type Props = { kase: CaseRecord }

function Write({ kase, onDone }: Props & { onDone: () => void }) {
  const [noteId] = useState(newId)
  const command = useCaseCommand(writeSupervisionNote, { success: '已记录，负责人会收到提醒' })
  const day = today(useNow())
  return (
    <RecordForm
      endpoint={writeSupervisionNote}
      command={command}
      fixed={{ caseId: kase.id, noteId }}
      submit="记录"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="advice" label="督导意见" hint="写下后不能修改；需要补充时另写一条。">
        <Input.TextArea rows={4} maxLength={2000} />
      </FormField>
      <FormField name="todo" label="要落实什么（没有可不填）">
        <Input.TextArea rows={2} maxLength={500} />
      </FormField>
      <FormField name="dueDay" label="何时前落实">
        <Input type="date" min={day} className="sw-date" />
      </FormField>
    </RecordForm>
  )
}

function Answer({ kase, note, onDone }: Props & { note: SupervisionNote; onDone: () => void }) {
  const command = useCaseCommand(answerSupervisionNote, { success: '已答复' })
  return (
    <RecordForm
      endpoint={answerSupervisionNote}
      command={command}
      fixed={{ caseId: kase.id, noteId: note.id }}
      submit="答复"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="answer" label="怎样落实的">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

function Note({ kase, note, isOwner }: Props & { note: SupervisionNote; isOwner: boolean }) {
  const { by, at, advice, todo, dueDay, answer } = note
  return (
    <li className="sw-item">
      <strong>{by.name}</strong> <Instant value={at} />
      <p className="sw-text">{advice}</p>
      {todo && dueDay && (
        <p className="sw-text">
          要落实：{todo} {answer ? `（${dueDay} 前）` : <DeadlineTag due={dueDay} />}
        </p>
      )}
      {answer && (
        <div className="sw-sub">
          {answer.by} <Instant value={answer.at} />
          <p className="sw-text">{answer.text}</p>
        </div>
      )}
      {!answer && isOwner && !by.isMe && (
        <div className="sw-actions">
          <FormDialog title="答复督导意见" label="答复" needs={answerSupervisionNote}>
            {(close) => <Answer kase={kase} note={note} onDone={close} />}
          </FormDialog>
        </div>
      )}
    </li>
  )
}

const reasonAgainst = ({ state, owner }: CaseRecord) => {
  if (isOver(state)) return '个案已结案，不再督导'
  return owner.isMe ? '自己负责的个案由别人督导' : undefined
}

/** 督导记录: dated advice, what is to be done by when, and the owner's answer. */
export function SupervisionNotes({ kase }: Props) {
  const query = useEndpoint(listSupervisionNotes, { caseId: kase.id })
  if (query.error) return <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
  const { items = [], isOwner = false } = query.data ?? {}
  return (
    <Section
      title="督导记录"
      extra={
        <FormDialog title="写督导记录" needs={writeSupervisionNote} disabledReason={reasonAgainst(kase)}>
          {(close) => <Write kase={kase} onDone={close} />}
        </FormDialog>
      }
    >
      {!items.length && (
        <p className="sw-quiet">还没有督导记录。督导员或中心主任在这里写下意见和期限，由负责人答复。</p>
      )}
      <ul className="sw-items">
        {items.map((note) => (
          <Note key={note.id} kase={kase} note={note} isOwner={isOwner} />
        ))}
      </ul>
    </Section>
  )
}
