import type { DangerLevel } from '#modules/cases/assessments/contract.ts'
import { shownQuestions } from '#modules/cases/assessments/scoring/answers.ts'
import type {
  Answer,
  Answers,
  InstrumentContent,
  Question,
} from '#modules/cases/assessments/scoring/content.ts'

/** What makes a story's case as dangerous as it is; everything else is well. */
const TROUBLE: Record<DangerLevel, Answers> = {
  immediate: {
    alone: 'small',
    carer: 'weak',
    mood: 'low',
    contact: 'lost',
    presence: 'loose',
    supervision: 'left',
  },
  high: {
    alone: 'night',
    carer: 'weak',
    mood: 'low',
    school: 'irregular',
    presence: 'away',
    supervision: 'gaps',
    talks: 'rare',
  },
  medium: { school: 'irregular', contact: 'rare', means: 'low', papers: 'unknown' },
  low: { contact: 'rare', means: 'low' },
}

const well = (question: Question): Answer => {
  switch (question.kind) {
    case 'choice':
      return question.options[0]?.value ?? ''
    case 'several':
      return []
    case 'scale':
    case 'number':
      return question.max
    case 'day':
      return '2026-03-05'
    case 'text':
      return '见评估结论'
  }
}

/** Every question of an instrument answered, as a story of this level has it. */
export const answersFor = (content: InstrumentContent, level: DangerLevel): Answers => {
  const answers: Answers = {}
  const next = () =>
    shownQuestions(content, answers).find(({ id, isOptional }) => !isOptional && answers[id] === undefined)
  for (let question = next(); question; question = next())
    answers[question.id] = TROUBLE[level][question.id] ?? well(question)
  return answers
}
