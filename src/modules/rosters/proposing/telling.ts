import type { Source, Sources } from '#modules/children/contract.ts'
import type { FieldChange } from '#modules/children/updates/contract.ts'
import type { Purpose } from '../contract.ts'

/** Who says something, for which day, and how numbers are compared without opening them. */
export type Telling = {
  source: Extract<Source, { kind: 'roster' }>
  purpose: Purpose
  indexOf: (field: 'id-number' | 'phone', value: string) => Buffer
}

/** Something that the roster says and the file does not take over, with the reason. Holds no value. */
export type Note = { field: string; code: string; message: string }

/** What one row would change, as it is gathered. `touched` are the words for the list. */
export type Gathered = { touched: Set<string>; notes: Note[] }

export const sourceOf = (sources: Sources, field: string): Source | undefined =>
  sources[field] ?? sources['*']

/**
 * May the roster's word replace what is on file? A newer day wins; on the same day the department that gave the value may correct
 * itself, another may not, and nobody overrules what a person entered that day.
 */
export const mayReplace = (telling: Telling, now: Source | undefined): boolean => {
  if (!now || now.day < telling.source.day) return true
  return (
    now.day === telling.source.day && now.kind === 'roster' && now.department === telling.source.department
  )
}

const originOf = (source: Source) =>
  source.kind === 'entry' ? `${source.by} ${source.day} 录入` : `${source.department} ${source.day} 的名册`

/** Says who gave what is on file, and when; never the value. */
export const keptNewer = (field: string, now: Source | undefined): Note => ({
  field,
  code: 'kept-newer',
  message: `档案里的内容不比名册旧（${now ? originOf(now) : ''}），保留档案的`,
})

type Offer = {
  field: string
  from: unknown
  to: unknown
  now: Source | undefined
  /** 'fill': a supplement only fills what is blank. */
  policy: 'fill' | 'replace'
}

/** The change that an offered value leads to, or undefined with a note when what is on file stays. Call it for different values only. */
export const settleOffer = (telling: Telling, gathered: Gathered, offer: Offer): FieldChange | undefined => {
  const { field, from, to, now, policy } = offer
  const change = { field, from, to }
  if (from === null || from === undefined || from === '' || from === 'unknown') return change
  if (policy === 'fill' && telling.purpose === 'supplement') {
    gathered.notes.push({
      field,
      code: 'kept-register',
      message: '与档案不同；补充台账不改这一项，以档案为准',
    })
    return undefined
  }
  if (mayReplace(telling, now)) return change
  gathered.notes.push(keptNewer(field, now))
  return undefined
}
