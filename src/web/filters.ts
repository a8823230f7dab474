import { useSearchParams } from 'react-router'
import type { z } from 'zod'

/** Whether a field holds several values, however it is wrapped. */
const isList = (field: unknown) =>
  // Every value of a zod object's shape is a schema.
  (field as z.ZodType).safeParse([]).success

/** The filters that an address holds; what is wrong in it is left out. */
export const filtersIn = <S extends z.ZodObject>(schema: S, search: URLSearchParams): z.output<S> => {
  const given: Record<string, unknown> = {}
  for (const name of Object.keys(schema.shape)) {
    const all = search.getAll(name)
    if (all.length) given[name] = isList(schema.shape[name]) ? all : all[0]
  }
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  // A hand-made address: what is wrong counts as not given.
  for (const { path } of parsed.error.issues) delete given[String(path[0])]
  const lenient = schema.safeParse(given)
  return lenient.success ? lenient.data : schema.parse({})
}

/** The address after a change; a value that is undefined or blank goes out of it. */
export const changedBy = (search: URLSearchParams, change: Record<string, unknown>) => {
  const next = new URLSearchParams(search)
  // Another filter shows another list: begin at its first page.
  if (!('page' in change)) next.delete('page')
  for (const [name, value] of Object.entries(change)) {
    next.delete(name)
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) next.append(name, String(one))
  }
  return next
}

/**
 * A list's filters, kept in the address so that it can be reloaded and sent to a colleague. Never for names or numbers of
 * persons: an address ends up in histories and logs; searching goes by POST. Every field of the schema must be optional
 * or have a default.
 */
export const useFilters = <S extends z.ZodObject>(
  schema: S,
): [z.output<S>, (change: Partial<z.input<S>>) => void] => {
  const [search, setSearch] = useSearchParams()
  return [filtersIn(schema, search), (change) => setSearch((current) => changedBy(current, change))]
}
