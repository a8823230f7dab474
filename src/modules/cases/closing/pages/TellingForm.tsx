import { Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import type { OutputOf } from '#kernel/endpoint.ts'
import { newId } from '#web/ids.ts'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import type { CaseRecord } from '../../contract.ts'
import { CONTACT_WAY } from '../../follow-ups/labels.ts'
import { When } from '../../follow-ups/pages/When.tsx'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { tellOutcome, type getClosing } from '../contract.ts'
import { TOLD_WHOM } from '../labels.ts'

type Texts = OutputOf<typeof getClosing>['outcomeTexts']

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** The county's own sentences; one click adds one, and the worker makes it the child's. */
function Sentences({ texts }: { texts: Texts }) {
  const form = Form.useFormInstance()
  const add = (text: string) => {
    const before = String(form.getFieldValue('words') ?? '').trim()
    form.setFieldValue('words', [before, text].filter(Boolean).join('\n'))
  }
  return (
    <div className="sw-suggestions">
      {texts.map(({ title, text }) => (
        <Button key={title} size="small" onClick={() => add(text)}>
          {title}
        </Button>
      ))}
    </div>
  )
}

const isTold = (whom: unknown) => whom === 'child' || whom === 'guardian' || whom === 'both'

type Props = { kase: CaseRecord; texts: Texts; onDone: () => void }

export function TellingForm({ kase, texts, onDone }: Props) {
  const [tellingId] = useState(newId)
  const day = today(useNow())
  const command = useCaseCommand(tellOutcome, { success: '已记录' })
  return (
    <RecordForm
      endpoint={tellOutcome}
      command={command}
      fixed={{ id: kase.id, version: kase.version, tellingId }}
      initial={{ onDay: day }}
      submit="保存记录"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="toldWhom" label="告诉了谁" hint="孩子听得懂的，先告诉孩子本人。">
        <Radio.Group options={optionsOf(TOLD_WHOM)} />
      </FormField>
      <FormField name="onDay" label="哪一天">
        <Input type="date" max={day} className="sw-date" />
      </FormField>
      <When name="toldWhom" is={isTold}>
        <FormField name="way" label="怎样告知的">
          <Radio.Group options={optionsOf(CONTACT_WAY)} />
        </FormField>
        <FormField name="words" label="对他们说的话" hint={<Sentences texts={texts} />}>
          <Input.TextArea rows={3} maxLength={2000} />
        </FormField>
        <FormField name="said" label="他们怎么说">
          <Input.TextArea rows={2} maxLength={2000} />
        </FormField>
      </When>
      <When name="toldWhom" is={(whom) => whom === 'nobody'}>
        <FormField name="reason" label="为什么不能告知">
          <Input.TextArea rows={2} maxLength={500} />
        </FormField>
      </When>
    </RecordForm>
  )
}
