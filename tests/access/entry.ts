import type { Endpoint, InputOf } from '#kernel/endpoint.ts'
import type { Role } from '#modules/identity/rules.ts'
import type { Kind, Relation } from './marks.ts'
import type { Thing } from './reach.ts'
import type { Person, RecordSet, World } from './world.ts'

/** A refusal that the state of the fixed world, not the caller's rights, brings about. */
export type Instead = { status: number; code: string; why: string }

export type Entry<E extends Endpoint = Endpoint> = {
  /** What the call is about: decides who gets an answer (`reach.ts`). 'nothing' is called once a role, all else once a role and relation. */
  about: Thing
  /** A valid input, so that whoever may do it succeeds. */
  input?: (set: RecordSet, me: Person, world: World) => InputOf<E>
  /** Of an upload. */
  body?: () => Promise<Buffer>
  /** What the answer must show of every set that the caller reaches, and of no other; each kind with the reach that it has here. */
  shows?: Partial<Record<Kind, Thing>>
  /** What it may show besides, of records that the caller reaches; not looked for. */
  mayShow?: Partial<Record<Kind, Thing>>
  /** Answer to whoever may, but not there; 404 unless what is out of reach is no record. */
  outside?: { status: number; code: string }
  /** Its answer holds every set that the caller reaches, as that of 'nothing' does. */
  isWhole?: true
  /** Reads by POST: nothing but the witness is written. */
  isReading?: true
  /** Called with these sets only; all, unless the record that it is about is none of a set's. */
  relations?: readonly Relation[]
  /** For 'nothing': called with each set all the same, e.g. a search for its names. */
  isForEach?: true
  instead?: (role: Role | 'signed-out', relation: Relation) => Instead | undefined
  /** Second wall: whom the policies let do this writing, where `reach.ts` does not say it by the records. */
  writers?: readonly Role[] | 'anyone'
}

export type Row = Entry & { endpoint: Endpoint }

/** One line of the table; the input is checked against the contract by the compiler. */
export const line = <E extends Endpoint>(endpoint: E, entry: NoInfer<Entry<E>>): Row => ({
  endpoint,
  // The input of E is one of Endpoint's; only the function's answer is narrower.
  ...(entry as Entry),
})

export const ID = (set: RecordSet) => set.children.main
export const REASON = '县里统一核对资料'
