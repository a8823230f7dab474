import { addDays } from '#kernel/day.ts'
import type { Divisions } from '#modules/organisations/divisions/division.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { canCare, LISTED_FROM_DAYS, makeChildren } from './children.ts'
import { firstMinorBirthDay, makeParents, makeRelative, pickBirthDays, type Making } from './families.ts'
import { pickSurname } from './names.ts'
import { AWAY, createPlaces, type Place } from './places.ts'
import { countsFor, createPlanner, type Plan } from './quotas.ts'
import { createRandom, type Random } from './random.ts'
import { createRegistry } from './registry.ts'
import type { Family, ParentStateKind, Person, Relation } from './shapes.ts'
import { dayWithin, later, pickSingleState, pickUnableState, stateOf, type Span } from './states.ts'

export type CountyOptions = {
  seed: number
  minors: number
  /** Everybody is a minor on this day, `YYYY-MM-DD`, and nothing happens after it. */
  today: string
  /** Of the demonstration county by default. */
  divisions?: Divisions
}

/** The county whose villages the demonstration uses. */
export const DEMONSTRATION_COUNTY = '441821'

/**
 * An invented county, family by family and always the same for the same seed: `minors` children in all, of them exactly
 * `countsFor(minors)` in difficulty and left behind. Holds no family back, so memory does not grow with the county.
 */
export function* generateCounty(options: CountyOptions): Generator<Family, void, undefined> {
  const random = createRandom(options.seed)
  const places = createPlaces(random, options.divisions ?? loadDivisions(DEMONSTRATION_COUNTY))
  let key = 0
  const making: Making = {
    random,
    places,
    registry: createRegistry(random, options.today),
    today: options.today,
    nextKey: () => key++,
  }
  const nextPlan = createPlanner(random, countsFor(options.minors))
  let index = 0
  for (let plan = nextPlan(); plan; plan = nextPlan()) {
    yield makeFamily(making, plan, index)
    index += plan.size
  }
}

type Couple = { father?: Person; mother: Person }

const makeFamily = (making: Making, plan: Plan, firstIndex: number): Family => {
  const { random, places, today } = making
  const isLeftBehind = plan.kind === 'left-behind'
  const place = isLeftBehind ? places.pickRuralPlace(random) : places.pickPlace(random)
  const latest = plan.kind === 'ordinary' ? today : addDays(today, -LISTED_FROM_DAYS)
  // 留守儿童 are under sixteen (国发〔2016〕13号).
  const birthDays = pickBirthDays(
    random,
    plan.size,
    firstMinorBirthDay(today, isLeftBehind ? 16 : 18),
    latest,
  )
  const couple = makeCouple(making, plan, place, birthDays)
  enterStates(making, plan, couple, birthDays.at(-1) ?? today)

  const others: { person: Person; relation: Relation }[] = []
  const needsCarer = isLeftBehind || (!canCare(couple.father) && !canCare(couple.mother))
  if (needsCarer) others.push(makeRelative(making, couple))
  if (needsCarer && random.chance(0.3)) addSecondRelative(making, couple, others)

  const family: Family = { ...couple, others: others.map(({ person }) => person), children: [] }
  family.children = makeChildren(making, plan, family, { place, birthDays, firstIndex, others })
  return family
}

const makeCouple = (making: Making, plan: Plan, place: Place, birthDays: string[]): Couple => {
  const { random } = making
  const surname = random.chance(0.55) ? random.pick(place.surnames) : pickSurname(random)
  const eldest = birthDays[0] ?? making.today
  const { father, mother } = makeParents(making, surname, eldest, birthDays.at(-1) ?? eldest)
  // The father of some is not known; only ordinary and poor families are made so, for the rest needs both parents' states.
  const isFatherUnknown = (plan.kind === 'ordinary' || plan.kind === 'poor-family') && random.chance(0.006)
  return isFatherUnknown ? { mother } : { father, mother }
}

/** Gives the parents the states that the plan rests on (truth table: 民发〔2019〕62号). */
const enterStates = ({ random, today }: Making, plan: Plan, { father, mother }: Couple, youngest: string) => {
  const span = { notBefore: youngest, today }
  const enter = (person: Person | undefined, kind: ParentStateKind) => {
    if (!person) return
    person.states.push(stateOf(random, kind, person, span))
    if (kind === 'deceased' || kind === 'declared-missing' || kind === 'out-of-contact') delete person.phone
  }
  const [one, other] = random.chance(0.6) ? [father, mother] : [mother, father]
  if (plan.kind === 'orphan') {
    enter(one, 'deceased')
    enter(other, random.chance(0.1) ? 'declared-missing' : 'deceased')
  } else if (plan.kind === 'de-facto-unattended') {
    enter(
      one,
      random.chance(0.6) ? (random.chance(0.05) ? 'declared-missing' : 'deceased') : pickUnableState(random),
    )
    enter(other, pickUnableState(random))
  } else if (plan.kind === 'left-behind') {
    sendAway(random, father, span)
    if (random.chance(0.88)) sendAway(random, mother, span)
    else enter(mother, random.chance(0.5) ? 'severe-disability' : 'severe-illness')
  } else if (random.chance(plan.kind === 'ordinary' ? 0.014 : 0.25)) {
    enter(one, pickSingleState(random))
  }
}

const sendAway = (random: Random, person: Person | undefined, { notBefore, today }: Span) => {
  if (!person) return
  const since = dayWithin(random, later(notBefore, addDays(today, -1_500)), addDays(today, -200))
  person.awayAt = { place: random.pick(AWAY), since }
}

const addSecondRelative = (
  making: Making,
  couple: Couple,
  others: { person: Person; relation: Relation }[],
) => {
  const second = makeRelative(making, couple)
  if (others.every(({ relation }) => relation !== second.relation)) others.push(second)
}
