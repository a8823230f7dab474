import { Input } from 'antd'
import { today } from '#kernel/day.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { DayText, Instant } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import { useNow } from '#web/use-now.ts'
import { URGING_WORDS } from '../labels.ts'
import { answerUrging, listUrgings } from '../urgings/contract.ts'
import './oversight.css'

function AnswerForm({ referralId, onDone }: { referralId: string; onDone: () => void }) {
  const command = useCommand(answerUrging, { refreshes: [listUrgings], success: '已答复催办' })
  const day = today(useNow())
  return (
    <RecordForm
      endpoint={answerUrging}
      command={command}
      fixed={{ id: referralId }}
      submit="答复"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="expectedDay" label="预计哪天办结" hint="答复不改变原来的期限。">
        <Input type="date" min={day} className="sw-date" />
      </FormField>
    </RecordForm>
  )
}

/** How often and when a referral was urged, with the unit's answer; nothing as long as nobody has. */
export function Urgings({ referralId, isOfUnit = false }: { referralId: string; isOfUnit?: boolean }) {
  const mayRead = useCan(listUrgings)
  return mayRead ? <Shown referralId={referralId} isOfUnit={isOfUnit} /> : null
}

function Shown({ referralId, isOfUnit }: { referralId: string; isOfUnit: boolean }) {
  const urgings = useEndpoint(listUrgings, { id: referralId })
  const items = urgings.data?.items ?? []
  if (!items.length) return null
  const isWaiting = items.some(({ answeredAt }) => !answeredAt)
  return (
    <Section
      title={`催办（${items.length} 次）`}
      extra={
        isOfUnit && (
          <FormDialog
            title="答复催办"
            needs={answerUrging}
            size="small"
            disabledReason={isWaiting ? undefined : '已经答复过'}
          >
            {(close) => <AnswerForm referralId={referralId} onDone={close} />}
          </FormDialog>
        )
      }
    >
      <ol className="ovs-log">
        {items.map(({ id, words, urgedAt, by, expectedDay }) => (
          <li key={id}>
            <Instant value={urgedAt} /> {by}：{URGING_WORDS[words]}。
            {expectedDay ? (
              <>
                {' '}
                单位答复：预计 <DayText value={expectedDay} /> 办结。
              </>
            ) : (
              ' 单位还没有答复。'
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
