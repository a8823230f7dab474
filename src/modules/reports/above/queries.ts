import type { Db } from '#server/database.ts'
import type { TaskOwner } from '#modules/tasks/queries.ts'
import type { Above } from '../exclusions/rules.ts'

/** Whose turn it is with a report that is routed past the desk. A county without a procuratorate on its list has its leaders. */
export const ownerAbove = async (db: Db, routedTo: Above): Promise<TaskOwner> => {
  const unit =
    routedTo === 'procuratorate' &&
    (await db.selectFrom('unit').where('code', '=', 'procuratorate').select('id').executeTakeFirst())
  return unit ? { unitId: unit.id } : { role: 'leader' }
}
