import { answerText, isFitting, shownQuestions } from './answers.ts'
import {
  UNKNOWN,
  type Answer,
  type Answers,
  type InstrumentContent,
  type Level,
  type Question,
} from './content.ts'

/** What one answer brings: points, and the least level that it alone makes (index in `levels`, the worst is 0). */
type Weighed = { points: number; floor: number }

type Levels = Pick<InstrumentContent, 'levels' | 'unknownAtLeast'>

const placeOf = ({ levels }: Pick<Levels, 'levels'>, code: string | null | undefined) => {
  const at = levels.findIndex((level) => level.code === code)
  // The safest: brings nothing about.
  return at < 0 ? levels.length - 1 : at
}

const safer = (one: Weighed, other: Weighed) =>
  one.floor !== other.floor ? one.floor > other.floor : one.points < other.points

type Step = { points: number; atLeast?: string | undefined }

/** Everything that a known answer can bring, for questions of which exactly one thing is true. */
const stepsOf = (question: Question): Step[] => {
  if (question.kind === 'choice') return question.options
  if (question.kind === 'several') return [{ points: 0 }]
  if (question.kind === 'text' || question.kind === 'day') return [{ points: 0 }]
  const [first] = question.bands
  return first && first.from <= question.min ? question.bands : [{ points: 0 }, ...question.bands]
}

export const mostPoints = (question: Question): number => {
  const weight = 'weight' in question ? (question.weight ?? 1) : 1
  const points = (question.kind === 'several' ? question.options : stepsOf(question)).map(
    (each) => each.points,
  )
  return (
    weight * (question.kind === 'several' ? points.reduce((sum, one) => sum + one, 0) : Math.max(...points))
  )
}

const bandOf = (bands: readonly (Step & { from: number })[], value: number): Step =>
  bands.findLast(({ from }) => value >= from) ?? { points: 0 }

/** Never safer than the safest known answer, never lighter than what the instrument asks of anything unknown. */
const weighUnknown = (levels: Levels, question: Question, weight: number): Weighed => {
  const rule = 'unknown' in question ? question.unknown : undefined
  const most = mostPoints(question)
  const [first, ...rest] = stepsOf(question).map((step) => weigh(levels, step, weight))
  const safest = rest.reduce(
    (least, each) => (safer(each, least) ? each : least),
    first ?? { points: 0, floor: levels.levels.length - 1 },
  )
  return {
    points: Math.max(rule?.points === 'half' ? Math.ceil(most / 2) : most, safest.points),
    floor: Math.min(placeOf(levels, levels.unknownAtLeast), placeOf(levels, rule?.atLeast), safest.floor),
  }
}

const weigh = (levels: Levels, { points, atLeast }: Step, weight: number): Weighed => ({
  points: points * weight,
  floor: placeOf(levels, atLeast),
})

/** What an answer brings; one that does not fit brings what “不清楚” does. */
export const weighAnswer = (levels: Levels, question: Question, answer: Answer): Weighed => {
  const weight = 'weight' in question ? (question.weight ?? 1) : 1
  if (question.kind === 'text' || question.kind === 'day')
    return { points: 0, floor: levels.levels.length - 1 }
  if (answer === UNKNOWN || !isFitting(question, answer)) return weighUnknown(levels, question, weight)
  if (question.kind === 'choice')
    return weigh(levels, question.options.find(({ value }) => value === answer) ?? { points: 0 }, weight)
  if (question.kind !== 'several') return weigh(levels, bandOf(question.bands, Number(answer)), weight)
  const chosen = question.options.filter(({ value }) => Array.isArray(answer) && answer.includes(value))
  return {
    points: chosen.reduce((sum, { points }) => sum + points * weight, 0),
    floor: Math.min(levels.levels.length - 1, ...chosen.map(({ atLeast }) => placeOf(levels, atLeast))),
  }
}

/** An answer that brought the level about. */
export type Driver = {
  question: string
  text: string
  answer: string
  points: number
  /** By itself, because nobody knows, or by its points. */
  why: 'answer' | 'unknown' | 'points'
}

export type SectionScore = {
  id: string
  title: string
  points: number
  most: number
  asked: number
  answered: number
}

