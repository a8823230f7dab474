import { addDays } from '#kernel/day.ts'
import { illnessOrDisability, mainCategory, poorFamily } from './categories.ts'
import { nameSiblings, pickEthnicity, pickResidence, surnameOf, type Making } from './families.ts'
import type { Sex } from './names.ts'
import { pickDetail, type Place } from './places.ts'
import type { Plan } from './quotas.ts'
import type { Random } from './random.ts'
import { schoolingOf } from './schooling.ts'
import type { Category, Child, DelegatedCare, Family, Guardian, Health, Person, Relation } from './shapes.ts'
import { dayWithin, disabilityOf, later, proofOf } from './states.ts'

/** A listed family's youngest is older than this, so that six months of a parent's state fit in after the birth. */
export const LISTED_FROM_DAYS = 400

const CHILD_ILLNESSES: readonly string[] = [
  '白血病',
  '先天性心脏病',
  '重型地中海贫血',
  '血友病',
  '脑性瘫痪',
  '肾病综合征',
  '难治性癫痫',
]
const CHRONIC: readonly string[] = [
  '哮喘',
  '癫痫',
  '地中海贫血（轻中型）',
  '过敏性紫癜',
  '近视性弱视',
  '儿童糖尿病',
]

/** A sick parent still is guardian; one who is dead, away in custody or severely disabled cannot be. */
export const canCare = (person: Person | undefined) =>
  person !== undefined && person.states.every(({ kind }) => kind === 'severe-illness')

export type Household = {
  place: Place
  birthDays: string[]
  firstIndex: number
  others: { person: Person; relation: Relation }[]
}

export const makeChildren = (making: Making, plan: Plan, family: Family, household: Household): Child[] => {
  const { random, registry, places, today } = making
  const { place, birthDays, firstIndex, others } = household
  const sexes = birthDays.map((): Sex => (random.chance(0.53) ? 'male' : 'female'))
  const surnamed = family.father && !random.chance(0.03) ? family.father : family.mother
  const names = nameSiblings(random, surnameOf(surnamed), sexes)
  const ethnicity = family.father?.ethnicity ?? pickEthnicity(random)
  const detail = pickDetail(random, place)
  const residence = plan.kind === 'left-behind' ? { kind: 'same' as const } : pickResidence(making, place)
  const livesIn = {
    same: place.code,
    outside: undefined,
    village: residence.kind === 'village' ? residence.villageCode : undefined,
  }[residence.kind]
  const guardians = guardiansOf(random, family, others)
  const delegatedCare =
    plan.kind === 'left-behind' ? delegatedCareOf(random, family, others, today) : undefined

  return birthDays.map((bornOn, at) => {
    const sex = sexes[at] ?? 'male'
    const idNumber = registry.idNumber(bornOn, sex)
    const isListed = plan.kind !== 'ordinary' && at < plan.listed
    const isIllKind = isListed && plan.kind === 'severe-illness-disability'
    const health = healthOf(random, { idNumber, bornOn }, isIllKind, isListed, today)
    return {
      index: firstIndex + at,
      name: names[at] ?? '',
      sex,
      ethnicity,
      idNumber,
      bornOn,
      hukou: { villageCode: place.code, detail },
      residence,
      guardians,
      ...(delegatedCare && { delegatedCare }),
      schooling: schoolingOf(
        random,
        places,
        {
          bornOn,
          villageCode: livesIn,
          isIll: health.status === 'severe-illness',
          isDisabled: !!health.disability,
        },
        today,
      ),
      health,
      categories: isListed ? categoriesOf(making, plan, family, { bornOn, health }) : [],
    }
  })
}

/** Parents who can care, else relatives; the first is the one whom the village calls. */
const guardiansOf = (random: Random, family: Family, others: Household['others']): Guardian[] => {
  const parents = (['mother', 'father'] as const).flatMap((relation) => {
    const person = family[relation]
    return person && canCare(person) ? [{ personKey: person.key, relation }] : []
  })
  if (random.chance(0.5)) parents.reverse()
  const chosen =
    parents.length > 0 ? parents : others.map(({ person, relation }) => ({ personKey: person.key, relation }))
  return chosen.map((guardian, at) => ({ ...guardian, isPrimary: at === 0 }))
}

const delegatedCareOf = (
  random: Random,
  family: Family,
  others: Household['others'],
  today: string,
): DelegatedCare | undefined => {
  const carer = others[0]
  if (!carer) return undefined
  const since = [family.father, family.mother].reduce(
    (day, person) => later(day, person?.awayAt?.since ?? day),
    '',
  )
  const agreedOn = dayWithin(random, since, later(since, addDays(today, -3)))
  return {
    carerKey: carer.person.key,
    relation: carer.relation,
    since,
    reason: '父母外出务工',
    ...(random.chance(0.7) && {
      agreement: proofOf(random, '委托照护协议', '委照', '乡镇人民政府', agreedOn),
    }),
  }
}

/** Most are healthy. Severe disability and illness belong to those who are listed for them. */
const healthOf = (
  random: Random,
  child: { idNumber: string; bornOn: string },
  isIllKind: boolean,
  isListed: boolean,
  today: string,
): Health => {
  const issuedOn = () =>
    dayWithin(random, later(addDays(child.bornOn, 300), addDays(today, -2_000)), addDays(today, -10))
  const isOldEnough = child.bornOn <= addDays(today, -LISTED_FROM_DAYS)
  const roll = random.next()
  if (isIllKind || (isListed && roll < 0.04)) {
    if (random.chance(0.35)) return { status: 'severe-illness', illness: random.pick(CHILD_ILLNESSES) }
    return { status: 'disabled', disability: disabilityOf(random, child, issuedOn(), true) }
  }
  if (roll < 0.05 && roll >= 0.046 && isOldEnough)
    return { status: 'disabled', disability: disabilityOf(random, child, issuedOn(), false) }
  if (roll >= 0.988) return { status: 'chronic-illness', illness: random.pick(CHRONIC) }
  return { status: 'healthy' }
}

/** The main category, and beside it what else is true of the child: several at once are common. */
const categoriesOf = (
  { random, today }: Making,
  plan: Plan,
  family: Family,
  child: { bornOn: string; health: Health },
): Category[] => {
  if (plan.kind === 'ordinary') return []
  const dates = { notBefore: child.bornOn, today }
  const categories = [mainCategory(random, plan.kind, family, child, dates)]
  const isPoor = plan.kind === 'left-behind' ? plan.isPoor : plan.kind !== 'poor-family' && random.chance(0.3)
  if (isPoor) categories.push(poorFamily(random, dates))
  const { status, disability } = child.health
  const isIll = status === 'severe-illness' || (disability !== undefined && status === 'disabled')
  if (isIll && plan.kind !== 'severe-illness-disability' && plan.kind !== 'left-behind')
    categories.push(illnessOrDisability(random, child, dates))
  return categories
}
