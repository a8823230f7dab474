import { today } from '#kernel/day.ts'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import { entryBy, visibleChildren, withRowColumns, type ChildToWrite, type Doing } from '../queries.ts'
import { idNumberColumns, phoneColumns, seal, keyOfChild, open } from '../secrets/queries.ts'
import type { Correction, NewChild } from './contract.ts'

/** Inserts the file unless this id is there already (a form sent twice). */
export const insertChild = async ({ db, keys, actor, now }: Doing, child: NewChild) => {
  const { key, wrapped } = keys.newKey(child.id)
  const { idNumber, phone, hukouAddress, residenceAddress, ...plain } = child
  const inserted = await db
    .insertInto('child')
    .values({
      ...plain,
      keySealed: wrapped,
      ...idNumberColumns(keys, key, idNumber),
      ...phoneColumns(keys, key, phone),
      hukouAddressSealed: seal(keys, key, 'hukou-address', hukouAddress),
      residenceAddressSealed: seal(keys, key, 'residence-address', residenceAddress),
      sources: JSON.stringify({ '*': entryBy({ actor, now }) }),
      createdAt: now,
      createdBy: actor.accountId,
      updatedAt: now,
      updatedBy: actor.accountId,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The child with this identity number, whom the caller may see. */
export const findByIdNumber = (db: Db, scope: Scope, index: Buffer) =>
  visibleChildren(db, scope)
    .where('child.idNumberIndex', '=', index)
    .select(['child.id', 'version'])
    .executeTakeFirst()

export const findLikely = async (
  { db, scope, keys, now }: Doing,
  {
    name,
    birthDay,
    idNumber,
  }: { name?: string | undefined; birthDay?: string | undefined; idNumber?: string | undefined },
) => {
  const sameNumber = idNumber
    ? await withRowColumns(scope, visibleChildren(db, scope))
        .where('child.idNumberIndex', '=', keys.index('id-number', idNumber))
        .execute()
    : []
  const sameName =
    name && birthDay
      ? await withRowColumns(scope, visibleChildren(db, scope))
          .where('child.birthDay', '=', birthDay)
          .where('child.name', '=', name)
          .orderBy('child.id')
          .limit(5)
          .execute()
      : []
  return { day: today(now), sameNumber, sameName: sameName.filter(({ id }) => id !== sameNumber[0]?.id) }
}

/** The child's fields as people know them, secrets opened; only for comparing and for the sealed history. */
export const openedValues = async ({ db, keys }: Doing, row: ChildToWrite) => {
  const key = await keyOfChild(db, keys, row.id)
  return {
    name: row.name,
    sex: row.sex,
    ethnicity: row.ethnicity,
    birthDay: row.birthDay,
    idNumber: open(keys, key, 'id-number', row.idNumberSealed),
    phone: open(keys, key, 'phone', row.phoneSealed),
    divisionCode: row.divisionCode,
    hukouDivisionCode: row.hukouDivisionCode,
    hukouAddress: open(keys, key, 'hukou-address', row.hukouAddressSealed),
    residence: row.residence,
    residencePlace: row.residencePlace,
    residenceAddress: open(keys, key, 'residence-address', row.residenceAddressSealed),
  }
}
export type OpenedChild = Awaited<ReturnType<typeof openedValues>>

/** Writes the changed fields, their source, and the next version; the row is locked by the caller. */
export const writeCorrection = async (
  { db, keys, actor, now }: Doing,
  row: ChildToWrite,
  changes: Omit<Correction, 'id' | 'version' | 'reason'> & { divisionCode?: string },
) => {
  const key = await keyOfChild(db, keys, row.id)
  const { idNumber, phone, hukouAddress, residenceAddress, ...plain } = changes
  const source = entryBy({ actor, now })
  const sources = {
    ...(row.sources as object),
    ...Object.fromEntries(Object.keys(changes).map((field) => [field, source])),
  }
  await db
    .updateTable('child')
    .set({
      ...plain,
      ...(idNumber !== undefined && idNumberColumns(keys, key, idNumber)),
      ...(phone !== undefined && phoneColumns(keys, key, phone)),
      ...(hukouAddress !== undefined && {
        hukouAddressSealed: seal(keys, key, 'hukou-address', hukouAddress),
      }),
      ...(residenceAddress !== undefined && {
        residenceAddressSealed: seal(keys, key, 'residence-address', residenceAddress),
      }),
      sources: JSON.stringify(sources),
      updatedAt: now,
      updatedBy: actor.accountId,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute()
  return { id: row.id, version: row.version + 1 }
}
