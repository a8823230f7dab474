import { Day } from '#kernel/fields.ts'
import {
  questionsOf,
  UNKNOWN,
  type Answer,
  type Answers,
  type InstrumentContent,
  type Question,
} from './content.ts'

/** An answer in the words of the instrument. */
export const answerText = (question: Question, answer: Answer | undefined): string => {
  if (answer === undefined) return '没有回答'
  if (answer === UNKNOWN && 'unknown' in question) return '不清楚'
  if (question.kind === 'choice') return question.options.find(({ value }) => value === answer)?.text ?? '—'
  if (question.kind === 'several') {
    const chosen = question.options.filter(({ value }) => Array.isArray(answer) && answer.includes(value))
    return chosen.length ? chosen.map(({ text }) => text).join('、') : question.none
  }
  if (question.kind === 'number') return `${String(answer)} ${question.unit}`
  if (question.kind === 'scale')
    return `${String(answer)}（${question.min} ${question.minText}，${question.max} ${question.maxText}）`
  return String(answer)
}

const isWithin = (answer: Answer, { min, max }: { min: number; max: number }) =>
  typeof answer === 'number' && Number.isInteger(answer) && answer >= min && answer <= max

/** Whether an answer is one that the question allows. */
export const isFitting = (question: Question, answer: Answer): boolean => {
  if (answer === UNKNOWN && 'unknown' in question && question.unknown) return true
  switch (question.kind) {
    case 'choice':
      return question.options.some(({ value }) => value === answer)
    case 'several':
      return (
        Array.isArray(answer) &&
        new Set(answer).size === answer.length &&
        answer.every((one) => question.options.some(({ value }) => value === one))
      )
    case 'scale':
    case 'number':
      return isWithin(answer, question)
    case 'day':
      return Day.safeParse(answer).success
    case 'text':
      return typeof answer === 'string' && answer.trim() !== ''
  }
}

/** The questions that these answers bring up, in order. A branch whose condition nobody knows is asked. */
export const shownQuestions = (
  content: Pick<InstrumentContent, 'sections'>,
  answers: Answers,
): Question[] => {
  const all = questionsOf(content)
  const byId = new Map(all.map((question) => [question.id, question]))
  const known = new Map<string, boolean>()
  const isShown = (question: Question): boolean => {
    const before = known.get(question.id)
    if (before !== undefined) return before
    // In a draft that goes round in a circle, nothing of the circle is asked.
    known.set(question.id, false)
    const isAsked = (question.shownWhen ?? []).every(({ question: name, is }) => {
      const parent = byId.get(name)
      const answer = answers[name]
      if (!parent || answer === undefined || !isShown(parent)) return false
      return answer === UNKNOWN || [answer].flat().some((one) => is.includes(String(one)))
    })
    known.set(question.id, isAsked)
    return isAsked
  }
  return all.filter(isShown)
}

/** Only what was asked and fits; what a branch no longer asks is left out. */
export const fittingAnswers = (content: InstrumentContent, answers: Answers): Answers =>
  Object.fromEntries(
    shownQuestions(content, answers).flatMap((question) => {
      const answer = answers[question.id]
      return answer !== undefined && isFitting(question, answer) ? [[question.id, answer]] : []
    }),
  )

/** The answers after one more, or after one was taken back. */
export const answeredWith = (answers: Answers, name: string, answer: Answer | undefined): Answers =>
  answer === undefined
    ? Object.fromEntries(Object.entries(answers).filter(([id]) => id !== name))
    : { ...answers, [name]: answer }
