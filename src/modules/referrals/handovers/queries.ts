import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Handover, HandoverKind } from '../contract.ts'

export type NewHandover = {
  kind: HandoverKind
  referral: { id: string; familyId: string; unitId: string }
  toUnitId?: string
  clause?: string
  citation?: string
  /** Null: the end of a day, nobody's act. */
  by: string | null
  at: Date
}

/** Writes one line of the matter's log; it is never changed. */
export const writeHandover = async (
  db: Db,
  { kind, referral, toUnitId, clause, citation, by, at }: NewHandover,
): Promise<void> => {
  await db
    .insertInto('referralHandover')
    .values({
      id: uuidv7(at.getTime()),
      familyId: referral.familyId,
      referralId: referral.id,
      kind,
      at,
      by,
      unitId: referral.unitId,
      toUnitId: toUnitId ?? null,
      clause: clause ?? null,
      citation: citation ?? null,
    })
    .execute()
}

/** The log of a matter of which the caller has found one referral. */
export const listHandovers = async (db: Db, familyId: string): Promise<Handover[]> => {
  const rows = await db
    .selectFrom('referralHandover')
    .where('familyId', '=', familyId)
    .innerJoin('unit', 'unit.id', 'referralHandover.unitId')
    .leftJoin('unit as target', 'target.id', 'referralHandover.toUnitId')
    .select(['referralHandover.id', 'referralHandover.at', 'clause', 'citation'])
    .select(['unit.name as unit', 'target.name as toUnit'])
    // Only writeHandover writes this column.
    .select(sql<HandoverKind>`referral_handover.kind`.as('kind'))
    .orderBy('referralHandover.at')
    .orderBy('referralHandover.id')
    .execute()
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
