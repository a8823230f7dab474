import { addDays, addMonths, daysBetween } from '#kernel/day.ts'
import { generationCharacter, pickGivenName, pickSurname, type Generation, type Sex } from './names.ts'
import { AWAY, pickDetail, type Place, type Places } from './places.ts'
import type { Random } from './random.ts'
import type { Registry } from './registry.ts'
import type { Person, Relation, Residence } from './shapes.ts'
import { dayWithin } from './states.ts'

/** What the makers share while one county is made. */
export type Making = {
  random: Random
  registry: Registry
  places: Places
  today: string
  /** The key of the next person. */
  nextKey: () => number
}

const YEAR = 365.25
const yearsBefore = (day: string, years: number) => addDays(day, -Math.round(years * YEAR))

const ETHNICITIES: readonly string[] = ['瑶族', '壮族', '苗族', '土家族', '畲族']

export const pickEthnicity = (random: Random) => (random.chance(0.015) ? random.pick(ETHNICITIES) : '汉族')

/** The first day of birth of those who are under eighteen today. */
export const firstMinorBirthDay = (today: string, age = 18) => addDays(addMonths(today, -12 * age), 1)

/**
 * Birth days of brothers and sisters, eldest first: apart by ten months at least, or twins. Drawn evenly over the years
 * one by one, so that all ages are equally frequent in the county.
 */
export const pickBirthDays = (random: Random, count: number, from: string, to: string): string[] => {
  const days = [dayWithin(random, from, to)]
  while (days.length < count) {
    if (random.chance(0.012)) {
      days.push(random.pick(days))
      continue
    }
    const isApart = (day: string) => days.every((other) => Math.abs(daysBetween(day, other)) >= 300)
    let day = dayWithin(random, from, to)
    for (let attempt = 0; attempt < 40 && !isApart(day); attempt++) day = dayWithin(random, from, to)
    // A narrow span can be full; then the family gets a twin instead.
    days.push(isApart(day) ? day : random.pick(days))
  }
  return days.toSorted()
}

export const makePerson = (
  { random, registry, nextKey }: Making,
  { surname, sex, bornOn, generation }: { surname: string; sex: Sex; bornOn: string; generation: Generation },
): Person => ({
  key: nextKey(),
  name: surname + pickGivenName(random, generation, sex),
  sex,
  ethnicity: pickEthnicity(random),
  idNumber: registry.idNumber(bornOn, sex),
  bornOn,
  ...(random.chance(0.85) && { phone: registry.phone() }),
  states: [],
})

/** Father and mother of children born between two days; women were 20 to 46, men 20 at least. */
export const makeParents = (making: Making, surname: string, eldest: string, youngest: string) => {
  const { random } = making
  const span = daysBetween(eldest, youngest) / YEAR
  const motherBornOn = yearsBefore(eldest, 20 + random.next() * Math.max(Math.min(13, 26 - span), 1))
  const fatherBornOn = addDays(motherBornOn, -random.int(-700, 2_900))
  const latestForFather = yearsBefore(eldest, 20)
  return {
    father: makePerson(making, {
      surname,
      sex: 'male',
      bornOn: fatherBornOn < latestForFather ? fatherBornOn : latestForFather,
      generation: 'parent',
    }),
    mother: makePerson(making, {
      surname: pickSurname(random),
      sex: 'female',
      bornOn: motherBornOn,
      generation: 'parent',
    }),
  }
}

const KIN: readonly (readonly [
  relation: Relation,
  side: 'father' | 'mother',
  sex: Sex,
  olderBy: readonly [number, number],
])[] = [
  ['paternal-grandfather', 'father', 'male', [22, 30]],
  ['paternal-grandmother', 'father', 'female', [20, 28]],
  ['maternal-grandmother', 'mother', 'female', [20, 28]],
  ['maternal-grandfather', 'mother', 'male', [22, 30]],
  ['uncle', 'father', 'male', [-2, 6]],
  ['aunt', 'father', 'female', [-2, 6]],
]

/** A relative who can care for the children: mostly the father's parents. */
export const makeRelative = (making: Making, parents: { father?: Person; mother: Person }) => {
  const { random } = making
  const possible = parents.father ? KIN : KIN.filter(([, side]) => side === 'mother')
  const roll = random.next()
  const [relation, side, sex, [least, most]] =
    possible[Math.floor(roll * roll * possible.length)] ?? random.pick(possible)
  const parent = (side === 'father' ? parents.father : undefined) ?? parents.mother
  const isAncestor = least > 0
  const sharesSurname = sex === 'male' || !isAncestor
  const person = makePerson(making, {
    surname: sharesSurname ? surnameOf(parent) : pickSurname(random),
    sex,
    bornOn: yearsBefore(parent.bornOn, least + random.next() * (most - least)),
    generation: isAncestor ? 'grandparent' : 'parent',
  })
  person.phone ??= making.registry.phone()
  return { person, relation }
}

const COMPOUND = /^(欧阳|司徒)/

export const surnameOf = ({ name }: Pick<Person, 'name'>) =>
  COMPOUND.exec(name)?.[0] ?? Array.from(name)[0] ?? ''

/** Names for brothers and sisters: every third family hands a generation character down. */
export const nameSiblings = (random: Random, surname: string, sexes: Sex[]): string[] => {
  const doShare = random.chance(0.35)
  let shared: string | undefined
  const names: string[] = []
  for (const sex of sexes) {
    let given = pickGivenName(random, 'child', sex, shared)
    while (names.includes(surname + given)) given = pickGivenName(random, 'child', sex, shared)
    if (doShare) shared ??= generationCharacter(given)
    names.push(surname + given)
  }
  return names
}

/** Most live where they are registered; some in the county's communities, some where the parents work. */
export const pickResidence = (making: Making, hukou: Place): Residence => {
  const { random, places } = making
  const roll = random.next()
  if (roll < 0.82) return { kind: 'same' }
  if (roll < 0.94) {
    const place = places.pickPlace(random)
    if (place.code !== hukou.code)
      return { kind: 'village', villageCode: place.code, detail: pickDetail(random, place) }
    return { kind: 'same' }
  }
  return { kind: 'outside', address: `${random.pick(AWAY)}${random.int(1, 30)}号出租屋` }
}
