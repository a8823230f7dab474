import { addDays, addMonths, daysBetween } from '#kernel/day.ts'
import { weighted, type Random } from './random.ts'
import type { Disability, ParentState, ParentStateKind, Person, Proof } from './shapes.ts'

export const CLASSES = ['视力', '听力', '言语', '肢体', '智力', '精神', '多重'] as const
export const ADULT_ILLNESSES: readonly string[] = [
  '恶性肿瘤',
  '尿毒症',
  '重型肝炎',
  '脑卒中后遗症',
  '系统性红斑狼疮',
  '重型再生障碍性贫血',
]

const YEAR = 365

/** A day between two; the later one when they cross. */
export const dayWithin = (random: Random, from: string, to: string) =>
  addDays(from, random.int(0, Math.max(daysBetween(from, to), 0)))

export const later = (one: string, other: string) => (one > other ? one : other)
export const earlier = (one: string, other: string) => (one < other ? one : other)

/** A proof whose number begins with 演: invented. */
export const proofOf = (
  random: Random,
  name: string,
  word: string,
  issuedBy: string,
  issuedOn: string,
): Proof => ({
  name,
  number: `演${word}〔${issuedOn.slice(0, 4)}〕${random.int(1, 9999)}号`,
  issuedBy,
  issuedOn,
})

/** A disability with its card; the number repeats the holder's identity number, class and grade. */
export const disabilityOf = (
  random: Random,
  holder: Pick<Person, 'idNumber'>,
  issuedOn: string,
  isSevere: boolean,
): Disability => {
  const grade = random.pick(isSevere ? ([1, 1, 2, 2, 3] as const) : ([3, 4] as const))
  // 三级、四级 count as severe only for 智力 and 精神 (民发〔2019〕62号).
  const classCode =
    isSevere && grade > 2
      ? random.pick([5, 6] as const)
      : random.pick(isSevere ? ([1, 2, 3, 4, 5, 6, 7] as const) : ([1, 2, 3, 4] as const))
  return {
    classCode,
    className: CLASSES[classCode - 1] ?? '',
    grade,
    cardNumber: `${holder.idNumber}${classCode}${grade}`,
    issuedOn,
  }
}

export type Span = {
  /** Nothing here happened before: the youngest child was born with both parents there. */
  notBefore: string
  today: string
}

/** A term that runs today: begun at most 0.9 of it ago. */
const termOf = (random: Random, { notBefore, today }: Span, months: number) => {
  const from = dayWithin(
    random,
    later(notBefore, addDays(today, -Math.floor(months * 27))),
    addDays(today, -20),
  )
  return { from, to: addMonths(from, months), months }
}

/** An event of the last years that lies at least `lag` days back. */
const eventOf = (random: Random, { notBefore, today }: Span, years: number, lag: number) => {
  const to = addDays(today, -lag)
  return dayWithin(random, later(notBefore, addDays(today, -years * YEAR)), to)
}

/** Makes a state of a kind that holds today and, where the rule asks for six months, has held for them. */
export const stateOf = (random: Random, kind: ParentStateKind, person: Person, span: Span): ParentState => {
  const proof = (name: string, word: string, issuedBy: string, on: string) =>
    proofOf(random, name, word, issuedBy, on)
  switch (kind) {
    case 'deceased': {
      const from = eventOf(random, span, 8, 10)
      return { kind, from, proof: proof('居民死亡医学证明（推断）书', '亡', '县人民医院', from) }
    }
    case 'declared-missing': {
      const from = eventOf(random, span, 4, 30)
      return { kind, from, proof: proof('宣告失踪民事判决书', '民特', '县人民法院', from) }
    }
    case 'severe-disability': {
      const from = eventOf(random, span, 10, 30)
      const disability = disabilityOf(random, person, from, true)
      const card = {
        name: '残疾人证',
        number: disability.cardNumber,
        issuedBy: '县残疾人联合会',
        issuedOn: from,
      }
      return { kind, from, disability, proof: card }
    }
    case 'severe-illness': {
      const from = eventOf(random, span, 3, 20)
      return {
        kind,
        from,
        illness: random.pick(ADULT_ILLNESSES),
        proof: proof('重特大疾病医疗救助凭证', '医救', '县医疗保障局', from),
      }
    }
    case 'imprisoned': {
      const term = termOf(random, span, random.int(12, 84))
      return { kind, ...term, proof: proof('刑事判决书', '刑初', '县人民法院', addDays(term.from, -15)) }
    }
    case 'compulsory-detox': {
      const term = termOf(random, span, 24)
      return { kind, ...term, proof: proof('强制隔离戒毒决定书', '戒决', '县公安局', term.from) }
    }
    case 'other-restriction': {
      const term = termOf(random, span, random.int(6, 12))
      return { kind, ...term, proof: proof('限制人身自由措施决定书', '限', '县公安局', term.from) }
    }
    case 'out-of-contact': {
      const acceptedOn = eventOf(random, span, 4, 200)
      const from = later(span.notBefore, addDays(acceptedOn, -random.int(10, 200)))
      return {
        kind,
        from: earlier(from, acceptedOn),
        acceptedOn,
        proof: proof('接受失联报案回执', '警', '县公安局', acceptedOn),
      }
    }
    case 'guardianship-revoked': {
      const from = eventOf(random, span, 3, 40)
      return { kind, from, proof: proof('撤销监护人资格民事判决书', '民特', '县人民法院', from) }
    }
    case 'whereabouts-unknown': {
      const from = eventOf(random, span, 5, 30)
      const toldOn = dayWithin(random, from, span.today)
      return { kind, from, proof: proof('离家未归情况说明', '村证', '村（居）民委员会', toldOn) }
    }
  }
}

/** States that make a child 事实无人抚养 when both parents, or one beside a dead or missing one, are in them. */
export const pickUnableState = weighted<ParentStateKind>([
  ['imprisoned', 30],
  ['out-of-contact', 26],
  ['severe-disability', 17],
  ['severe-illness', 14],
  ['compulsory-detox', 10],
  ['guardianship-revoked', 2],
  ['other-restriction', 1],
])

/** What one parent of an ordinary family may be in; the other cares. */
export const pickSingleState = weighted<ParentStateKind>([
  ['deceased', 38],
  ['whereabouts-unknown', 20],
  ['severe-illness', 14],
  ['severe-disability', 14],
  ['imprisoned', 9],
  ['compulsory-detox', 5],
])
