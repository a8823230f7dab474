import { plainText } from '#web/conflict.ts'
import type { Source as FactSource } from '#web/kit/Facts.tsx'
import { DECLARED } from '../care/labels.ts'
import type { Source, Sources } from '../contract.ts'
import {
  CATEGORY,
  CHILD_STATE,
  HEALTH,
  PARENT_STATE,
  RELATION,
  RESIDENCE,
  SCHOOLING,
  SEX,
} from '../labels.ts'

const WORDS: Record<string, Record<string, string>> = {
  sex: SEX,
  residence: RESIDENCE,
  relation: RELATION,
  state: CHILD_STATE,
  status: SCHOOLING,
  kind: { ...CATEGORY, ...PARENT_STATE, ...HEALTH },
  declared: DECLARED,
}

/** A value of a history or a conflict in the words of the file. */
export const wordOf = (field: string, value: unknown): string => {
  if (Array.isArray(value)) return value.map((each) => wordOf(field, each)).join('、') || plainText(null)
  return (typeof value === 'string' ? WORDS[field]?.[value] : undefined) ?? plainText(value)
}

/** A source as the mark beside a fact tells it. */
export const factSource = (source: Source | null | undefined): FactSource | undefined =>
  source
    ? source.kind === 'entry'
      ? { origin: `${source.by}录入`, on: source.day }
      : { origin: `${source.department}名册`, row: source.row, on: source.day }
    : undefined

export const sourceOf = (sources: Sources, field: string) => factSource(sources[field] ?? sources['*'])

export const optionsOf = <V extends string>(words: Record<V, string>) =>
  Object.entries<string>(words).map(([value, label]) => ({ value, label }))

/** From one day to another: 2024-01-01 至今, 2024-01-01 至 2025-01-01. */
export const periodText = (from: string | null, to: string | null) =>
  `${from ?? '起始不详'} 至${to ? ` ${to}` : '今'}`

/** A form's values without blanks and without objects that hold nothing else. */
export const filled = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const own =
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? filled(value as Record<string, unknown>)
          : value
      const isNothing =
        own === undefined ||
        own === null ||
        (typeof own === 'string' && own.trim() === '') ||
        (typeof own === 'object' && !Array.isArray(own) && Object.keys(own).length === 0)
      return isNothing ? [] : [[name, own]]
    }),
  )

/**
 * Of a form that began with `before`: what is different now. A field that was emptied becomes null; a secret that nobody typed
 * anew stays as it is.
 */
export const changed = (before: Record<string, unknown>, values: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const now = typeof value === 'string' && value.trim() === '' ? null : (value ?? null)
      return name in before && now !== (before[name] ?? null) ? [[name, now]] : []
    }),
  )
