import { Input, Radio } from 'antd'
import { useState } from 'react'
import { endOfDay, today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { useNow } from '#web/use-now.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { listFollowUps, recordFollowUp, type FollowUpRecord } from '../contract.ts'
import { ALONENESS, CONTACT_WAY } from '../labels.ts'
import { reasonAgainstFollowUp } from '../rules.ts'
import { ContactFields } from './ContactFields.tsx'
import { When } from './When.tsx'

type Props = { kase: CaseRecord }

function FollowUpForm({ kase, onDone }: Props & { onDone: () => void }) {
  const [followUpId] = useState(newId)
  const day = today(useNow())
  const command = useCaseCommand(recordFollowUp, { success: '跟踪已记录，下一次的日子已排入待办' })
  return (
    <RecordForm
      endpoint={recordFollowUp}
      command={command}
      fixed={{ id: kase.id, version: kase.version, followUpId }}
      initial={{ onDay: day }}
      submit="记录跟踪"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="onDay" label="哪一天">
        <Input type="date" max={day} className="sw-date" />
      </FormField>
      <ContactFields />
      <FormField name="changes" label="和上次比有什么变化">
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
      <FormField name="hasConcern" label="有没有新的担心" hint="选“有”，会马上提醒负责人重新评估。">
        <Radio.Group
          options={[
            { value: false, label: '没有' },
            { value: true, label: '有' },
          ]}
        />
      </FormField>
      <When name="hasConcern" is={(has) => has === true}>
        <FormField name="concerns" label="担心什么">
          <Input.TextArea rows={2} maxLength={2000} />
        </FormField>
      </When>
    </RecordForm>
  )
}

function FollowUp({ each }: { each: FollowUpRecord }) {
  return (
    <li className="sw-item">
      <div className="sw-item-head">
        <strong>{each.onDay}</strong> {CONTACT_WAY[each.way]}，{ALONENESS[each.seen]}
        {each.hasConcern && <StateTag tone="bad">有新的担心</StateTag>}
        <span className="sw-quiet">{each.madeBy}</span>
      </div>
      <Facts
        columns={2}
        items={[
          {
            label: '孩子的话',
            value: (
              <span className="sw-text">{each.childWords ?? `没有：${each.noChildWordsReason ?? ''}`}</span>
            ),
          },
          { label: '变化', value: <span className="sw-text">{each.changes}</span> },
          ...(each.concerns
            ? [{ label: '担心', value: <span className="sw-text">{each.concerns}</span> }]
            : []),
          ...(each.notAloneReason ? [{ label: '没有单独见到的原因', value: each.notAloneReason }] : []),
        ]}
      />
    </li>
  )
}

function Next({ nextDay, everyDays }: Pick<OutputOf<typeof listFollowUps>, 'nextDay' | 'everyDays'>) {
  if (!nextDay) return <p className="sw-quiet">计划实施期间至少每 {everyDays} 天联系孩子一次。</p>
  return (
    <p>
      至少每 {everyDays} 天联系孩子一次，下一次{' '}
      <DeadlineTag {...dueTag({ dueAt: endOfDay(nextDay).toISOString(), isDueCertain: true })} />
    </p>
  )
}

/** 跟踪: every contact with the child while the plan runs. */
export function FollowUps({ kase }: Props) {
  const query = useEndpoint(listFollowUps, { id: kase.id })
  const list = query.data
  return (
    <Section
      title="跟踪"
      extra={
        <FormDialog
          title="记录跟踪"
          needs={recordFollowUp}
          disabledReason={reasonAgainstFollowUp(kase.state)}
          type={kase.state === 'in-progress' && !kase.facts.isFollowedUp ? 'primary' : 'default'}
        >
          {(close) => <FollowUpForm kase={kase} onDone={close} />}
        </FormDialog>
      }
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {list && <Next {...list} />}
      {list?.items.length ? (
        <ul className="sw-items">
          {list.items.map((each) => (
            <FollowUp key={each.id} each={each} />
          ))}
        </ul>
      ) : (
        list && <p className="sw-quiet">还没有跟踪记录：见到孩子或通话以后在这里记下来。</p>
      )}
    </Section>
  )
}
