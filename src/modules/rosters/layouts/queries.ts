import type { Db } from '#server/database.ts'
import type { ParentStateKind } from '#modules/children/contract.ts'
import type { FieldName, Subject } from '../cleaning/fields.ts'
import type { Purpose } from '../contract.ts'
import type { RememberedMapping } from '../cleaning/columns.ts'

/** What a user confirmed for a department's layout: the columns, and what the roster is for. */
export type Layout = RememberedMapping & { purpose: Purpose }

export const layoutOf = (given: {
  purpose: Purpose
  subject: Subject
  parentState: ParentStateKind | null
  fields: (FieldName | 'ignore')[]
}): Layout => ({
  purpose: given.purpose,
  subject: given.subject,
  ...(given.parentState && { state: given.parentState }),
  fields: given.fields,
})

/** The mapping that this department's users confirmed for this layout (`Header.fingerprint`). */
export const findLayout = async (db: Db, department: string, layout: string): Promise<Layout | undefined> => {
  const row = await db
    .selectFrom('rosterLayout')
    .where('layout', '=', layout)
    .where('department', '=', department)
    .select('mapping')
    .executeTakeFirst()
  // Only rememberLayout writes this column.
  return row?.mapping as Layout | undefined
}

export const rememberLayout = async (
  db: Db,
  { department, layout, by, now }: { department: string; layout: string; by: string | null; now: Date },
  mapping: Layout,
): Promise<void> => {
  const values = { mapping: JSON.stringify(mapping), usedAt: now, usedBy: by }
  await db
    .insertInto('rosterLayout')
    .values({ layout, department, ...values })
    .onConflict((conflict) => conflict.columns(['layout', 'department']).doUpdateSet(values))
    .execute()
}
