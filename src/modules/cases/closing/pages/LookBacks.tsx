import { Input, Radio } from 'antd'
import type { OutputOf } from '#kernel/endpoint.ts'
import { next } from '#kernel/state-machine.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { Instant } from '#web/kit/times.tsx'
import type { CaseRecord } from '../../contract.ts'
import { ALONENESS, CONTACT_WAY } from '../../follow-ups/labels.ts'
import { ContactFields } from '../../follow-ups/pages/ContactFields.tsx'
import { When } from '../../follow-ups/pages/When.tsx'
import { untilText } from '../../pages/until.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { CASE_MACHINE } from '../../rules.ts'
import { recordLookBack, type getClosing } from '../contract.ts'
import { USEFUL } from '../labels.ts'

type Ended = OutputOf<typeof getClosing>
type LookBack = Ended['lookBacks'][number]
type Props = { kase: CaseRecord; ended: Ended }

const success = ({ isReopened, joined }: OutputOf<typeof recordLookBack>) => {
  if (isReopened) return '回访已记录：情况未好转，个案重新办理，从评估开始'
  if (!joined) return '回访已记录'
  return joined.number
    ? `回访已记录：孩子另有在办个案 ${joined.number}，发现已并入，并提醒其负责人重新评估`
    : '回访已记录：孩子另有在办个案，已提醒其负责人重新评估'
}

function LookBackForm({
  kase,
  question,
  onDone,
}: {
  kase: CaseRecord
  question: string
  onDone: () => void
}) {
  const command = useCaseCommand(recordLookBack, { success })
  return (
    <RecordForm
      endpoint={recordLookBack}
      command={command}
      fixed={{ id: kase.id, version: kase.version }}
      submit="记录回访"
      onCancel={onDone}
      onDone={onDone}
    >
      <ContactFields />
      <FormField
        name="useful"
        label={`问孩子：“${question}”`}
        hint="照孩子的回答选，不追问、不劝说。只作统计，人数少的不显示。"
      >
        <Radio.Group options={Object.entries(USEFUL).map(([value, label]) => ({ value, label }))} />
      </FormField>
      <When name="useful" is={(useful) => useful === 'not-asked'}>
        <FormField name="notAskedReason" label="没有问的原因">
          <Input maxLength={500} />
        </FormField>
      </When>
      <FormField
        name="isBetter"
        label="孩子的情况"
        hint="选“没有好转”，个案会重新办理，从评估开始；孩子另有在办个案的，并入那一件。"
      >
        <Radio.Group
          options={[
            { value: true, label: '好转了' },
            { value: false, label: '没有好转' },
          ]}
        />
      </FormField>
      <FormField name="finding" label="看到和听到的">
        <Input.TextArea rows={3} maxLength={2000} />
      </FormField>
    </RecordForm>
  )
}

function Done({ each }: { each: LookBack }) {
  const { words } = each
  return (
    <>
      <div className="sw-item-head">
        <strong>第 {each.ordinal} 次</strong>
        <StateTag tone={each.isBetter ? 'good' : 'bad'}>{each.isBetter ? '好转了' : '没有好转'}</StateTag>
        {each.isJoined && <span>发现已并入孩子的另一件在办个案</span>}
        <span className="sw-quiet">
          {each.doneBy} {each.doneAt && <Instant value={each.doneAt} />}
        </span>
      </div>
      <Facts
        columns={2}
        items={[
          { label: '看到和听到的', value: <span className="sw-text">{each.finding}</span> },
          {
            label: '孩子的话',
            value: (
              <span className="sw-text">{words.childWords ?? `没有：${words.noChildWordsReason ?? ''}`}</span>
            ),
          },
          ...(each.way && each.seen
            ? [
                {
                  label: '怎样联系的',
                  value: `${CONTACT_WAY[each.way]}，${ALONENESS[each.seen]}${words.notAloneReason ? `：${words.notAloneReason}` : ''}`,
                },
              ]
            : []),
          ...(each.useful
            ? [
                {
                  label: '说出来有用吗',
                  value: `${USEFUL[each.useful]}${words.notAskedReason ? `：${words.notAskedReason}` : ''}`,
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

/** 回访: is the child really better off? Every one is planned at closing. */
export function LookBacks({ kase, ended }: Props) {
  if (!ended.lookBacks.length) return null
  const step = next(CASE_MACHINE, kase.state, 'lookBack', kase.facts)
  return (
    <Section
      title="回访"
      extra={
        kase.state === 'closed' && (
          <FormDialog
            title="记录回访"
            needs={recordLookBack}
            disabledReason={step.ok ? undefined : step.reason}
            type="primary"
          >
            {(close) => <LookBackForm kase={kase} question={ended.question} onDone={close} />}
          </FormDialog>
        )
      }
    >
      <ul className="sw-items">
        {ended.lookBacks.toReversed().map((each) => (
          <li key={each.id} className="sw-item">
            {each.doneAt ? (
              <Done each={each} />
            ) : (
              <>
                <strong>第 {each.ordinal} 次</strong>{' '}
                {each.isCancelled ? '不再需要：个案另有人在办' : `应在 ${untilText(each.dueAt)} 前回访`}
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
