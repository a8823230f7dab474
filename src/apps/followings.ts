import type { Following } from '#modules/organisations/divisions/queries.ts'

/**
 * What moves to the successor when a village is merged away, so that whoever is responsible there sees it from that moment on. A test
 * holds this list against every column of the database that names a division.
 */
export const FOLLOWINGS: Following[] = [
  { table: 'child', column: 'division_code', label: '儿童档案' },
  { table: 'child', column: 'hukou_division_code' },
  { table: 'child_search', column: 'division_code' },
  { table: 'child_search', column: 'hukou_division_code' },
  { table: 'report', column: 'division_code', label: '报告' },
  // Whoever worked there works for the successor now, and stays kept from what names them.
  { table: 'record_exclusion', column: 'division_code' },
  { table: 'case_file', column: 'division_code', label: '个案' },
  { table: 'referral', column: 'division_code', label: '转介' },
  { table: 'task', column: 'division_code', label: '任务' },
  { table: 'roster_row', column: 'division_code', label: '台账待核对的行' },
  { table: 'roster_row', column: 'decided_division_code' },
  { table: 'unit', column: 'division_code', label: '驻地在此的单位' },
]
