import type { Db } from '#server/database.ts'
import type { Site } from '../network/contract.ts'

export const findSite = (db: Db, id: string): Promise<Site | undefined> =>
  db
    .selectFrom('site')
    .where('id', '=', id)
    .select([
      'id',
      'kind',
      'name',
      'divisionCode',
      'address',
      'phone',
      'setUpOn',
      'closedOn',
      'closeReason',
      'version',
    ])
    .executeTakeFirst()

export const insertSite = (
  db: Db,
  site: Pick<Site, 'id' | 'kind' | 'name' | 'divisionCode' | 'address' | 'phone' | 'setUpOn'>,
) => db.insertInto('site').values(site).execute()

type SiteChange = Partial<Pick<Site, 'name' | 'address' | 'phone' | 'closedOn' | 'closeReason'>>

/** False when somebody else changed it first. */
export const updateSite = async (db: Db, id: string, version: number, change: SiteChange) => {
  const { numUpdatedRows } = await db
    .updateTable('site')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Everything of a division that ended goes with it. */
export const closeSitesOf = async (db: Db, divisionCode: string, closedOn: string, closeReason: string) => {
  await db
    .updateTable('site')
    .set(({ eb }) => ({ closedOn, closeReason, version: eb('version', '+', 1) }))
    .where('divisionCode', '=', divisionCode)
    .where('closedOn', 'is', null)
    .execute()
}
