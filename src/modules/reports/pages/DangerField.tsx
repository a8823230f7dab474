import { Button, Radio } from 'antd'
import { useRef, type KeyboardEvent } from 'react'
import { DangerAnswer, type DangerAnswers } from '../contract.ts'
import { DANGER_ANSWER } from '../labels.ts'
import { DANGER_QUESTION_NAMES, DANGER_QUESTIONS, leastLevel, type DangerQuestion } from '../rules.ts'
import './reports.css'

type Props = { value?: DangerAnswers | undefined; onChange?: (answers: DangerAnswers) => void }

const options = DangerAnswer.options.map((answer) => ({ value: answer, label: DANGER_ANSWER[answer] }))

const KEYS: Record<string, DangerAnswer> = { 1: 'yes', 2: 'no', 3: 'unknown' }

const restAsNo = (value: DangerAnswers): DangerAnswers => {
  const rest = DANGER_QUESTION_NAMES.filter((name) => (value[name] ?? 'unknown') === 'unknown')
  return { ...value, ...Object.fromEntries(rest.map((name) => [name, 'no'])) }
}

/** The questions that the desk asks on the line; what is not answered counts as unknown, which is never safe. One key each. */
export function DangerField({ value = {}, onChange }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const goTo = (name: DangerQuestion | undefined) => {
    const radios = [
      ...(list.current?.querySelectorAll<HTMLInputElement>(`[data-question="${name}"] input`) ?? []),
    ]
    const next = radios.find(({ checked }) => checked) ?? radios[0] ?? button.current
    next?.focus()
  }
  const answerByKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const row = event.target instanceof Element ? event.target.closest('[data-question]') : null
    const name = DANGER_QUESTION_NAMES.find((each) => each === row?.getAttribute('data-question'))
    const answer = KEYS[event.key]
    if (event.key === '0') {
      onChange?.(restAsNo(value))
      button.current?.focus()
    } else if (name && answer) {
      onChange?.({ ...value, [name]: answer })
      goTo(DANGER_QUESTION_NAMES[DANGER_QUESTION_NAMES.indexOf(name) + 1])
    } else return
    event.preventDefault()
  }
  const isEmergency = leastLevel(value) === 'immediate'
  return (
    <div onKeyDown={answerByKey}>
      <p className="sw-quiet sw-key-hint">按键：1 是，2 否，3 不清楚，0 其余都是“否”</p>
      <ul className="sw-danger" ref={list}>
        {DANGER_QUESTION_NAMES.map((name) => (
          <li key={name} data-question={name}>
            <span id={`danger-${name}`}>{DANGER_QUESTIONS[name].text}</span>
            <Radio.Group
              name={name}
              aria-labelledby={`danger-${name}`}
              optionType="button"
              size="small"
              options={options}
              value={value[name] ?? 'unknown'}
              onChange={({ target }) => onChange?.({ ...value, [name]: DangerAnswer.parse(target.value) })}
            />
          </li>
        ))}
      </ul>
      <Button ref={button} size="small" type="link" onClick={() => onChange?.(restAsNo(value))}>
        都问过了，其余都是“否”
      </Button>
      {isEmergency && (
        <p className="sw-emergency" role="status">
          孩子可能正有危险：先保安全。请马上报警（110）或叫急救（120），再继续登记。
        </p>
      )}
    </div>
  )
}
