import type { BookDocument, BookLine } from '../contract.ts'

/** A document with the instant by which the book orders it. */
export type Dated = BookDocument & { at: string }

/** A line with something in it; nothing otherwise. */
export const said = (label: string, value: string | number | null | undefined): BookLine[] =>
  value === null || value === undefined || value === '' ? [] : [{ label, value: String(value) }]

/** Who; shown, and left out of the hash. */
export const named = (label: string, value: string | null | undefined): BookLine[] =>
  value ? [{ label, value, isName: true }] : []
