import { Input } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import { useCommand } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { DeadlineTag } from '#web/kit/DeadlineTag.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DayText, Instant } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import { dueTag } from '#modules/tasks/rules.ts'
import type { Measure } from '../contract.ts'
import { REFERRAL_STATE } from '../labels.ts'
import { askAsUnit } from '../messages/contract.ts'
import { answerReferral, recordMeasure } from '../unit/contract.ts'
import { MessageForm, Talk } from './Messages.tsx'
import { reasonAgainst, UNIT_READS, type Received } from './UnitSteps.tsx'

/** What was done, day by day. */
export function MeasureList({ measures }: { measures: Measure[] }) {
  if (!measures.length) return <p className="sw-quiet">还没有记录办理经过。</p>
  return (
    <ol className="sw-talk">
      {measures.map(({ id, doneOn, by, text }) => (
        <li key={id}>
          <DayText value={doneOn} /> <span className="sw-quiet">{by}</span>
          <p>{text}</p>
        </li>
      ))}
    </ol>
  )
}

function NewMeasure({ referral, onDone }: { referral: Received; onDone: () => void }) {
  const [measureId] = useState(newId)
  const command = useCommand(recordMeasure, { refreshes: UNIT_READS, success: '已记录' })
  const day = today(useNow())
  return (
    <RecordForm
      endpoint={recordMeasure}
      command={command}
      fixed={{ id: referral.id, version: referral.version, measureId }}
      initial={{ doneOn: day }}
      submit="记录"
      onDone={onDone}
    >
      <FormField name="doneOn" label="哪一天">
        <Input type="date" max={day} className="sw-date" />
      </FormField>
      <FormField name="text" label="做了什么">
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

export function Measures({ referral }: { referral: Received }) {
  const [count, setCount] = useState(0)
  const against = reasonAgainst(referral, 'act')
  return (
    <Section title="办理经过">
      <MeasureList measures={referral.measures} />
      {against ? (
        referral.state === 'dispatched' && <p className="sw-quiet">签收后在这里记录哪天做了什么。</p>
      ) : (
        <NewMeasure key={count} referral={referral} onDone={() => setCount(count + 1)} />
      )}
    </Section>
  )
}

/** Questions to the sender, and to the office when it has named the unit. The clock goes on. */
export function Questions({ referral }: { referral: Received }) {
  const ofSender = referral.messages.filter(({ channel }) => channel === 'sender')
  const ofOffice = referral.messages.filter(({ channel }) => channel === 'office')
  const shared = { endpoint: askAsUnit, referralId: referral.id, refreshes: UNIT_READS } as const
  return (
    <>
      <Section title="向发出单位提问">
        <Talk messages={ofSender} mine="unit" />
        <MessageForm {...shared} channel="sender" label="问题或补充（期限不停）" submit="发给县未保中心" />
      </Section>
      {referral.canAskOffice && (
        <Section title="向领导小组办公室询问">
          <Talk messages={ofOffice} mine="unit" />
          <MessageForm
            {...shared}
            channel="office"
            label="对指定有疑问的，在这里询问（期限不停）"
            submit="发给办公室"
          />
        </Section>
      )}
    </>
  )
}

/** The lead sees how far each co-unit is. */
export function CoUnits({ referral }: { referral: Received }) {
  if (!referral.coUnits.length) return null
  return (
    <Section title="协办单位">
      <ol className="sw-talk">
        {referral.coUnits.map((co) => (
          <li key={co.id}>
            <strong>{co.unit}</strong> <StateTag>{REFERRAL_STATE[co.state]}</StateTag>{' '}
            {co.answeredAt ? <Instant value={co.answeredAt} /> : <DeadlineTag {...dueTag(co)} />}
            {co.summary && <p>{co.summary}</p>}
          </li>
        ))}
      </ol>
    </Section>
  )
}

export function Answer({ referral }: { referral: Received }) {
  const command = useCommand(answerReferral, {
    refreshes: UNIT_READS,
    success: '已答复，县未保中心会审看',
  })
  if (referral.answer)
    return (
      <Section title="答复">
        <p className="sw-answer">{referral.answer}</p>
        <Instant value={referral.answeredAt} />
      </Section>
    )
  return (
    <Section title="答复">
      {reasonAgainst(referral, 'answer') ? (
        <p className="sw-quiet">签收后在这里答复办理情况。</p>
      ) : (
        <RecordForm
          endpoint={answerReferral}
          command={command}
          fixed={{ id: referral.id, version: referral.version }}
          submit="提交答复"
        >
          <FormField name="answer" label="办理情况和结果">
            <Input.TextArea rows={4} maxLength={4000} />
          </FormField>
          {referral.part === 'co' && (
            <FormField
              name="summary"
              label="给牵头单位看的结果摘要"
              hint="一两句话：办到什么程度、结果怎样。不写姓名。"
            >
              <Input maxLength={300} />
            </FormField>
          )}
        </RecordForm>
      )}
    </Section>
  )
}
