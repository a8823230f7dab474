import { Button, Modal } from 'antd'
import { useState } from 'react'
import { QUESTION_KIND } from '../labels.ts'
import { questionsOf, type InstrumentContent, type Question } from '../scoring/content.ts'
import { mostPoints } from '../scoring/rules.ts'
import { QuestionForm } from './QuestionForm.tsx'
import { unknownText } from './QuestionField.tsx'

type Props = {
  content: InstrumentContent
  at: number
  isDraft: boolean
  onChange: (content: InstrumentContent) => void
}

/** A name that no question has yet; it stays with the question through all later versions. */
const freshName = (content: InstrumentContent) => {
  const names = new Set(questionsOf(content).map(({ id }) => id))
  let count = names.size + 1
  while (names.has(`q${count}`)) count += 1
  return `q${count}`
}

const newQuestion = (content: InstrumentContent): Question => ({
  kind: 'choice',
  id: freshName(content),
  text: '',
  unknown: { points: 'worst' },
  options: [
    { value: 'a', text: '没有这种情况', points: 0 },
    { value: 'b', text: '', points: 1 },
  ],
})

const shownText = (content: InstrumentContent, { shownWhen = [] }: Question) => {
  const byId = new Map(questionsOf(content).map((question) => [question.id, question]))
  return shownWhen.map(({ question: name, is }) => {
    const parent = byId.get(name)
    const words = is.map((value) =>
      parent && 'options' in parent
        ? (parent.options.find((each) => each.value === value)?.text ?? value)
        : value,
    )
    return `“${parent?.text ?? name}”为：${words.join('、')}`
  })
}

const weightText = (question: Question) =>
  mostPoints(question) === 0
    ? QUESTION_KIND[question.kind]
    : `${QUESTION_KIND[question.kind]}，最多 ${mostPoints(question)} 分${'weight' in question && question.weight ? `（权重 ${question.weight}）` : ''}`

/** The questions of one section; in a draft each can be changed, moved or taken out, and new ones come in. */
export function QuestionList({ content, at, isDraft, onChange }: Props) {
  const [editing, setEditing] = useState<{ question: Question; isNew: boolean }>()
  const section = content.sections[at]
  if (!section) return null
  const { questions } = section
  const put = (next: Question[]) =>
    onChange({
      ...content,
      sections: content.sections.map((each, index) => (index === at ? { ...each, questions: next } : each)),
    })
  const move = (from: number, to: number) => {
    const next = [...questions]
    next.splice(to, 0, ...next.splice(from, 1))
    put(next)
  }
  const keep = (question: Question) => {
    put(
      editing?.isNew
        ? [...questions, question]
        : questions.map((each) => (each.id === question.id ? question : each)),
    )
    setEditing(undefined)
  }
  return (
    <>
      <ol className="asm-questions">
        {questions.map((question, index) => (
          <li key={question.id}>
            <div>
              <p>
                <strong>{question.text}</strong> <span className="sw-quiet">{weightText(question)}</span>
              </p>
              {'options' in question && (
                <p className="sw-quiet">
                  {question.options
                    .map(({ text, points, atLeast }) => {
                      const level = content.levels.find(({ code }) => code === atLeast)
                      return `${text}（${points}${level ? `，至少${level.label}` : ''}）`
                    })
                    .join('；')}
                </p>
              )}
              {unknownText(question, content.levels, content.unknownAtLeast) && (
                <p className="sw-quiet">{unknownText(question, content.levels, content.unknownAtLeast)}</p>
              )}
              {shownText(content, question).map((words) => (
                <p key={words} className="sw-quiet">
                  只在{words}时出现
                </p>
              ))}
              {question.source && <p className="sw-quiet">依据：{question.source}</p>}
            </div>
            {isDraft && (
              <span className="sw-actions">
                <Button
                  size="small"
                  aria-label={`改：${question.text}`}
                  onClick={() => setEditing({ question, isNew: false })}
                >
                  改
                </Button>
                <Button
                  size="small"
                  aria-label={`上移：${question.text}`}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  上移
                </Button>
                <Button
                  size="small"
                  danger
                  aria-label={`删去：${question.text}`}
                  disabled={questions.length === 1}
                  onClick={() => put(questions.filter(({ id }) => id !== question.id))}
                >
                  删去
                </Button>
              </span>
            )}
          </li>
        ))}
      </ol>
      {isDraft && (
        <Button onClick={() => setEditing({ question: newQuestion(content), isNew: true })}>加一道题</Button>
      )}
      <Modal
        open={editing !== undefined}
        title={editing?.isNew ? '加一道题' : '改题目'}
        footer={null}
        width={860}
        onCancel={() => setEditing(undefined)}
        destroyOnHidden
        mask={{ closable: false }}
      >
        {editing && (
          <QuestionForm
            content={content}
            question={editing.question}
            onKeep={keep}
            onCancel={() => setEditing(undefined)}
          />
        )}
      </Modal>
    </>
  )
}
