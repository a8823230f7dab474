import { addDays, today } from '#kernel/day.ts'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { newId } from '#web/ids.ts'
import type { listHelpers, CaseRecord } from '../../contract.ts'
import type { makePlan, NewPlanItem } from '../contract.ts'
import type { openPlanForm } from '../drafts/contract.ts'

type Helpers = OutputOf<typeof listHelpers>
type Plan = InputOf<typeof makePlan>
export type OpenResolution = OutputOf<typeof openPlanForm>['resolutions'][number]

/** An item as the form holds it: the owner is a person or a unit, in one field. */
export type ItemValues = Partial<Omit<NewPlanItem, 'ownerId' | 'unitId'>> & { owner?: string }

/** The plan as the form holds it: whether somebody was asked decides which fields count. */
export type PlanValues = Partial<Omit<Plan, 'items' | 'id' | 'version'>> & {
  childIs?: 'asked' | 'not-asked'
  guardianIs?: 'asked' | 'not-asked'
  items?: ItemValues[]
  why?: string
}

const PERSON = 'person:'
const UNIT = 'unit:'

export const ownerOptions = ({ people, units }: Helpers) => [
  {
    label: '本系统人员',
    options: people.map(({ id, name, role, place }) => ({
      value: `${PERSON}${id}`,
      label: `${name}（${[role, place].filter(Boolean).join('，')}）`,
    })),
  },
  {
    label: '承办单位（发转介）',
    options: units.map(({ id, name, hasOfficer }) => ({
      value: `${UNIT}${id}`,
      label: hasOfficer ? name : `${name}（还没有联络员账号）`,
    })),
  },
]

const ownerValue = ({ kind, id }: { kind: 'person' | 'unit'; id: string }) =>
  `${kind === 'unit' ? UNIT : PERSON}${id}`

export const toItem = ({ itemId, title = '', owner = '', dueDay = '', ...rest }: ItemValues) => ({
  ...rest,
  itemId: itemId ?? newId(),
  title,
  dueDay,
  ...(owner.startsWith(PERSON) && { ownerId: owner.slice(PERSON.length) }),
  ...(owner.startsWith(UNIT) && { unitId: owner.slice(UNIT.length) }),
})

const IN_TWO_WEEKS = 14
export const newItem = (): ItemValues => ({
  itemId: newId(),
  dueDay: addDays(today(new Date()), IN_TWO_WEEKS),
})

/** What was resolved, as an item; a day that has gone by is today. */
export const itemOf = ({ id, kind, text, owner, dueDay }: OpenResolution): ItemValues => {
  const day = today(new Date())
  return {
    itemId: newId(),
    resolutionId: id,
    kind,
    title: text,
    ...(owner && { owner: ownerValue(owner) }),
    dueDay: dueDay && dueDay > day ? dueDay : day,
  }
}

const openItems = (plan: NonNullable<CaseRecord['plan']>): ItemValues[] =>
  plan.items
    .filter(({ state }) => state === 'open')
    .map(({ id, kind, title, owner, dueDay, resolutionId }) => ({
      itemId: id,
      kind,
      title,
      owner: ownerValue(owner),
      dueDay,
      ...(resolutionId && { resolutionId }),
    }))

/** The form as it begins: the plan that stands, or what the conference resolved, or one empty item. */
export const initialOf = ({ plan }: CaseRecord, resolutions: OpenResolution[]): PlanValues => {
  if (!plan)
    return {
      goals: [{ text: '', sign: '' }],
      items: resolutions.length ? resolutions.map(itemOf) : [newItem()],
    }
  const items = openItems(plan)
  const known = <Value>(value: Value | null) => value ?? undefined
  return {
    goals: plan.goals,
    childIs: plan.childOpinion ? 'asked' : 'not-asked',
    childWay: known(plan.childWay),
    childAsked: known(plan.childAsked),
    childOpinion: known(plan.childOpinion),
    noChildOpinionReason: known(plan.noChildOpinionReason),
    guardianIs: plan.guardianOpinion ? 'asked' : 'not-asked',
    guardianOpinion: known(plan.guardianOpinion),
    noGuardianReason: known(plan.noGuardianReason),
    ...(plan.bestInterests && { bestInterests: plan.bestInterests }),
    items: items.length ? items : [newItem()],
  }
}

const given = (text: string | undefined) => (text?.trim() ? text : undefined)

/** What the endpoints take: only the fields that the two answers leave open. */
export const toPlan = (values: PlanValues) => {
  const { childIs, guardianIs, items = [], ...rest } = values
  const isChildAsked = childIs === 'asked'
  const isGuardianAsked = guardianIs === 'asked'
  return {
    goals: rest.goals ?? [],
    childWay: isChildAsked ? rest.childWay : undefined,
    childAsked: isChildAsked ? given(rest.childAsked) : undefined,
    childOpinion: isChildAsked ? given(rest.childOpinion) : undefined,
    noChildOpinionReason: isChildAsked ? undefined : given(rest.noChildOpinionReason),
    guardianOpinion: isGuardianAsked ? given(rest.guardianOpinion) : undefined,
    noGuardianReason: isGuardianAsked ? undefined : rest.noGuardianReason,
    // The schema of the endpoint asks for all six.
    bestInterests: rest.bestInterests as Plan['bestInterests'],
    items: items.map(toItem),
  }
}
