import { sql, type ExpressionBuilder } from 'kysely'
import type { z } from 'zod'
import { addDays } from '#kernel/day.ts'
import type { Db } from '#server/database.ts'
import type { DB } from '#server/schema.ts'
import { COUNTED_AT_MOST, type AuditFilter } from './contract.ts'

/**
 * The id that is smaller than every one made from the beginning of a day in China on: ids are UUIDv7 of the entry's instant, so that
 * a span of time is a range of the primary key, and each list is a walk along an index.
 */
const firstIdOf = (day: string) => {
  const hex = Date.parse(`${day}T00:00:00+08:00`).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

type Filter = z.output<typeof AuditFilter>

const matches = (filter: Filter) => (eb: ExpressionBuilder<DB, 'auditEntry'>) =>
  eb.and([
    ...(filter.from ? [eb('auditEntry.id', '>=', firstIdOf(filter.from))] : []),
    ...(filter.to ? [eb('auditEntry.id', '<', firstIdOf(addDays(filter.to, 1)))] : []),
    ...(filter.action ? [eb('auditEntry.action', '=', filter.action)] : []),
    ...(filter.result ? [eb('auditEntry.result', '=', filter.result)] : []),
    ...(filter.actorId ? [eb('auditEntry.actorId', '=', filter.actorId)] : []),
    ...(filter.subjectId ? [eb('auditEntry.subjectId', '=', filter.subjectId)] : []),
  ])

/** Entries, the newest first. The county's audit belongs to its audit administrators whole, so no territory narrows it. */
export const listEntries = async (db: Db, filter: Filter) => {
  const rows = await db
    .selectFrom('auditEntry')
    .leftJoin('account', 'account.id', 'auditEntry.actorId')
    .leftJoin('account as subject', (join) =>
      join.onRef('subject.id', '=', 'auditEntry.subjectId').on('auditEntry.subjectKind', '=', 'account'),
    )
    .leftJoin('division', 'division.code', 'auditEntry.divisionCode')
    .where(matches(filter))
    .select([
      'auditEntry.id',
      'auditEntry.at',
      'action',
      'result',
      'actorId',
      'account.displayName as actorName',
      'actorRole',
      'subjectKind',
      'subjectId',
      'subject.displayName as subjectName',
      'division.name as divisionName',
      'fields',
      'count',
      'purpose',
      'auditEntry.code',
      'requestId',
      'seq',
    ])
    .orderBy('auditEntry.id', 'desc')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute()
  const { total } = await db
    .selectFrom(
      db
        .selectFrom('auditEntry')
        .where(matches(filter))
        .select('auditEntry.id')
        .limit(COUNTED_AT_MOST + 1)
        .as('counted'),
    )
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return {
    items: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    total: Math.min(total, COUNTED_AT_MOST),
    isMore: total > COUNTED_AT_MOST,
  }
}

const MOST_LINES = 500

export const trailOf = async (db: Db, subjectId: string) => {
  const rows = await db
    .selectFrom('auditEntry')
    .leftJoin('account', 'account.id', 'auditEntry.actorId')
    .where('subjectId', '=', subjectId)
    .select(({ fn, ref }) => [
      'actorId',
      'account.displayName as actorName',
      'actorRole',
      'action',
      'result',
      fn.countAll<number>().as('count'),
      fn.min('auditEntry.at').as('firstAt'),
      fn.max('auditEntry.at').as('lastAt'),
      fn.max('subjectKind').as('subjectKind'),
      sql<string | null>`(array_agg(${ref('purpose')} order by ${ref('auditEntry.id')} desc))[1]`.as(
        'lastPurpose',
      ),
    ])
    .groupBy(['actorId', 'account.displayName', 'actorRole', 'action', 'result'])
    .orderBy('lastAt', 'desc')
    .limit(MOST_LINES)
    .execute()
  return rows.map(({ firstAt, lastAt, ...row }) => ({
    ...row,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }))
}

export const listHeads = async (db: Db, { page, pageSize }: { page: number; pageSize: number }) => {
  const rows = await db
    .selectFrom('auditHead')
    .selectAll()
    .orderBy('day', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await db
    .selectFrom('auditHead')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const items = rows.map(({ day, seq, hash, sealedAt }) => ({
    day,
    seq,
    hash: hash.toString('hex'),
    sealedAt: sealedAt.toISOString(),
  }))
  return { items, total }
}

export const hashAt = async (db: Db, seq: number) => {
  const row = await db
    .selectFrom('auditEntry')
    .where('seq', '=', seq)
    .select(({ ref }) => sql<string>`encode(${ref('hash')}, 'hex')`.as('hash'))
    .executeTakeFirst()
  return row?.hash
}
