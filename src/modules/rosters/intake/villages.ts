import type { Db } from '#server/database.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { buildVillageIndex, type CountyNames, type VillageIndex } from '../cleaning/villages.ts'

/** Province and city stand before the county in addresses; known for the bundled counties. */
const namesOf = (county: string, name: string): CountyNames => {
  try {
    const { province, city } = loadDivisions(county).county
    return { province, city, county: name }
  } catch {
    return { province: '', city: '', county: name }
  }
}

/** The county's villages of today, ready for reading addresses. */
export const villagesOf = async (db: Db, county: string): Promise<VillageIndex> => {
  const rows = await db
    .selectFrom('division as village')
    .innerJoin('division as town', 'town.code', 'village.parentCode')
    .where('village.level', '=', 'village')
    .where('village.validTo', 'is', null)
    .select(['village.code', 'village.name', 'town.name as town'])
    .orderBy('village.code')
    .execute()
  const root = await db.selectFrom('division').where('level', '=', 'county').select('name').executeTakeFirst()
  return buildVillageIndex(rows, namesOf(county, root?.name ?? ''))
}
