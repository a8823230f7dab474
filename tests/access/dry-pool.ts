import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'
import { createPool } from '#server/database.ts'

/** What one call did to the database before it was taken back. */
export type Traffic = {
  /** Transactions that would have been committed. */
  commits: number
  statements: number
  /** Rows inserted, changed or removed, by table; the audit apart. */
  written: Map<string, number>
  audits: { action: string; result: string }[]
}

export const newTraffic = (): Traffic => ({ commits: 0, statements: 0, written: new Map(), audits: [] })

const current = new AsyncLocalStorage<Traffic>()

/** Runs `work` and notes in `traffic` what it does through dry pools; `work` must await what it starts. */
export const watching = <T>(traffic: Traffic, work: () => Promise<T>) => current.run(traffic, work)

const AUDIT =
  /insert into audit_entry \([^)]*\) values \('[0-9a-f-]{36}', '[^']*', '([^']*)', '(done|refused|failed)'/
/** Not what goes into temporary tables, which end with the transaction. */
const WRITE = /^\s*(?:insert into|update|delete from)\s+(?!"?pg_temp)"?(\w+)"?/i
/** Functions of the database that write for their caller. */
const WRITING_FUNCTION = /^\s*select (set_first_password|clear_second_factor|end_sessions_of)\(/

const noteText = (traffic: Traffic, text: string) => {
  traffic.statements += 1
  if (/(?:^|; )commit$/.test(text)) traffic.commits += 1
  const [, action, result] = AUDIT.exec(text) ?? []
  if (action && result) traffic.audits.push({ action, result })
}

const noteResult = (traffic: Traffic, text: string, rowCount: number | null) => {
  const table = (WRITE.exec(text) ?? WRITING_FUNCTION.exec(text))?.[1]
  if (table && rowCount) traffic.written.set(table, (traffic.written.get(table) ?? 0) + rowCount)
}

type Query = (statement: string | { text?: string }, ...rest: unknown[]) => unknown

/** The client's `query`, whose last word is `rollback` where the server says `commit`. */
const dryQuery =
  (query: Query): Query =>
  (statement, ...rest) => {
    const text = typeof statement === 'string' ? statement : statement.text
    if (!text) return query(statement, ...rest)
    const traffic = current.getStore()
    if (traffic) noteText(traffic, text)
    const dry = typeof statement === 'string' ? statement.replace(/(^|; )commit$/, '$1rollback') : statement
    const pending = query(dry, ...rest)
    if (traffic && pending instanceof Promise)
      void pending.then(
        (result: { rowCount: number | null }) => noteResult(traffic, text, result.rowCount),
        () => undefined,
      )
    return pending
  }

/**
 * A pool whose transactions all end in a rollback: each call does everything that it does, its audit entry included, and leaves the
 * world as it was.
 */
export const dryPool = (connectionString: string, max: number): pg.Pool => {
  const pool = createPool(connectionString, max)
  pool.on('connect', (client) => {
    // One of the overloads of pg's query; the others are passed on as they come.
    const original = client.query.bind(client) as unknown as Query
    client.query = dryQuery(original) as unknown as typeof client.query
  })
  return pool
}
