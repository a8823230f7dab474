import { isSafer } from '../scoring/danger.ts'
import { questionsOf, type InstrumentContent, type Question } from '../scoring/content.ts'
import { mostPoints, weighAnswer } from '../scoring/rules.ts'

const doubles = (names: readonly string[]) => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
]

type Named = { byId: Map<string, Question>; content: InstrumentContent }

const titleOf = ({ text }: Question) => `“${text}”`

const nameFaults = ({ sections, levels }: InstrumentContent, questions: Question[]) => [
  ...doubles(sections.map(({ id }) => id)).map((id) => `有两节都叫 ${id}`),
  ...doubles(questions.map(({ id }) => id)).map((id) => `有两道题的代号都是 ${id}`),
  ...doubles(levels.map(({ code }) => code)).map((code) => `有两个等级的代号都是 ${code}`),
  ...questions.flatMap((question) =>
    'options' in question
      ? doubles(question.options.map(({ value }) => value)).map(
          (value) => `${titleOf(question)}有两个选项的代号都是 ${value}`,
        )
      : [],
  ),
]

const levelFaults = (content: InstrumentContent, questions: Question[]) => {
  const { levels } = content
  const faults: string[] = []
  const starts = levels.flatMap(({ from }) => (from === null ? [] : [from]))
  if (levels.at(-1)?.from !== 0) faults.push('最后一个（最安全的）等级必须从 0 分起，否则有的结果没有等级')
  if (starts.some((from, at) => at > 0 && from >= (starts[at - 1] ?? 0)))
    faults.push('各等级的起点分应从上到下递减')
  const dangers = levels.flatMap(({ danger }) => danger ?? [])
  if (dangers.length !== 0 && dangers.length !== levels.length)
    faults.push('危险程度要么每个等级都写，要么都不写')
  if (dangers.some((danger, at) => at > 0 && isSafer(dangers[at - 1] ?? danger, danger)))
    faults.push('等级应从最危险到最安全排列')
  const most = questions.reduce((sum, question) => sum + mostPoints(question), 0)
  const brought = new Set(questions.flatMap(broughtAbout))
  for (const { code, label, from } of levels)
    if ((from === null || from > most) && !brought.has(code) && content.unknownAtLeast !== code)
      faults.push(`没有任何回答能得到等级“${label}”：请调低起点分，或指定哪个回答直接得到它`)
  return faults
}

const broughtAbout = (question: Question): string[] => {
  const steps = 'options' in question ? question.options : 'bands' in question ? question.bands : []
  const unknown = 'unknown' in question ? question.unknown?.atLeast : undefined
  return [...steps.map(({ atLeast }) => atLeast), unknown].flatMap((code) => code ?? [])
}

const unknownFaults = ({ levels, unknownAtLeast }: InstrumentContent) => {
  const hasDanger = levels.some(({ danger }) => danger !== null)
  const least = levels.find(({ code }) => code === unknownAtLeast)
  if (unknownAtLeast !== null && !least) return ['“不清楚”至少得到的等级不在等级表里']
  if (hasDanger && (!least?.danger || isSafer(least.danger, 'medium')))
    return ['“不清楚”不能算安全：至少应得到危险程度为“中”的等级']
  return []
}

const bandFaults = (question: Question) => {
  if (!('bands' in question)) return []
  const { bands, min, max } = question
  const faults: string[] = []
  if (min >= max) faults.push(`${titleOf(question)}的最小值应小于最大值`)
  if (bands.some(({ from }, at) => at > 0 && from <= (bands[at - 1]?.from ?? 0)))
    faults.push(`${titleOf(question)}的分段起点应从小到大`)
  if (bands.some(({ from }) => from < min || from > max))
    faults.push(`${titleOf(question)}有分段起点超出了范围`)
  return faults
}

/**
 * A branch may not vanish when an answer gets worse, or a risk behind it would count no longer. So with an answer, every riskier one
 * must open it too; answers of which none is riskier (who looks after the child) may open what they like.
 */
const isClosedUpwards = (content: InstrumentContent, parent: Question, is: readonly string[]) => {
  // Ticks only add up: one more never takes another away.
  if (parent.kind !== 'choice') return true
  const weighed = (value: string) => weighAnswer(content, parent, value)
  return is.every((value) =>
    parent.options.every(({ value: other }) => {
      const [one, two] = [weighed(value), weighed(other)]
      const isRiskier =
        two.points >= one.points &&
        two.floor <= one.floor &&
        (two.points > one.points || two.floor < one.floor)
      return !isRiskier || is.includes(other)
    }),
  )
}

const conditionFaults = ({ byId, content }: Named, question: Question) =>
  (question.shownWhen ?? []).flatMap(({ question: name, is }) => {
    const parent = byId.get(name)
    if (!parent) return [`${titleOf(question)}的显示条件指向不存在的题目 ${name}`]
    if (parent.kind !== 'choice' && parent.kind !== 'several')
      return [`${titleOf(question)}的显示条件只能指向单选或多选题，${titleOf(parent)}不是`]
    const missing = is.filter((value) => !parent.options.some((option) => option.value === value))
    if (missing.length)
      return [`${titleOf(question)}的显示条件里，${titleOf(parent)}没有选项 ${missing.join('、')}`]
    // Text and days weigh nothing.
    return question.kind === 'text' || question.kind === 'day' || isClosedUpwards(content, parent, is)
      ? []
      : [
          `${titleOf(parent)}的回答变得更严重时，${titleOf(question)}会消失，它的风险就不计了：请把更严重的选项也列入显示条件`,
        ]
  })

const isInCircle = ({ byId }: Named, question: Question): boolean => {
  const seen = new Set<string>()
  let next = (question.shownWhen ?? []).map((condition) => condition.question)
  while (next.length) {
    if (next.includes(question.id)) return true
    const fresh = next.filter((name) => !seen.has(name))
    for (const name of fresh) seen.add(name)
    next = fresh.flatMap((name) => (byId.get(name)?.shownWhen ?? []).map((condition) => condition.question))
  }
  return false
}

/** Two conditions on one choice that no answer can meet at once. “不清楚” would meet them, but a branch is there for what is known. */
const isUnreachable = ({ byId }: Named, { shownWhen = [] }: Question) =>
  shownWhen.some(({ question: name, is }) =>
    shownWhen.some(
      (other) =>
        other.question === name &&
        byId.get(name)?.kind === 'choice' &&
        !other.is.some((value) => is.includes(value)),
    ),
  )

const branchFaults = (named: Named, question: Question) => [
  ...conditionFaults(named, question),
  ...(isInCircle(named, question) ? [`${titleOf(question)}的显示条件绕成了一圈，永远不会出现`] : []),
  ...(isUnreachable(named, question) ? [`${titleOf(question)}的显示条件互相矛盾，永远不会出现`] : []),
]

const answerFaults = ({ content }: Named, question: Question) =>
  broughtAbout(question)
    .filter((code) => !content.levels.some((level) => level.code === code))
    .map((code) => `${titleOf(question)}有回答指定了不存在的等级 ${code}`)

/** What speaks against publishing an instrument, in words; empty when it may be used. */
export const faultsOf = (content: InstrumentContent): string[] => {
  const questions = questionsOf(content)
  const named = { content, byId: new Map(questions.map((question) => [question.id, question])) }
  return [
    ...nameFaults(content, questions),
    ...levelFaults(content, questions),
    ...unknownFaults(content),
    ...questions.flatMap((question) => [
      ...bandFaults(question),
      ...answerFaults(named, question),
      ...branchFaults(named, question),
    ]),
  ]
}
