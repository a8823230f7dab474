import { Button } from 'antd'
import { useState } from 'react'
import { Section } from '#web/kit/Page.tsx'
import { answeredWith, shownQuestions } from '../scoring/answers.ts'
import type { Answers, InstrumentContent } from '../scoring/content.ts'
import { score } from '../scoring/rules.ts'
import { QuestionField } from './QuestionField.tsx'
import { ResultBox } from './ResultBox.tsx'

/** Fills an instrument in for nobody, to see what it does. Nothing is kept. */
export function TryOut({ content }: { content: InstrumentContent }) {
  const [answers, setAnswers] = useState<Answers>()
  if (!answers)
    return (
      <Section title="试填" extra={<Button onClick={() => setAnswers({})}>试着填一份</Button>}>
        <p className="sw-quiet">自己填一遍，看分支和等级对不对。不保存。</p>
      </Section>
    )
  return (
    <Section title="试填" extra={<Button onClick={() => setAnswers(undefined)}>收起</Button>}>
      {shownQuestions(content, answers).map((question, at) => (
        <QuestionField
          key={question.id}
          question={question}
          content={content}
          number={String(at + 1)}
          answer={answers[question.id]}
          isMissing={false}
          onAnswer={(answer) => setAnswers(answeredWith(answers, question.id, answer))}
        />
      ))}
      <ResultBox content={content} result={score(content, answers)} />
    </Section>
  )
}
