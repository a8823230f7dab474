import type { Scope } from '#server/access.ts'
import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Doing } from '../queries.ts'
import { isCategoryOpenTo, visibleChildren } from '../queries.ts'
import { withoutSecrets } from '../rules.ts'
import { keyOfChild } from '../secrets/queries.ts'
import type { RecordKind } from './contract.ts'

type Values = Record<string, unknown>

/** A line on the child's timeline. The title names a kind, never what was said or found; no name, no number. */
export const noteOnTimeline = (
  db: Db,
  entry: {
    childId: string
    at: Date
    kind: string
    title: string
    subjectKind?: string
    subjectId?: string
    by?: string
  },
) =>
  db
    .insertInto('timelineEntry')
    .values({
      id: uuidv7(entry.at.getTime()),
      childId: entry.childId,
      at: entry.at,
      kind: entry.kind,
      title: entry.title,
      subjectKind: entry.subjectKind ?? null,
      subjectId: entry.subjectId ?? null,
      recordedBy: entry.by || null,
    })
    .execute()

/** What changes from one to the other, by field; the same values on both sides are left out. */
export const differenceOf = (before: Values, after: Values) => {
  const fields = Object.keys(after).filter(
    (field) => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null),
  )
  const only = (values: Values) => Object.fromEntries(fields.map((field) => [field, values[field] ?? null]))
  return { fields, before: only(before), after: only(after) }
}

/** Keeps who changed what and why; values are sealed under the child's key. Writes nothing when nothing differs. */
export const recordChange = async (
  { db, keys, actor, now }: Doing,
  change: {
    childId: string
    recordKind: RecordKind
    recordId: string
    before?: Values
    after: Values
    reason?: string | undefined
  },
): Promise<void> => {
  const { fields, before, after } = differenceOf(change.before ?? {}, change.after)
  if (!fields.length) return
  const key = await keyOfChild(db, keys, change.childId)
  await db
    .insertInto('childChange')
    .values({
      id: uuidv7(now.getTime()),
      childId: change.childId,
      recordKind: change.recordKind,
      recordId: change.recordId,
      fields,
      beforeSealed: change.before ? keys.seal(key, 'change-before', JSON.stringify(before)) : null,
      afterSealed: keys.seal(key, 'change-after', JSON.stringify(after)),
      reason: change.reason ?? null,
      changedBy: actor.accountId || null,
      changedAt: now,
    })
    .execute()
}

const opened = (keys: CountyKeys, key: Buffer, field: string, sealed: Buffer | null): Values =>
  // What was sealed here was the JSON of an object, written by recordChange.
  sealed ? withoutSecrets(JSON.parse(keys.open(key, field, sealed)) as Values) : {}

export const listChanges = async (
  db: Db,
  scope: Scope,
  keys: CountyKeys,
  { id, page, pageSize }: { id: string; page: number; pageSize: number },
) => {
  const query = visibleChildren(db, scope)
    .innerJoin('childChange as change', 'change.childId', 'child.id')
    .where('child.id', '=', id)
    // The history of a category that the caller does not see is not seen either.
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('change.recordKind', '<>', 'category'),
        exists(
          selectFrom('childCategory as category')
            .whereRef('category.id', '=', 'change.recordId')
            .where(() => isCategoryOpenTo(scope)),
        ),
      ]),
    )
  const rows = await query
    .leftJoin('account', 'account.id', 'change.changedBy')
    .select([
      'change.id',
      'changedAt',
      'account.displayName as by',
      'recordKind',
      'recordId',
      'fields',
      'beforeSealed',
      'afterSealed',
      'change.reason',
    ])
    .orderBy('changedAt', 'desc')
    .orderBy('change.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const key = rows.length ? await keyOfChild(db, keys, id) : Buffer.alloc(0)
  return {
    total,
    items: rows.map(({ changedAt, beforeSealed, afterSealed, recordKind, ...row }) => ({
      ...row,
      at: changedAt.toISOString(),
      // Only recordChange writes this column.
      recordKind: recordKind as RecordKind,
      before: opened(keys, key, 'change-before', beforeSealed),
      after: opened(keys, key, 'change-after', afterSealed),
    })),
  }
}

export const listTimeline = async (
  db: Db,
  scope: Scope,
  { id, page, pageSize }: { id: string; page: number; pageSize: number },
) => {
  const query = visibleChildren(db, scope)
    .innerJoin('timelineEntry', 'timelineEntry.childId', 'child.id')
    .where('child.id', '=', id)
  const rows = await query
    .leftJoin('account', 'account.id', 'timelineEntry.recordedBy')
    .select([
      'timelineEntry.id',
      'timelineEntry.at',
      'kind',
      'title',
      'account.displayName as by',
      'subjectKind',
      'subjectId',
    ])
    .orderBy('timelineEntry.at', 'desc')
    .orderBy('timelineEntry.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { total, items: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
}
