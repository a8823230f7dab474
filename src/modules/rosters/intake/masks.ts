import { maskAddress, maskName } from '#kernel/mask.ts'
import { fieldShape, type ValueKind } from '../cleaning/fields.ts'
import type { FieldName } from '../cleaning/fields.ts'

/** Closed lists and schools say nothing of one person alone. */
const OPEN: ReadonlySet<ValueKind> = new Set([
  'sex',
  'ethnicity',
  'yes-no',
  'categories',
  'left-behind',
  'relation',
  'schooling',
  'grade',
  'disability-class',
  'disability-grade',
  'months',
])

const hideDigits = (text: string) => text.replace(/\d/g, '*')

/** A sample of a column for those who map it: its form shows, its person does not. */
export const maskSample = (field: FieldName | 'ignore', text: string): string => {
  const shown = text.trim().slice(0, 40)
  const kind = field === 'ignore' ? undefined : fieldShape(field).kind
  if (kind && OPEN.has(kind)) return shown
  if (kind === 'name') return maskName(shown)
  if (kind === 'address') return hideDigits(maskAddress(shown))
  if (kind === 'day') return shown.replace(/(?<=\d{4}.*)\d/g, '*')
  // A column that nobody knows may hold anything: digits go, and of longer words all but the first sign.
  const hidden = hideDigits(shown)
  return /\p{Script=Han}{2,}/u.test(hidden) && kind !== 'text'
    ? hidden.replace(/(?<=\p{Script=Han})\p{Script=Han}/gu, '*')
    : hidden
}
