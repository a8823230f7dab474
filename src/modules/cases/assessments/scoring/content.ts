import { z } from 'zod'
import { ROLES } from '#modules/identity/rules.ts'
import { DangerLevel } from './danger.ts'

/** Short names within an instrument: they join answers to questions over all its versions, so they never change their meaning. */
const Name = z
  .string('请填写代号')
  .regex(/^[a-z][a-z0-9-]{0,39}$/, '代号用小写英文字母、数字和短横线，以字母开头')
const words = (what: string, max: number) =>
  z.string(`请填写${what}`).trim().min(1, `请填写${what}`).max(max, `${what}最多 ${max} 字`)
const more = (max: number) => z.string().trim().max(max, `最多 ${max} 字`).optional()
const Points = z.number('请填写分值').int('分值应为整数').min(0, '分值不能小于 0').max(100, '分值最多 100')

/** This answer alone makes the result at least so bad, whatever the points. */
const AtLeast = Name.optional()

export const Option = z.object({
  value: Name.refine((value) => value !== 'unknown', '“unknown”留给“不清楚”'),
  text: words('选项', 120),
  points: Points,
  atLeast: AtLeast,
  /** What the child or family already has; told beside the result. */
  isStrength: z.literal(true).optional(),
  /** One of our drawn faces, 1 glad … 5 crying, for children who do not read yet. */
  face: z.number().int().min(1).max(5).optional(),
})
export type Option = z.infer<typeof Option>

/** From this value on the answer has these points; below the first band it has none. */
export const Band = z.object({
  from: z.number('请填写起点').int('起点应为整数'),
  points: Points,
  atLeast: AtLeast,
})
export type Band = z.infer<typeof Band>

/**
 * What “不清楚” counts as, told beside the question. It never counts as safe: as the worst answer's points, or half of them, and the
 * result is at least `atLeast`, or else what the instrument says for all its questions.
 */
export const Unknown = z.object({ points: z.enum(['worst', 'half']), atLeast: AtLeast })
export type Unknown = z.infer<typeof Unknown>

/** Shown when the answer to another question is one of these, or nobody knows it. Several conditions must all hold. */
export const Condition = z.object({ question: Name, is: z.array(Name).min(1, '请选择至少一个回答') })

const Asked = z.object({
  id: Name,
  text: words('题目', 200),
  /** How to put it to the person, in their words. */
  say: more(300),
  /** What to look at, and what not to conclude. */
  hint: more(300),
  isOptional: z.literal(true).optional(),
  shownWhen: z.array(Condition).max(4).optional(),
  source: more(200),
})

const Weight = z.number().int().min(1, '权重至少为 1').max(10, '权重最多为 10').optional()
const Scored = Asked.extend({ weight: Weight, unknown: Unknown.optional() })

export const Question = z.discriminatedUnion('kind', [
  Scored.extend({
    kind: z.literal('choice'),
    options: z.array(Option).min(2, '至少两个选项').max(12, '最多 12 个选项'),
  }),
  Scored.extend({
    kind: z.literal('several'),
    options: z.array(Option).min(1, '至少一个选项').max(20, '最多 20 个选项'),
    /** What no tick means, in words. */
    none: words('“都没有”的说法', 40),
  }),
  Scored.extend({
    kind: z.literal('scale'),
    min: z.number().int(),
    max: z.number().int(),
    minText: words('最小值的说法', 40),
    maxText: words('最大值的说法', 40),
    bands: z.array(Band).max(10),
  }),
  Scored.extend({
    kind: z.literal('number'),
    min: z.number().int(),
    max: z.number().int(),
    unit: words('单位', 10),
    bands: z.array(Band).max(10),
  }),
  Asked.extend({ kind: z.literal('text') }),
  Asked.extend({ kind: z.literal('day') }),
])
export type Question = z.infer<typeof Question>

export const Level = z.object({
  code: Name,
  label: words('等级名称', 20),
  /** What it means for the case; null where the instrument says nothing about danger. */
  danger: DangerLevel.nullable(),
  /** Reached by points from here on; null when only an answer can bring it about. */
  from: Points.max(2_000).nullable(),
  advice: words('处置建议', 300),
})
export type Level = z.infer<typeof Level>

export const Section = z.object({
  id: Name,
  title: words('分节名称', 40),
  intro: more(400),
  questions: z.array(Question).min(1, '每一节至少一道题').max(60),
})
export type Section = z.infer<typeof Section>

/** 评估表: what is asked of whom, what each answer weighs, and what the sum means. Kept as data, in versions. */
export const InstrumentContent = z.object({
  code: Name,
  title: words('评估表名称', 40),
  purpose: words('用途', 400),
  asked: z.enum(['worker', 'guardian', 'child']),
  /** Who may fill it in. */
  roles: z.array(z.enum(ROLES)).min(1, '请选择谁可以填写'),
  /** For children of these ages (full years) only. */
  ages: z.object({ from: z.number().int(), to: z.number().int() }).optional(),
  /** Its result sets the danger level of the case; others can only raise it. */
  setsCaseLevel: z.literal(true).optional(),
  /** Law, standard or our own judgement. */
  source: words('来源', 400),
  /** The thresholds come from no text that we have read. */
  isUnconfirmed: z.boolean(),
  sections: z.array(Section).min(1, '至少一节').max(20),
  /** The worst first; the last begins at 0 points. */
  levels: z.array(Level).min(2, '至少两个等级').max(8),
  /** The least that any “不清楚” brings about; null where the levels say nothing about danger. */
  unknownAtLeast: Name.nullable(),
})
export type InstrumentContent = z.infer<typeof InstrumentContent>

/** The answer “不清楚”. */
export const UNKNOWN = 'unknown'

/** One option, several, a number, or a text; a day as YYYY-MM-DD. */
export const Answer = z.union([
  z.string().max(2_000, '最多 2000 字'),
  z.array(z.string().max(40)).max(20),
  z.number(),
])
export type Answer = z.infer<typeof Answer>

/** By the question's name. What is not there is not answered yet. */
export const Answers = z.record(z.string().max(40), Answer)
export type Answers = z.infer<typeof Answers>

export const questionsOf = ({ sections }: Pick<InstrumentContent, 'sections'>): Question[] =>
  sections.flatMap(({ questions }) => questions)
