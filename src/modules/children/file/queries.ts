import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { Source, Sources } from '../contract.ts'
import { visibleChildren } from '../queries.ts'

/** Column `sources`, which only this module writes. */
export const sourcesIn = (column: unknown) => column as Sources
export const sourceIn = (column: unknown): Source | null => sourcesIn(column)['*'] ?? null

export const findBase = (db: Db, scope: Scope, id: string) =>
  visibleChildren(db, scope)
    .where('child.id', '=', id)
    .leftJoin('division as village', 'village.code', 'child.divisionCode')
    .leftJoin('division as town', 'town.code', 'village.parentCode')
    .leftJoin('division as hukou', 'hukou.code', 'child.hukouDivisionCode')
    .leftJoin('account as creator', 'creator.id', 'child.createdBy')
    .leftJoin('account as editor', 'editor.id', 'child.updatedBy')
    .select(({ eb }) => [
      'child.id',
      'child.version',
      'label',
      'child.state',
      'stateReason',
      'stateDay',
      'child.name',
      'sex',
      'ethnicity',
      'birthDay',
      'idNumberState',
      'child.divisionCode',
      'village.name as divisionName',
      'town.name as townName',
      'hukouDivisionCode',
      'hukou.name as hukouDivisionName',
      'residence',
      'residencePlace',
      'sources',
      'child.createdAt',
      'creator.displayName as createdBy',
      'updatedAt',
      'editor.displayName as updatedBy',
      eb('phoneSealed', 'is not', null).as('hasPhone'),
      eb('hukouAddressSealed', 'is not', null).as('hasHukouAddress'),
      eb('residenceAddressSealed', 'is not', null).as('hasResidenceAddress'),
    ])
    .executeTakeFirst()
