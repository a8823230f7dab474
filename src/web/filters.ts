import { useSearchParams } from 'react-router'
import type { z } from 'zod'

const read = <S extends z.ZodObject>(schema: S, search: URLSearchParams): z.output<S> => {
  const given: Record<string, unknown> = {}
  for (const name of Object.keys(schema.shape)) {
    const all = search.getAll(name)
    if (all.length) given[name] = all.length > 1 ? all : all[0]
  }
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  // A hand-made address with a wrong value: what is wrong is left out, the rest counts.
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0])
    given[name] = Array.isArray(given[name]) || !search.has(name) ? undefined : [given[name]]
  }
  const lenient = schema.safeParse(given)
  return lenient.success ? lenient.data : schema.parse({})
}

const write = (search: URLSearchParams, change: Record<string, unknown>) => {
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
  return [read(schema, search), (change) => setSearch((current) => write(current, change))]
}
