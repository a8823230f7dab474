import {
  questionsOf,
  type InstrumentContent,
  type Level,
  type Question,
  type Section,
} from '../scoring/content.ts'

const fresh = (prefix: string, taken: readonly string[]) => {
  let count = taken.length + 1
  while (taken.includes(`${prefix}${count}`)) count += 1
  return `${prefix}${count}`
}

/** A name that no question has yet; it stays with the question through all later versions. */
export const freshQuestionName = (content: InstrumentContent): string =>
  fresh(
    'q',
    questionsOf(content).map(({ id }) => id),
  )

/** A whole question, so that the draft can be saved before its words are written. */
const firstQuestion = (id: string): Question => ({
  kind: 'choice',
  id,
  text: '新的一题',
  unknown: { points: 'worst' },
  options: [
    { value: 'a', text: '没有这种情况', points: 0 },
    { value: 'b', text: '有一些', points: 1 },
    { value: 'c', text: '严重', points: 2 },
  ],
})

/** A further section with one question, at the end. */
export const withSection = (content: InstrumentContent): InstrumentContent => {
  const section: Section = {
    id: fresh(
      's',
      content.sections.map(({ id }) => id),
    ),
    title: '新的一节',
    questions: [firstQuestion(freshQuestionName(content))],
  }
  return { ...content, sections: [...content.sections, section] }
}

const level = (code: Level['code'], label: string, from: number, advice: string) => ({
  code,
  label,
  from,
  advice,
})

const LEVELS = [
  level('high', '高', 2, '写明怎么办'),
  level('medium', '中', 1, '写明怎么办'),
  level('low', '低', 0, '写明怎么办'),
]

type Begun = Pick<InstrumentContent, 'code' | 'title' | 'purpose' | 'asked' | 'roles' | 'source'> & {
  /** Its levels say how dangerous it is, so that “不清楚” is at least medium. */
  hasDanger: boolean
}

/** A new instrument that is whole from the start: one section, one question, three levels. */
export const beginContent = ({ hasDanger, ...about }: Begun): InstrumentContent => ({
  ...about,
  isUnconfirmed: true,
  sections: [{ id: 's1', title: '第一节', questions: [firstQuestion('q1')] }],
  levels: LEVELS.map((each) => ({
    ...each,
    danger:
      hasDanger && (each.code === 'high' || each.code === 'medium' || each.code === 'low') ? each.code : null,
  })),
  unknownAtLeast: hasDanger ? 'medium' : null,
})
