import { Button, Select } from 'antd'
import { questionsOf, type InstrumentContent, type Question } from '../scoring/content.ts'
import { Field } from './Fields.tsx'

type Props = { content: InstrumentContent; question: Question; onChange: (question: Question) => void }

/** When a question is asked: only after certain answers to others. */
export function ConditionFields({ content, question, onChange }: Props) {
  const { shownWhen = [] } = question
  const parents = questionsOf(content).filter(
    ({ id, kind }) => id !== question.id && (kind === 'choice' || kind === 'several'),
  )
  const put = (next: typeof shownWhen) => onChange({ ...question, shownWhen: next.length ? next : undefined })
  return (
    <fieldset className="asm-set">
      <legend>什么时候问</legend>
      {shownWhen.length === 0 && <p className="sw-quiet">总是问。</p>}
      {shownWhen.map((condition, at) => {
        const parent = parents.find(({ id }) => id === condition.question)
        const change = (next: Partial<typeof condition>) =>
          put(shownWhen.map((each, index) => (index === at ? { ...each, ...next } : each)))
        return (
          <div key={`${condition.question}${String(at)}`} className="asm-edit-row">
            <Field label="这一题">
              <Select
                aria-label="这一题"
                showSearch={{ optionFilterProp: 'label' }}
                value={condition.question}
                onChange={(name) => change({ question: name, is: [] })}
                options={parents.map(({ id, text }) => ({ value: id, label: text }))}
              />
            </Field>
            <Field label="答这些中的一个（或不清楚）时">
              <Select
                aria-label="答这些中的一个（或不清楚）时"
                mode="multiple"
                value={condition.is}
                onChange={(is) => change({ is })}
                options={
                  parent && 'options' in parent
                    ? parent.options.map(({ value, text }) => ({ value, label: text }))
                    : []
                }
              />
            </Field>
            <Button onClick={() => put(shownWhen.filter((_, index) => index !== at))}>去掉这个条件</Button>
          </div>
        )
      })}
      <Button
        disabled={!parents.length || shownWhen.length >= 4}
        onClick={() => put([...shownWhen, { question: parents[0]?.id ?? '', is: [] }])}
      >
        加一个条件
      </Button>
    </fieldset>
  )
}
