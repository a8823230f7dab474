import type { z } from 'zod'

type Declared<In extends z.ZodObject, Out extends z.ZodType> = {
  path: `/${string}`
  summary: string
  /** Permission the caller must hold; 'anyone' is the explicit word for no sign-in, 'signed-in' for every account. */
  can: `${string}.${string}` | 'anyone' | 'signed-in'
  /** The caller must have proved the password again within the last ten minutes (revealing, exporting). */
  reauth?: true
  /** Bytes in (one raw body beside the query) or bytes out (a download), instead of JSON. */
  file?: 'upload' | 'download'
  input: In
  output: Out
}

/**
 * One operation, declared once: the server validates, authorises, runs and audits with it; browser and tests call it.
 * A write without an audit name does not compile.
 */
export type Endpoint<In extends z.ZodObject = z.ZodObject, Out extends z.ZodType = z.ZodType> = Declared<
  In,
  Out
> &
  ({ method: 'GET'; audit?: string } | { method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; audit: string })

export const endpoint = <In extends z.ZodObject, Out extends z.ZodType>(declared: Endpoint<In, Out>) =>
  declared

/** What a caller hands to an endpoint, before defaults and trimming. */
export type InputOf<E extends Endpoint> = z.input<E['input']>

/** What an endpoint answers. */
export type OutputOf<E extends Endpoint> = z.output<E['output']>

/** Where a call goes: `:id` in the path is taken from the input, the rest becomes query or body. */
export const addressOf = (
  endpoint: Pick<Endpoint, 'path' | 'method' | 'file'>,
  input: Record<string, unknown> = {},
) => {
  const rest: Record<string, unknown> = { ...input }
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(rest[name])
    delete rest[name]
    return encodeURIComponent(value)
  })
  if (endpoint.method !== 'GET' && endpoint.file !== 'upload') return { url: `/api${path}`, body: rest }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  const search = query.toString()
  return { url: `/api${path}${search ? `?${search}` : ''}`, body: undefined }
}
