import { addDays } from '#kernel/day.ts'
import type { Random } from './random.ts'
import type { Category, CategoryKind, Child, Family, Proof } from './shapes.ts'
import { dayWithin, later, proofOf } from './states.ts'

const LEDGER = '县民政局困境儿童信息台账'
const LEFT_BEHIND_LEDGER = '县民政局农村留守儿童基本情况表'

type Paper = { name: string; word: string; issuedBy: string }

const PAPERS: Record<CategoryKind, Paper> = {
  orphan: { name: '孤儿基本生活保障确认书', word: '孤', issuedBy: '县民政局' },
  'de-facto-unattended': { name: '事实无人抚养儿童基本生活补贴确认书', word: '事无', issuedBy: '县民政局' },
  'poor-family': { name: '最低生活保障证', word: '低保', issuedBy: '县民政局' },
  'severe-illness-disability': { name: '重特大疾病医疗救助凭证', word: '医救', issuedBy: '县医疗保障局' },
  'improper-guardianship': { name: '家庭监护能力评估报告', word: '监评', issuedBy: '县未成年人救助保护中心' },
  other: { name: '困难情况说明', word: '村证', issuedBy: '村（居）民委员会' },
  'left-behind': { name: '农村留守儿童登记表', word: '留守', issuedBy: '县民政局' },
}

const POOR: readonly [detail: string, paper: string][] = [
  ['低保家庭', '最低生活保障证'],
  ['低保家庭', '最低生活保障证'],
  ['低保家庭', '最低生活保障证'],
  ['低保边缘家庭', '最低生活保障边缘家庭证'],
  ['特困供养', '特困人员救助供养证'],
]
const IMPROPER: readonly string[] = ['监护缺失', '监护失当', '监护不足']
const OTHER: readonly string[] = [
  '家庭突发重大变故',
  '心理行为需要支持',
  '曾流浪走失',
  '失学返校需要帮助',
  '其他需要帮助',
]

type Dates = { notBefore: string; today: string }

const categoryOf = (
  random: Random,
  kind: CategoryKind,
  detail: string,
  since: string,
  proof: Proof,
  today: string,
): Category => ({
  kind,
  detail,
  since,
  proof,
  source: kind === 'left-behind' ? LEFT_BEHIND_LEDGER : LEDGER,
  sourceOn: dayWithin(random, since, later(since, addDays(today, -1))),
})

const papered = (
  random: Random,
  kind: CategoryKind,
  detail: string,
  { notBefore, today }: Dates,
  paperName?: string,
) => {
  const { name, word, issuedBy } = PAPERS[kind]
  const since = dayWithin(random, later(notBefore, addDays(today, -1_500)), addDays(today, -5))
  return categoryOf(
    random,
    kind,
    detail,
    since,
    proofOf(random, paperName ?? name, word, issuedBy, since),
    today,
  )
}

export const poorFamily = (random: Random, dates: Dates): Category => {
  const [detail, paper] = random.pick(POOR)
  return papered(random, 'poor-family', detail, dates, paper)
}

/** From the child's own health: the disability card, or the paper of medical aid. */
export const illnessOrDisability = (
  random: Random,
  { health }: Pick<Child, 'health'>,
  dates: Dates,
): Category => {
  const { disability } = health
  if (!disability) return papered(random, 'severe-illness-disability', '重病', dates)
  const { cardNumber, issuedOn, grade, className } = disability
  const since = later(issuedOn, dates.notBefore)
  const proof = { name: '残疾人证', number: cardNumber, issuedBy: '县残疾人联合会', issuedOn }
  return categoryOf(
    random,
    'severe-illness-disability',
    `${className}残疾${'一二三四'[grade - 1]}级`,
    since,
    proof,
    dates.today,
  )
}

/** The day from which both parents failed: a category that rests on them cannot be older. */
const failedSince = ({ father, mother }: Pick<Family, 'father' | 'mother'>, notBefore: string) =>
  [father, mother]
    .flatMap((parent) => parent?.states ?? [])
    .map(({ from, acceptedOn }) => acceptedOn ?? from)
    .reduce(later, notBefore)

/** The category that gives the family its place on the ledger. */
export const mainCategory = (
  random: Random,
  kind: CategoryKind,
  family: Pick<Family, 'father' | 'mother'>,
  child: Pick<Child, 'health'>,
  dates: Dates,
): Category => {
  switch (kind) {
    case 'poor-family':
      return poorFamily(random, dates)
    case 'severe-illness-disability':
      return illnessOrDisability(random, child, dates)
    case 'orphan':
    case 'de-facto-unattended': {
      const detail = kind === 'orphan' ? '社会散居孤儿' : '父母均不能履行监护职责'
      return papered(random, kind, detail, { ...dates, notBefore: failedSince(family, dates.notBefore) })
    }
    case 'improper-guardianship':
      return papered(random, kind, random.pick(IMPROPER), dates)
    case 'other':
      return papered(random, kind, random.pick(OTHER), dates)
    case 'left-behind': {
      const isBothAway = family.father?.awayAt && family.mother.awayAt
      return papered(random, kind, isBothAway ? '父母双方外出务工' : '一方外出务工另一方无监护能力', {
        ...dates,
        notBefore: [family.father, family.mother].reduce(
          (day, parent) => later(day, parent?.awayAt?.since ?? day),
          dates.notBefore,
        ),
      })
    }
  }
}
