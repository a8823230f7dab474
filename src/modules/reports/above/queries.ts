import { sql } from 'kysely'
import { isRoutedTo, wall, type Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { TaskOwner } from '#modules/tasks/queries.ts'
import type { Above } from '../exclusions/rules.ts'
import { reportsSeenBy, unreadMessages } from '../queries.ts'

/** Whose turn it is with a report that is routed past the desk. A county without a procuratorate on its list has its leaders. */
export const ownerAbove = async (db: Db, routedTo: Above): Promise<TaskOwner> => {
  const unit =
    routedTo === 'procuratorate' &&
    (await db.selectFrom('unit').where('code', '=', 'procuratorate').select('id').executeTakeFirst())
  return unit ? { unitId: unit.id } : { role: 'leader' }
}

const aboveSeenBy = (db: Db, scope: Scope, now: Date) =>
  reportsSeenBy(db, scope, now)
    .where('report.routedTo', '<>', 'desk')
    .where(wall(scope, isRoutedTo(scope, sql.ref('report.routed_to'))))

/** What waits first, the oldest first; then the rest, the newest first. */
export const listAbove = async (
  db: Db,
  scope: Scope,
  { page, pageSize }: { page: number; pageSize: number },
  now: Date,
) => {
  const rows = await aboveSeenBy(db, scope, now)
    .select(['report.id', 'report.number', 'report.state', 'report.receivedAt', 'report.dangerLevel'])
    .select(['report.firstSeenAt', unreadMessages.as('unreadMessages')])
    .orderBy(sql`report.state = 'received'`, 'desc')
    .orderBy(sql`case when report.state = 'received' then report.received_at end`)
    .orderBy('report.receivedAt', 'desc')
    .orderBy('report.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await aboveSeenBy(db, scope, now)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total }
}

export const findAbove = (db: Db, scope: Scope, id: string, now: Date) =>
  aboveSeenBy(db, scope, now)
    .where('report.id', '=', id)
    .selectAll('report')
    .select([unreadMessages.as('unreadMessages'), 'division.name as place'])
    .executeTakeFirst()
export type AboveFound = NonNullable<Awaited<ReturnType<typeof findAbove>>>

/** Locked until the transaction ends. */
export const lockAbove = async (db: Db, scope: Scope, id: string, now: Date) => {
  const locked = await db
    .selectFrom('report')
    .where('report.id', '=', id)
    .where('report.routedTo', '<>', 'desk')
    .where(wall(scope, isRoutedTo(scope, sql.ref('report.routed_to'))))
    .select('id')
    .forUpdate()
    .executeTakeFirst()
  return locked && findAbove(db, scope, id, now)
}

/** The report becomes the desk's, under the key as wrapped for it; false when it is not the caller's to give. */
export const handToDesk = async (db: Db, id: string, wrapped: Buffer): Promise<boolean> => {
  const { rows } = await sql<{ handed: boolean }>`select hand_to_desk(${id}, ${wrapped}) as handed`.execute(
    db,
  )
  return rows[0]?.handed ?? false
}
