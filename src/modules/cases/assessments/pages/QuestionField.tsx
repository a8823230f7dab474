import { Checkbox, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import { UNKNOWN, type Answer, type InstrumentContent, type Question } from '../scoring/content.ts'
import { Face } from './Face.tsx'

type Props = {
  question: Question
  content: Pick<InstrumentContent, 'levels' | 'unknownAtLeast' | 'asked'>
  number: string
  answer: Answer | undefined
  /** Shown once somebody has asked for the result. */
  isMissing: boolean
  onAnswer: (answer: Answer | undefined) => void
}

/** A child that does not want to say is not asked to say that it does not know. */
const unknownLabel = (asked: InstrumentContent['asked']) => (asked === 'child' ? '不知道、不想说' : '不清楚')

/** The rule of “不清楚” for one question, in words. */
export const unknownText = (
  question: Question,
  levels: InstrumentContent['levels'],
  unknownAtLeast: string | null,
): string | undefined => {
  if (!('unknown' in question) || !question.unknown) return undefined
  const least = levels.find(({ code }) => code === (question.unknown?.atLeast ?? unknownAtLeast))
  const points = question.unknown.points === 'worst' ? '按最重的一档计分' : '按一半计分'
  return `不清楚不算安全：${points}${least ? `，等级至少为“${least.label}”` : ''}`
}

type ControlProps = Pick<Props, 'answer' | 'onAnswer'> & { label: string; unknown: string | undefined }

function Choice({
  question,
  answer,
  onAnswer,
  label,
  unknown,
}: ControlProps & { question: Question & { kind: 'choice' } }) {
  const hasFaces = question.options.some(({ face }) => face)
  const options = question.options.map(({ value, text, face }): { value: string; label: ReactNode } => ({
    value,
    label: face ? (
      <>
        <Face mood={face} /> {text}
      </>
    ) : (
      text
    ),
  }))
  return (
    <Radio.Group
      aria-label={label}
      className={hasFaces ? 'asm-faces' : 'asm-options'}
      value={answer ?? null}
      onChange={({ target }) => onAnswer(String(target.value))}
      options={unknown ? [...options, { value: UNKNOWN, label: unknown }] : options}
    />
  )
}

const NONE = '\u0000none'

function Several({
  question,
  answer,
  onAnswer,
  unknown,
}: ControlProps & { question: Question & { kind: 'several' } }) {
  const chosen = Array.isArray(answer) ? answer : []
  const only = answer === UNKNOWN ? UNKNOWN : Array.isArray(answer) && !answer.length ? NONE : undefined
  const box = (value: string, text: string) => (
    <Checkbox
      key={value}
      checked={only === value}
      onChange={({ target }) => onAnswer(target.checked ? (value === UNKNOWN ? UNKNOWN : []) : undefined)}
    >
      {text}
    </Checkbox>
  )
  return (
    <div className="asm-options">
      {question.options.map(({ value, text }) => (
        <Checkbox
          key={value}
          checked={chosen.includes(value)}
          onChange={({ target }) => {
            const next = question.options.flatMap((each) =>
              (each.value === value ? target.checked : chosen.includes(each.value)) ? [each.value] : [],
            )
            onAnswer(next.length ? next : undefined)
          }}
        >
          {text}
        </Checkbox>
      ))}
      {box(NONE, question.none)}
      {unknown && box(UNKNOWN, unknown)}
    </div>
  )
}

function Scale({
  question,
  answer,
  onAnswer,
  label,
  unknown,
}: ControlProps & { question: Question & { kind: 'scale' } }) {
  const steps = Array.from({ length: question.max - question.min + 1 }, (_, at) => question.min + at)
  const options: { value: string | number; label: string }[] = steps.map((value) => ({
    value,
    label: String(value),
  }))
  return (
    <>
      <p className="sw-quiet asm-ends">
        <span>
          {question.min}：{question.minText}
        </span>
        <span>
          {question.max}：{question.maxText}
        </span>
      </p>
      <Radio.Group
        aria-label={label}
        className="asm-scale"
        optionType="button"
        value={answer ?? null}
        onChange={({ target }) => onAnswer(target.value as string | number)}
        options={unknown ? [...options, { value: UNKNOWN, label: unknown }] : options}
      />
    </>
  )
}

function Amount({
  question,
  answer,
  onAnswer,
  label,
  unknown,
}: ControlProps & { question: Question & { kind: 'number' } }) {
  return (
    <div className="asm-amount">
      <Input
        aria-label={label}
        inputMode="numeric"
        suffix={question.unit}
        value={typeof answer === 'number' ? String(answer) : ''}
        onChange={({ target }) => onAnswer(/^-?\d+$/.test(target.value) ? Number(target.value) : undefined)}
      />
      {unknown && (
        <Checkbox
          checked={answer === UNKNOWN}
          onChange={({ target }) => onAnswer(target.checked ? UNKNOWN : undefined)}
        >
          {unknown}
        </Checkbox>
      )}
    </div>
  )
}

function Control({ question, ...props }: ControlProps & { question: Question }) {
  const text = typeof props.answer === 'string' ? props.answer : ''
  switch (question.kind) {
    case 'choice':
      return <Choice question={question} {...props} />
    case 'several':
      return <Several question={question} {...props} />
    case 'scale':
      return <Scale question={question} {...props} />
    case 'number':
      return <Amount question={question} {...props} />
    case 'day':
      return (
        <Input
          type="date"
          aria-label={props.label}
          className="sw-date"
          value={text}
          onChange={({ target }) => props.onAnswer(target.value || undefined)}
        />
      )
    case 'text':
      return (
        <Input.TextArea
          aria-label={props.label}
          rows={2}
          maxLength={2_000}
          value={text}
          onChange={({ target }) => props.onAnswer(target.value || undefined)}
        />
      )
  }
}

/** One question: what to find out, how to put it, the answers, and what “不清楚” counts as. */
export function QuestionField(props: Props) {
  const { question, content, number, answer, isMissing, onAnswer } = props
  const rule = unknownText(question, content.levels, content.unknownAtLeast)
  return (
    <fieldset
      id={`q-${question.id}`}
      tabIndex={-1}
      className={isMissing ? 'asm-question asm-missing' : 'asm-question'}
    >
      <legend>
        <span className="sw-number">{number}</span> {question.text}
        {question.isOptional && <span className="sw-quiet">（可不填）</span>}
      </legend>
      {question.say && <p className="asm-say">“{question.say}”</p>}
      {question.hint && <p className="sw-quiet">{question.hint}</p>}
      <Control
        question={question}
        answer={answer}
        onAnswer={onAnswer}
        label={question.text}
        unknown={rule && unknownLabel(content.asked)}
      />
      {answer === UNKNOWN && rule && <p className="asm-unknown">{rule}</p>}
      {isMissing && <p className="sw-field-error">还没有回答</p>}
    </fieldset>
  )
}
