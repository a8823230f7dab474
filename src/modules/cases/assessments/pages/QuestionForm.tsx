import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { QUESTION_KIND } from '../labels.ts'
import {
  Question as QuestionSchema,
  type Band,
  type InstrumentContent,
  type Option,
  type Question,
} from '../scoring/content.ts'
import { ConditionFields } from './ConditionFields.tsx'
import { AtLeast, Field, wholeNumber } from './Fields.tsx'

type Levels = InstrumentContent['levels']

type OptionProps = { options: Option[]; levels: Levels; onChange: (options: Option[]) => void }

const freshValue = (options: Option[]) => {
  const names = new Set(options.map(({ value }) => value))
  let count = options.length + 1
  while (names.has(`o${count}`)) count += 1
  return `o${count}`
}

function OptionFields({ options, levels, onChange }: OptionProps) {
  const change = (at: number, next: Partial<Option>) =>
    onChange(options.map((each, index) => (index === at ? { ...each, ...next } : each)))
  return (
    <fieldset className="asm-set">
      <legend>选项</legend>
      {options.map((option, at) => (
        <div key={option.value} className="asm-edit-row asm-edit-option">
          <Field label={`第 ${at + 1} 项`}>
            <Input
              value={option.text}
              maxLength={120}
              onChange={({ target }) => change(at, { text: target.value })}
            />
          </Field>
          <Field label="分值">
            <Input
              inputMode="numeric"
              value={option.points}
              onChange={({ target }) => change(at, { points: wholeNumber(target.value) ?? 0 })}
            />
          </Field>
          <AtLeast levels={levels} value={option.atLeast} onChange={(atLeast) => change(at, { atLeast })} />
          <Button
            aria-label={`删去第 ${at + 1} 项`}
            disabled={options.length < 2}
            onClick={() => onChange(options.filter((_, index) => index !== at))}
          >
            删去
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange([...options, { value: freshValue(options), text: '', points: 1 }])}>
        加一个选项
      </Button>
    </fieldset>
  )
}

function BandFields({
  bands,
  levels,
  onChange,
}: {
  bands: Band[]
  levels: Levels
  onChange: (bands: Band[]) => void
}) {
  const change = (at: number, next: Partial<Band>) =>
    onChange(bands.map((each, index) => (index === at ? { ...each, ...next } : each)))
  return (
    <fieldset className="asm-set">
      <legend>分段计分</legend>
      {bands.map((band, at) => (
        <div key={at} className="asm-edit-row asm-edit-option">
          <Field label="从多少起">
            <Input
              inputMode="numeric"
              value={band.from}
              onChange={({ target }) => change(at, { from: wholeNumber(target.value) ?? 0 })}
            />
          </Field>
          <Field label="分值">
            <Input
              inputMode="numeric"
              value={band.points}
              onChange={({ target }) => change(at, { points: wholeNumber(target.value) ?? 0 })}
            />
          </Field>
          <AtLeast levels={levels} value={band.atLeast} onChange={(atLeast) => change(at, { atLeast })} />
          <Button
            aria-label={`删去第 ${at + 1} 段`}
            onClick={() => onChange(bands.filter((_, index) => index !== at))}
          >
            删去
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange([...bands, { from: (bands.at(-1)?.from ?? -1) + 1, points: 0 }])}>
        加一段
      </Button>
    </fieldset>
  )
}

/** Keeps what both kinds have in common. */
const asKind = (question: Question, kind: Question['kind']): Question => {
  const { id, text, say, hint, source, shownWhen, isOptional } = question
  const common = {
    id,
    text,
    ...(say && { say }),
    ...(hint && { hint }),
    ...(source && { source }),
    ...(shownWhen && { shownWhen }),
    ...(isOptional && { isOptional }),
  }
  const unknown = { points: 'worst' as const }
  const options =
    'options' in question
      ? question.options
      : [
          { value: 'a', text: '没有', points: 0 },
          { value: 'b', text: '有', points: 1 },
        ]
  switch (kind) {
    case 'choice':
      return { ...common, kind, unknown, options }
    case 'several':
      return { ...common, kind, unknown, options, none: '都没有' }
    case 'scale':
      return { ...common, kind, unknown, min: 0, max: 10, minText: '最差', maxText: '最好', bands: [] }
    case 'number':
      return { ...common, kind, unknown, min: 0, max: 100, unit: '次', bands: [] }
    case 'text':
    case 'day':
      return { ...common, kind }
  }
}

type ScoredProps = { question: Question; levels: Levels; onChange: (question: Question) => void }

function ScoringFields({ question, levels, onChange }: ScoredProps) {
  if (question.kind === 'text' || question.kind === 'day') return null
  const { unknown } = question
  return (
    <>
      {'options' in question && (
        <OptionFields
          options={question.options}
          levels={levels}
          onChange={(options) => onChange({ ...question, options })}
        />
      )}
      {'bands' in question && (
        <BandFields
          bands={question.bands}
          levels={levels}
          onChange={(bands) => onChange({ ...question, bands })}
        />
      )}
      <div className="sw-fieldset">
        <Field label="权重（1 至 10）">
          <Input
            inputMode="numeric"
            value={question.weight ?? 1}
            onChange={({ target }) => onChange({ ...question, weight: wholeNumber(target.value) ?? 1 })}
          />
        </Field>
        <Field label="答“不清楚”时">
          <Select<'worst' | 'half' | 'never'>
            aria-label="答“不清楚”时"
            value={unknown?.points ?? 'never'}
            onChange={(points) =>
              onChange({ ...question, unknown: points === 'never' ? undefined : { ...unknown, points } })
            }
            options={[
              { value: 'worst' as const, label: '按最重的一档计分' },
              { value: 'half' as const, label: '按一半计分' },
              { value: 'never' as const, label: '不能答“不清楚”' },
            ]}
          />
        </Field>
        {unknown && (
          <AtLeast
            label="“不清楚”至少得"
            none="按整份表的规定"
            levels={levels}
            value={unknown.atLeast}
            onChange={(atLeast) => onChange({ ...question, unknown: { ...unknown, atLeast } })}
          />
        )}
      </div>
    </>
  )
}

type Props = {
  content: InstrumentContent
  question: Question
  onKeep: (question: Question) => void
  onCancel: () => void
}

/** One question: words, answers, points, what “不清楚” counts as, and when it is asked. */
export function QuestionForm({ content, question: before, onKeep, onCancel }: Props) {
  const [question, setQuestion] = useState(before)
  const [fault, setFault] = useState<string>()
  const keep = () => {
    const parsed = QuestionSchema.safeParse(question)
    if (parsed.success) onKeep(parsed.data)
    else setFault(parsed.error.issues[0]?.message ?? '请检查填写的内容')
  }
  return (
    <>
      <Field label="题目">
        <Input
          value={question.text}
          maxLength={200}
          onChange={({ target }) => setQuestion({ ...question, text: target.value })}
        />
      </Field>
      <Field label="可以怎么问（用对方听得懂的话）">
        <Input
          value={question.say ?? ''}
          maxLength={300}
          onChange={({ target }) => setQuestion({ ...question, say: target.value || undefined })}
        />
      </Field>
      <Field label="提示（看什么、不要怎么下结论）">
        <Input
          value={question.hint ?? ''}
          maxLength={300}
          onChange={({ target }) => setQuestion({ ...question, hint: target.value || undefined })}
        />
      </Field>
      <div className="sw-fieldset">
        <Field label="回答方式">
          <Select
            aria-label="回答方式"
            value={question.kind}
            onChange={(kind) => setQuestion(asKind(question, kind))}
            // The keys of a literal record are its kinds.
            options={(Object.keys(QUESTION_KIND) as Question['kind'][]).map((value) => ({
              value,
              label: QUESTION_KIND[value],
            }))}
          />
        </Field>
        <Field label="依据（法条、标准）">
          <Input
            value={question.source ?? ''}
            maxLength={200}
            onChange={({ target }) => setQuestion({ ...question, source: target.value || undefined })}
          />
        </Field>
      </div>
      <ScoringFields question={question} levels={content.levels} onChange={setQuestion} />
      <ConditionFields content={content} question={question} onChange={setQuestion} />
      {fault && (
        <p role="alert" className="sw-field-error">
          {fault}
        </p>
      )}
      <div className="sw-dialog-foot">
        <Button onClick={onCancel}>取消</Button>
        <Button type="primary" onClick={keep}>
          用这道题
        </Button>
      </div>
    </>
  )
}
