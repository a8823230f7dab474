import type { z } from 'zod'

type Declared<In extends z.ZodObject, Out extends z.ZodType> = {
  path: `/${string}`
  summary: string
  /** Permission the caller must hold; 'anyone' is the explicit word for no sign-in, 'signed-in' for every account. */
  can: `${string}.${string}` | 'anyone' | 'signed-in'
  /** The caller must have proved the password again within ten minutes (revealing, exporting). */
  reauth?: true
  input: In
  output: Out
}

/**
 * One operation, declared once: the server validates, authorises, runs and audits with it; browser and tests call it.
 * A write without an audit name does not compile.
 */
export type Endpoint<In extends z.ZodObject = z.ZodObject, Out extends z.ZodType = z.ZodType> = Declared<In, Out> &
  ({ method: 'GET'; audit?: string } | { method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'; audit: string })

export const endpoint = <In extends z.ZodObject, Out extends z.ZodType>(declared: Endpoint<In, Out>) => declared

/** What a caller hands to an endpoint, before defaults and trimming. */
export type InputOf<E extends Endpoint> = z.input<E['input']>

/** What an endpoint answers. */
export type OutputOf<E extends Endpoint> = z.output<E['output']>
