import { sql, type Expression, type SqlBool } from 'kysely'

declare const minted: unique symbol

/** Who is calling. */
export type Actor = {
  accountId: string
  sessionId: string
  displayName: string
  /** One of the roles in `modules/identity/rules.ts`; the database policies know them by these names. */
  role: string
  unitId: string | null
}

/**
 * Proof of what the caller may see; only `mintScope` makes one, and only the session gate and named duties call it.
 * Territory is the range [low, high) over 12-digit division codes; an empty range sees no territory.
 */
export type Scope = {
  readonly county: string
  readonly accountId: string
  readonly role: string
  readonly low: string
  readonly high: string
  readonly unitId: string | null
  /** Only the test of the second wall opens the first one. */
  readonly isWallOpen: boolean
  readonly [minted]: true
}

const CODE = /^\d{0,12}$/
const UUID = /^[0-9a-f-]{36}$/
const WORD = /^[a-z-]{1,40}$/

export const mintScope = (
  of: Omit<Scope, typeof minted | 'isWallOpen'> & { isWallOpen?: boolean },
): Scope => {
  const isSound =
    /^\d{6}$/.test(of.county) &&
    CODE.test(of.low) &&
    /^\d{0,13}$/.test(of.high) &&
    WORD.test(of.role) &&
    (of.accountId === '' || UUID.test(of.accountId)) &&
    (of.unitId === null || UUID.test(of.unitId))
  if (!isSound) throw new Error('scope is not sound')
  return { isWallOpen: false, ...of } as Scope
}

/** Everything at and beneath a division: 441821100 → [441821100000, 441821101000). */
export const territoryOf = (divisionCode: string) => {
  const prefix = divisionCode.replace(/(000)$/, '').replace(/(000)$/, '')
  if (prefix.length === 12) return { low: prefix, high: String(BigInt(prefix) + 1n) }
  const width = 12 - prefix.length
  return {
    low: prefix + '0'.repeat(width),
    high: String(BigInt(prefix) + 1n) + '0'.repeat(width),
  }
}

/** Rows of the caller's own territory. */
export const within = (
  scope: Scope,
  code: Expression<string> | Expression<string | null>,
): Expression<SqlBool> =>
  scope.isWallOpen ? sql<SqlBool>`true` : sql<SqlBool>`(${code} >= ${scope.low} and ${code} < ${scope.high})`

/** Whether a division lies in the caller's territory. */
export const covers = (scope: Scope, divisionCode: string) =>
  scope.isWallOpen || (divisionCode >= scope.low && divisionCode < scope.high)

/** A condition of the first wall that is not about territory (own record, own unit); open when the wall is. */
export const wall = (scope: Scope, condition: Expression<SqlBool>): Expression<SqlBool> =>
  scope.isWallOpen ? sql<SqlBool>`true` : condition

/**
 * The record is kept from the caller: somebody named in it, their unit, or everybody of their place. The same words as kept_from() in the
 * policies.
 */
export const isKeptFrom = (
  scope: Scope,
  kind: 'report' | 'case',
  id: Expression<string>,
): Expression<SqlBool> =>
  // An array, so that a list asks for it once and not for each of its rows.
  sql<SqlBool>`coalesce(${id} = any (array(select x.record_id from record_exclusion x where x.record_kind = ${kind}
    and (x.account_id = ${scope.accountId || null} or x.unit_id = ${scope.unitId} or x.division_code = ${scope.low || null}))), false)`

/** A report routed past the desk, for those above who work on it: the leading group, or the procuratorate's officers. */
export const isRoutedTo = (scope: Scope, routedTo: Expression<string>): Expression<SqlBool> => {
  if (scope.role === 'leader') return sql<SqlBool>`(${routedTo} = 'leading-group')`
  if (scope.role !== 'liaison-officer') return sql<SqlBool>`false`
  return sql<SqlBool>`(${routedTo} = 'procuratorate'
    and exists (select from unit u where u.code = 'procuratorate' and u.id = ${scope.unitId}))`
}
