import { ageOn } from '#kernel/day.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { DEMONSTRATION_COUNTY, generateCounty, type CountyOptions } from './county.ts'
import { pickGivenName, pickSurname } from './names.ts'
import { generateNetwork } from './people.ts'
import { createRandom, type Random } from './random.ts'
import { createRegistry } from './registry.ts'
import type { Child, Family } from './shapes.ts'
import { STORIES, type DangerAnswers, type Story } from './story-texts.ts'

export type CastStory = Omit<Story, 'wants' | 'danger' | 'reporter'> & {
  /** Index of the child in `generateCounty` with the same options; absent when unknown. */
  childIndex?: number
  villageCode: string
  danger: DangerAnswers
  /** Without name and phone when anonymous. */
  reporter: { relation: string; isAnonymous: boolean; name?: string; phone?: string }
}

const NO_DANGER: DangerAnswers = {
  isHurtNow: false,
  isWithSuspectedOffender: false,
  isUnattended: false,
  isAtRiskOfSelfHarm: false,
  isMissing: false,
  isSexualHarmSuspected: false,
  lacksFoodOrShelter: false,
}

type Cast = { child: Child; family: Family }

const fits = ({ child, family }: Cast, wants: NonNullable<Story['wants']>, today: string) => {
  const age = ageOn(child.bornOn, today)
  const kinds = child.categories.map(({ kind }) => kind)
  return (
    age >= wants.ages[0] &&
    age <= wants.ages[1] &&
    child.residence.kind === 'same' &&
    (!wants.sex || child.sex === wants.sex) &&
    (wants.category ? kinds.includes(wants.category) : kinds.length === 0) &&
    (!wants.isDisabled || child.health.disability !== undefined) &&
    (wants.parents ?? []).every((side) => family[side]?.states.length === 0)
  )
}

/** Runs the county until each story has found a child that it can be told of; no child has two. */
const castChildren = (options: CountyOptions): Map<string, Cast> => {
  const found = new Map<string, Cast>()
  const open = new Set(STORIES.filter(({ wants }) => wants))
  for (const family of generateCounty(options)) {
    for (const child of family.children) {
      const story = [...open].find(({ wants }) => wants && fits({ child, family }, wants, options.today))
      if (!story) continue
      found.set(story.key, { child, family })
      open.delete(story)
    }
    if (open.size === 0) break
  }
  return found
}

/**
 * The invented telephone reports, told of children of the generated county. A county too small to hold a fitting child
 * leaves that story's child unknown.
 */
export const castStories = (options: CountyOptions): CastStory[] => {
  const random = createRandom(options.seed ^ 0x57041)
  const registry = createRegistry(random, options.today)
  const divisions = options.divisions ?? loadDivisions(DEMONSTRATION_COUNTY)
  const { accounts } = generateNetwork({ ...options, divisions })
  const cast = castChildren(options)

  return STORIES.map(({ wants, danger, reporter: { is, ...reporter }, narrative, ...story }) => {
    const { child, family } = cast.get(story.key) ?? {}
    const villageCode = child?.hukou.villageCode ?? random.pick(divisions.villages).code
    const stranger = { name: inventName(random), phone: registry.phone() }
    const director = accounts.find(
      ({ role, divisionCode }) => role === 'child-director' && divisionCode === villageCode,
    )
    const known = is === 'director' ? director : is && family?.[is]
    const age = child ? ageOn(child.bornOn, options.today) : (wants?.ages[0] ?? 0)
    return {
      ...story,
      narrative: narrative.replaceAll('{age}', String(age)),
      ...(child && { childIndex: child.index }),
      villageCode,
      danger: { ...NO_DANGER, ...danger },
      reporter: reporter.isAnonymous
        ? reporter
        : { ...reporter, name: known?.name ?? stranger.name, phone: known?.phone ?? stranger.phone },
    }
  })
}

const inventName = (random: Random) =>
  pickSurname(random) + pickGivenName(random, 'parent', random.chance(0.6) ? 'female' : 'male')
