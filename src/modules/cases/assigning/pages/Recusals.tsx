import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import {
  declareRecusal,
  decideRecusal,
  listAssignees,
  listRecusals,
  type Assignee,
  type Recusal,
} from '../conflicts/contract.ts'
import { ASSIGNED_PART, CONFLICT_WARNING, RECUSAL_DECISION } from '../conflicts/labels.ts'
import { AssigneeChoice } from './HandOver.tsx'

type Props = { kase: CaseRecord }

function Declare({ kase, onDone }: Props & { onDone: () => void }) {
  const command = useCaseCommand(declareRecusal, { success: '已提出回避，等待决定' })
  const [recusalId] = useState(newId)
  return (
    <RecordForm
      endpoint={declareRecusal}
      command={command}
      fixed={{ caseId: kase.id, recusalId }}
      submit="提出回避"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField
        name="reason"
        label="为什么应当回避"
        hint="如与孩子、家庭或涉案人有亲属、来往等关系，可能影响公正办理。"
      >
        <Input.TextArea rows={3} maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function Decide({ kase, recusal, onDone }: Props & { recusal: Recusal; onDone: () => void }) {
  const assignees = useEndpoint(listAssignees, { caseId: kase.id })
  const [decision, setDecision] = useState<string>()
  const [choice, setChoice] = useState<Assignee>()
  const command = useCaseCommand(decideRecusal, { success: '已决定' })
  const asksOwner = decision === 'accepted' && recusal.person.isOwner
  return (
    <RecordForm
      endpoint={decideRecusal}
      command={command}
      fixed={{ caseId: kase.id, recusalId: recusal.id, version: kase.version }}
      submit="决定"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="decision" label={`${recusal.person.name}：${recusal.reason}`}>
        <Radio.Group
          onChange={({ target }) => setDecision(String(target.value))}
          options={[
            { value: 'accepted', label: RECUSAL_DECISION.accepted },
            { value: 'declined', label: RECUSAL_DECISION.declined },
          ]}
        />
      </FormField>
      {asksOwner && assignees.data && (
        <FormField name="ownerId" label="由谁接手">
          <AssigneeChoice items={assignees.data.items} onChoose={setChoice} />
        </FormField>
      )}
      {asksOwner && choice && choice.warnings.length > 0 && (
        <FormField name="despite" label="为什么仍由这位同事承办">
          <Input maxLength={200} />
        </FormField>
      )}
      <FormField name="note" label="决定的理由">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function Item({ kase, recusal }: Props & { recusal: Recusal }) {
  const { person, decision, decidedBy, decidedAt, note } = recusal
  return (
    <li className="sw-item">
      <strong>{person.name}</strong> 申请回避 <Instant value={recusal.declaredAt} />
      <p className="sw-text">{recusal.reason}</p>
      {decision ? (
        <p>
          {decidedBy}：{RECUSAL_DECISION[decision]}（{note}） <Instant value={decidedAt} />
        </p>
      ) : (
        <div className="sw-actions">
          <FormDialog
            title="决定回避申请"
            label="决定"
            needs={decideRecusal}
            disabledReason={person.isMe ? '自己申请的回避，须由另一人决定' : undefined}
          >
            {(close) => <Decide kase={kase} recusal={recusal} onDone={close} />}
          </FormDialog>
        </div>
      )}
    </li>
  )
}

/** 回避: who asked to step aside, what was decided, and who works on the case in spite of a possible bond. */
export function Recusals({ kase }: Props) {
  const query = useEndpoint(listRecusals, { caseId: kase.id })
  const mayDeclare = useCan(declareRecusal)
  if (query.error) return <ProblemNotice problem={query.error} />
  const { items = [], overrides = [] } = query.data ?? {}
  if (!items.length && !overrides.length && !mayDeclare) return null
  return (
    <Section
      title="回避"
      extra={
        <FormDialog title="申请回避" needs={declareRecusal}>
          {(close) => <Declare kase={kase} onDone={close} />}
        </FormDialog>
      }
    >
      {!items.length && !overrides.length && (
        <p className="sw-quiet">没有人申请回避。与孩子、家庭或涉案人有关系的同事，请主动申请。</p>
      )}
      <ul className="sw-items">
        {items.map((recusal) => (
          <Item key={recusal.id} kase={kase} recusal={recusal} />
        ))}
        {overrides.map(({ id, name, part, warnings, reason, by, at }) => (
          <li key={id} className="sw-item">
            <strong>{name}</strong>（{ASSIGNED_PART[part]}）有提示仍指派：
            {warnings.map((each) => CONFLICT_WARNING[each]).join('；')}
            <p className="sw-text">
              {by}：{reason} <Instant value={at} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