export type Score = {
  /** The level of what has been answered so far; more answers never make it safer. */
  level: Level
  points: number
  most: number
  sections: SectionScore[]
  /** What must still be answered, by name. */
  unanswered: string[]
  /** What nobody knows, by name. */
  unknown: string[]
  isComplete: boolean
  drivers: Driver[]
  /** What the child and the family have. */
  strengths: string[]
}

const MOST_DRIVERS = 6

type Told = { question: Question; answer: Answer; weighed: Weighed }

const driverOf = (why: Driver['why'], { question, answer, weighed }: Told): Driver => ({
  question: question.id,
  text: question.text,
  answer: answerText(question, answer),
  points: weighed.points,
  why: why === 'answer' && answer === UNKNOWN ? 'unknown' : why,
})

const driversOf = (told: Told[], at: number, isByPoints: boolean, isSafest: boolean): Driver[] => {
  if (isSafest) return []
  const alone = told.filter(({ weighed }) => weighed.floor === at)
  const rest = isByPoints ? told.filter((each) => !alone.includes(each) && each.weighed.points > 0) : []
  return [
    ...alone.map((each) => driverOf('answer', each)),
    ...rest
      .toSorted((one, other) => other.weighed.points - one.weighed.points)
      .slice(0, Math.max(0, MOST_DRIVERS - alone.length))
      .map((each) => driverOf('points', each)),
  ]
}

const strengthsOf = (told: Told[]) =>
  told.flatMap(({ question, answer }) =>
    question.kind === 'choice' || question.kind === 'several'
      ? question.options.flatMap(({ isStrength, value, text }) =>
          isStrength && [answer].flat().includes(value)
            ? [question.kind === 'choice' ? `${question.text}：${text}` : text]
            : [],
        )
      : [],
  )

const scoreSections = ({ sections }: InstrumentContent, shown: Set<Question>, told: Map<Question, Told>) =>
  sections.map(({ id, title, questions }): SectionScore => {
    const asked = questions.filter((question) => shown.has(question))
    return {
      id,
      title,
      points: asked.reduce((sum, question) => sum + (told.get(question)?.weighed.points ?? 0), 0),
      most: asked.reduce((sum, question) => sum + mostPoints(question), 0),
      asked: asked.length,
      answered: asked.filter((question) => told.has(question)).length,
    }
  })

/**
 * What answers come to. Pure, the same on server and browser; the order in which questions were answered makes no difference, another
 * risk never makes it safer, and “不清楚” is never safer than the safest known answer (`rules.test.ts` proves these).
 */
export const score = (content: InstrumentContent, answers: Answers): Score => {
  const shown = shownQuestions(content, answers)
  const told = new Map<Question, Told>()
  for (const question of shown) {
    const answer = answers[question.id]
    if (answer !== undefined)
      told.set(question, { question, answer, weighed: weighAnswer(content, question, answer) })
  }
  const all = [...told.values()]
  const sections = scoreSections(content, new Set(shown), told)
  const points = sections.reduce((sum, each) => sum + each.points, 0)
  const last = content.levels.length - 1
  const byPoints = content.levels.findIndex(({ from }) => from !== null && points >= from)
  const pointsAt = byPoints < 0 ? last : byPoints
  const at = Math.min(pointsAt, ...all.map(({ weighed }) => weighed.floor))
  const unanswered = shown.filter((question) => !question.isOptional && !told.has(question))
  const level = content.levels[at]
  if (!level) throw new Error('an instrument has at least two levels')
  return {
    level,
    points,
    most: sections.reduce((sum, each) => sum + each.most, 0),
    sections,
    unanswered: unanswered.map(({ id }) => id),
    unknown: all.flatMap(({ question, answer }) =>
      answer === UNKNOWN && 'unknown' in question ? [question.id] : [],
    ),
    isComplete: unanswered.length === 0,
    drivers: driversOf(all, at, pointsAt === at, at === last),
    strengths: strengthsOf(all),
  }
}

/** A driver as a sentence. */
export const driverText = ({ text, answer, points, why }: Driver, level: string): string => {
  if (why === 'points') return `“${text}”：${answer}，计 ${points} 分`
  return why === 'unknown'
    ? `“${text}”还不清楚：不清楚不算安全，等级至少为“${level}”`
    : `“${text}”：${answer}；只凭这一条，等级至少为“${level}”`
}
