import { Input, Radio } from 'antd'
import { FormField } from '#web/kit/RecordForm.tsx'
import { ALONENESS, CONTACT_WAY } from '../labels.ts'
import { When } from './When.tsx'

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** How the child was met, and in its own words: the same for 跟踪 and 回访. */
export function ContactFields() {
  return (
    <>
      <FormField name="way" label="怎样联系的">
        <Radio.Group options={optionsOf(CONTACT_WAY)} />
      </FormField>
      <FormField name="seen" label="是否单独和孩子说话" hint="有大人在场，孩子可能不敢说。">
        <Radio.Group options={optionsOf(ALONENESS)} />
      </FormField>
      <When name="seen" is={(seen) => seen === 'with-others' || seen === 'not-met'}>
        <FormField name="notAloneReason" label="没有单独见到的原因">
          <Input maxLength={500} />
        </FormField>
      </When>
      <FormField name="childWords" label="孩子自己的话" hint="尽量照原话写，不替孩子总结。">
        <Input.TextArea rows={2} maxLength={2000} />
      </FormField>
      <When name="childWords" is={(words) => typeof words !== 'string' || !words.trim()}>
        <FormField name="noChildWordsReason" label="没有孩子的话的原因">
          <Input maxLength={500} />
        </FormField>
      </When>
    </>
  )
}
