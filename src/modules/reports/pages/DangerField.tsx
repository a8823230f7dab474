import { Button, Radio } from 'antd'
import { DangerAnswer, type DangerAnswers } from '../contract.ts'
import { DANGER_ANSWER } from '../labels.ts'
import { DANGER_QUESTION_NAMES, DANGER_QUESTIONS, leastLevel } from '../rules.ts'
import './reports.css'

type Props = { value?: DangerAnswers | undefined; onChange?: (answers: DangerAnswers) => void }

const options = DangerAnswer.options.map((answer) => ({ value: answer, label: DANGER_ANSWER[answer] }))

/** The questions that the desk asks on the line; what is not answered counts as unknown, which is never safe. */
export function DangerField({ value = {}, onChange }: Props) {
  const answerRest = () => {
    const rest = DANGER_QUESTION_NAMES.filter((name) => (value[name] ?? 'unknown') === 'unknown')
    onChange?.({ ...value, ...Object.fromEntries(rest.map((name) => [name, 'no'])) })
  }
  const isEmergency = leastLevel(value) === 'immediate'
  return (
    <div>
      <ul className="sw-danger">
        {DANGER_QUESTION_NAMES.map((name) => (
          <li key={name}>
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
      <Button size="small" type="link" onClick={answerRest}>
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
