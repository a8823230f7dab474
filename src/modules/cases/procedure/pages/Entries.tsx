import { Button, Input } from 'antd'
import type { ProcedureContent, ReturnClause } from '../content.ts'
import { CASE_FIELDS, REFERRAL_FIELDS } from '../labels.ts'
import './procedure.css'

type Props = { content: ProcedureContent; onChange: (content: ProcedureContent) => void }

const freshCode = (clauses: readonly ReturnClause[]) => {
  let count = clauses.length + 1
  while (clauses.some(({ code }) => code === `clause-${count}`)) count += 1
  return `clause-${count}`
}

/** The grounds on which a unit may return a referral. */
export function Clauses({ content, onChange }: Props) {
  const { referrals } = content
  const list = referrals.returnClauses
  const put = (returnClauses: ReturnClause[]) =>
    onChange({ ...content, referrals: { ...referrals, returnClauses } })
  const change = (at: number, more: Partial<ReturnClause>) =>
    put(list.map((each, index) => (index === at ? { ...each, ...more } : each)))
  return (
    <>
      <p className="sw-quiet">{REFERRAL_FIELDS.returnClauses.help}</p>
      {list.map((clause, at) => (
        <div key={clause.code} className="prc-entry prc-entry-two">
          <Input
            aria-label={`第 ${at + 1} 条退回事由`}
            placeholder="退回事由"
            value={clause.text}
            onChange={({ target }) => change(at, { text: target.value })}
          />
          <Input
            aria-label={`第 ${at + 1} 条退回事由的依据`}
            placeholder="依据：哪个文件第几条"
            value={clause.source}
            onChange={({ target }) => change(at, { source: target.value })}
          />
          <Button
            danger
            aria-label={`删去第 ${at + 1} 条退回事由`}
            disabled={list.length === 1}
            onClick={() => put(list.filter((_, index) => index !== at))}
          >
            删去
          </Button>
        </div>
      ))}
      <Button onClick={() => put([...list, { code: freshCode(list), text: '', source: '' }])}>
        加一条退回事由
      </Button>
    </>
  )
}

/** Words with which the outcome is told. */
export function OutcomeTexts({ content, onChange }: Props) {
  const { cases } = content
  const list = cases.outcomeTexts
  const put = (outcomeTexts: typeof list) => onChange({ ...content, cases: { ...cases, outcomeTexts } })
  const change = (at: number, more: Partial<(typeof list)[number]>) =>
    put(list.map((each, index) => (index === at ? { ...each, ...more } : each)))
  return (
    <>
      <p className="sw-quiet">{CASE_FIELDS.outcomeTexts.help}</p>
      {list.map((each, at) => (
        // Entries have no name of their own while their title is being typed.
        <div key={at} className="prc-entry prc-entry-two">
          <Input
            aria-label={`第 ${at + 1} 条用语的题目`}
            placeholder="题目"
            value={each.title}
            onChange={({ target }) => change(at, { title: target.value })}
          />
          <Input.TextArea
            aria-label={`第 ${at + 1} 条用语`}
            placeholder="对孩子说的话"
            rows={2}
            value={each.text}
            onChange={({ target }) => change(at, { text: target.value })}
          />
          <Button
            danger
            aria-label={`删去第 ${at + 1} 条用语`}
            onClick={() => put(list.filter((_, index) => index !== at))}
          >
            删去
          </Button>
        </div>
      ))}
      <Button onClick={() => put([...list, { title: '', text: '' }])}>加一条用语</Button>
    </>
  )
}
