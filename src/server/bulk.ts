import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { from as copyFrom } from 'pg-copy-streams'
import { clientOf, type Db } from './database.ts'

type Plain = string | number | bigint | boolean

/** A value as COPY's text format writes it. */
const copyText = (value: unknown): string => {
  if (value === null || value === undefined) return '\\N'
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  if (value instanceof Date) return value.toISOString()
  return escaped(
    Array.isArray(value)
      ? arrayText(value)
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value as Plain),
  )
}

const escaped = (text: string) =>
  text.replace(
    /[\\\t\n\r]/g,
    (sign) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[sign] ?? sign,
  )

const arrayText = (values: unknown[]) =>
  `{${values.map((value) => `"${String(value).replace(/["\\]/g, (sign) => `\\${sign}`)}"`).join(',')}}`

async function* linesOf<Row extends Record<string, unknown>>(
  columns: readonly (keyof Row & string)[],
  rows: AsyncIterable<Row> | Iterable<Row>,
) {
  let lines: string[] = []
  for await (const row of rows) {
    lines.push(columns.map((column) => copyText(row[column])).join('\t'))
    if (lines.length < 500) continue
    yield `${lines.join('\n')}\n`
    lines = []
  }
  if (lines.length) yield `${lines.join('\n')}\n`
}

const name = (word: string) => {
  if (!/^[a-z_]+$/.test(word)) throw new Error(`not a plain name: ${word}`)
  return word
}

/**
 * Copies rows into a temporary table shaped like `table` (columns named in snake_case, as in SQL) and answers its name.
 * COPY cannot write to a table under row-level security; the insert then comes from the temporary one, and every row passes the
 * policies. The table serves all batches of a transaction: each one that is made or dropped costs locks until the commit.
 */
const copyToTemporary = async <Row extends Record<string, unknown>>(
  db: Db,
  table: string,
  columns: readonly (keyof Row & string)[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<string> => {
  const client = clientOf(db)
  const list = columns.map(name).join(', ')
  const temporary = `bulk_${name(table)}_${createHash('sha256').update(list).digest('hex').slice(0, 8)}`
  const { rows: made } = await client.query<{ known: string | null }>(
    `select to_regclass('pg_temp.${temporary}') as known`,
  )
  if (made[0]?.known) await client.query(`truncate pg_temp.${temporary}`)
  else
    await client.query(
      `create temporary table ${temporary} on commit drop as select ${list} from ${table} with no data`,
    )
  const stream = client.query(copyFrom(`copy pg_temp.${temporary} (${list}) from stdin`))
  await pipeline(Readable.from(linesOf(columns, rows)), stream)
  return `pg_temp.${temporary}`
}

/** Inserts many rows under the policies; answers how many. `columns` are the table's, in snake_case. */
export const bulkInsert = async <Row extends Record<string, unknown>>(
  db: Db,
  table: string,
  columns: readonly (keyof Row & string)[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<number> => {
  const temporary = await copyToTemporary(db, table, columns, rows)
  const list = columns.map(name).join(', ')
  const client = clientOf(db)
  const { rowCount } = await client.query(
    `insert into ${name(table)} (${list}) select ${list} from ${temporary}`,
  )
  return rowCount ?? 0
}
