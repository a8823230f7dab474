import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import type { getPortal, sendReport } from '#modules/reports/portal/contract.ts'
import type { Flow } from './flow.ts'

export type Facts = OutputOf<typeof getPortal>
type Input = InputOf<typeof sendReport>
export type Danger = NonNullable<Input['danger']>
export type Workplace = NonNullable<Input['accusedWorkplaces']>[number] & { name: string }

/** What was written so far. It lives in this page's memory and nowhere else. */
export type Draft = Pick<
  Input,
  | 'childName'
  | 'childAbout'
  | 'divisionCode'
  | 'reporterName'
  | 'reporterPhone'
  | 'reporterRelation'
  | 'safeContact'
  | 'accusedName'
> & {
  isOwn: boolean
  isNamed: boolean | undefined
  isInDanger: 'yes' | 'no' | 'unknown' | undefined
  dangers: (keyof Danger)[]
  /** Sentences that were tapped instead of written. */
  tapped: string[]
  narrative: string
  dutyKinds: string[]
  workplaces: Workplace[]
  /** Typed into the search for a place, for a workplace, and chosen from neither list: it goes along as it stands. */
  placeText: string
  workplaceText: string
}

export const emptyDraft = (flow: Flow, dutyKinds: string[] = []): Draft => ({
  isOwn: flow === 'minor',
  isNamed: flow === 'minor' ? false : undefined,
  isInDanger: undefined,
  dangers: [],
  tapped: [],
  narrative: '',
  dutyKinds,
  workplaces: [],
  placeText: '',
  workplaceText: '',
})

export const narrativeOf = ({ tapped, narrative }: Draft) =>
  [tapped.join('。') + (tapped.length ? '。' : ''), narrative.trim()].filter(Boolean).join('\n')

/** A yes without more means that somebody is being hurt; what nobody answered stays unknown, which is never safe. */
export const dangerOf = ({ isInDanger, dangers }: Draft): Danger => {
  const ticked = Object.fromEntries(dangers.map((name) => [name, 'yes' as const]))
  if (isInDanger === 'yes') return dangers.length ? ticked : { isHurtNow: 'yes' }
  if (isInDanger === 'no') return { isHurtNow: 'no', ...ticked }
  return ticked
}

/** The search for a workplace is left with words in it: they count as a place that is not on the list. */
export const workplacesOf = ({ workplaces, workplaceText }: Draft): Workplace[] => {
  const text = workplaceText.trim()
  return text.length > 1 ? [...workplaces, { kind: 'other', id: '', text, name: text }] : workplaces
}

const aboutOf = ({ childAbout, divisionCode, placeText }: Draft) =>
  divisionCode || !placeText.trim()
    ? childAbout
    : [childAbout, `地方：${placeText.trim()}`].filter(Boolean).join('；')

/** Whoever reports for themselves has said their own name as the child's. */
const reporterOf = (draft: Draft) => {
  if (draft.isOwn) return draft.childName?.trim() ? { name: draft.childName, phone: undefined } : undefined
  // Written and then thought better of: a report without a name carries none.
  return draft.isNamed ? { name: draft.reporterName, phone: draft.reporterPhone } : undefined
}

/** The report as the server takes it, but for what is made while sending. */
export const inputOf = (draft: Draft): Omit<Input, 'id' | 'county' | 'code' | 'work' | 'files'> => ({
  door: reporterOf(draft) ? 'confidential' : 'anonymous',
  isOwn: draft.isOwn,
  narrative: narrativeOf(draft),
  childName: draft.childName,
  childAbout: aboutOf(draft),
  divisionCode: draft.divisionCode,
  danger: dangerOf(draft),
  dutyKinds: draft.dutyKinds,
  reporterRelation: draft.reporterRelation,
  safeContact: draft.safeContact,
  accusedName: draft.accusedName,
  accusedWorkplaces: workplacesOf(draft).map(({ kind, id, text }) => ({ kind, id, text })),
  reporterName: reporterOf(draft)?.name,
  reporterPhone: reporterOf(draft)?.phone,
})
