import { Input, Radio } from 'antd'
import { useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { InstantInput } from '#web/kit/InstantInput.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { When } from '../../follow-ups/pages/When.tsx'
import { isOver } from '../../rules.ts'
import { listMeasures, recordMeasure, type Safety } from '../contract.ts'
import { SAFETY } from '../labels.ts'

type Props = { kase: CaseRecord }
type Measure = OutputOf<typeof listMeasures>['items'][number]

const SAFETY_TONE = {
  safe: 'good',
  arranged: 'active',
  unsafe: 'bad',
  unknown: 'bad',
} as const satisfies Record<Safety, string>

const SAFETY_OPTIONS = Object.entries(SAFETY).map(([value, label]) => ({ value, label }))

function MeasureForm({ kase, onDone }: Props & { onDone: () => void }) {
  const [measureId] = useState(newId)
  const command = useCaseCommand(recordMeasure, { success: '应急处置已记录' })
  return (
    <RecordForm
      endpoint={recordMeasure}
      command={command}
      fixed={{ id: kase.id, measureId }}
      submit="记录处置"
      onCancel={onDone}
      onDone={onDone}
      isWide
    >
      <FormField name="done" label="做了什么">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
      <FormField name="called" label="打给了谁" hint="没有打电话的不填；打了的，把对方怎么说也写下来。">
        <Input maxLength={60} autoComplete="off" />
      </FormField>
      <FormField name="said" label="对方怎么说">
        <Input.TextArea rows={2} maxLength={500} />
      </FormField>
      <FormField
        name="safety"
        label="孩子现在安全吗"
        hint="选“还不安全”或“不清楚”，两小时内会再次提醒负责人；不清楚不能当作安全。"
      >
        <Radio.Group options={SAFETY_OPTIONS} />
      </FormField>
      <FormField name="whereabouts" label="孩子现在在哪里、和谁在一起">
        <Input.TextArea rows={2} maxLength={500} />
      </FormField>
      <When name="safety" is={(safety) => safety === 'arranged'}>
        <FormField name="safeUntil" label="临时安排到什么时候为止" hint="到时会提醒负责人再作安排。">
          <InstantInput />
        </FormField>
      </When>
      <FormField name="at" label="什么时候做的（空着就是现在）">
        <InstantInput />
      </FormField>
    </RecordForm>
  )
}

function OneMeasure({ each }: { each: Measure }) {
  return (
    <li className="sw-item">
      <div className="sw-item-head">
        <strong>
          <Instant value={each.at} />
        </strong>
        {each.safety && <StateTag tone={SAFETY_TONE[each.safety]}>{SAFETY[each.safety]}</StateTag>}
        {each.safeUntil && (
          <span>
            到 <Instant value={each.safeUntil} /> 为止
          </span>
        )}
        <span className="sw-quiet">
          {each.by}
          {each.isFromDesk && '，值班台带来'}
        </span>
      </div>
      <Facts
        columns={2}
        items={[
          { label: '做了什么', value: <span className="sw-text">{each.done}</span>, isWide: true },
          ...(each.called ? [{ label: `打给 ${each.called}`, value: each.said, isWide: true }] : []),
          ...(each.whereabouts ? [{ label: '孩子在哪里', value: each.whereabouts, isWide: true }] : []),
        ]}
      />
    </li>
  )
}

/** 应急处置: what was done for a child in danger; a record is added, never changed. */
export function Emergency({ kase }: Props) {
  const query = useEndpoint(listMeasures, { id: kase.id })
  const list = query.data
  return (
    <Section
      title="应急处置"
      extra={
        <FormDialog
          title="记录应急处置"
          needs={recordMeasure}
          type={kase.facts.isEmergencyMissing ? 'primary' : 'default'}
          disabledReason={isOver(kase.state) ? '个案已结案：孩子又有危险的，请作为新的报告受理' : undefined}
          width={720}
        >
          {(close) => <MeasureForm kase={kase} onDone={close} />}
        </FormDialog>
      }
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {list?.items.length === 0 && (
        <p className="sw-quiet">
          {list.isNeeded
            ? '这个等级要先保安全：写明做了什么、打给了谁、孩子现在在哪里、安全到什么时候。'
            : '没有记录。孩子有现实危险时随时可以记。'}
        </p>
      )}
      <ul className="sw-items">
        {list?.items.map((each) => (
          <OneMeasure key={each.id} each={each} />
        ))}
      </ul>
    </Section>
  )
}
