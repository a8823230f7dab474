import { sql } from 'kysely'
import { invalid } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { PERMISSIONS, type Role } from '#modules/identity/rules.ts'

/** Who may send referrals may own a case: an owner must be able to take every step of it. */
const CASE_OWNERS: readonly Role[] = PERMISSIONS['referrals.send']
const ITEM_OWNERS: readonly Role[] = PERMISSIONS['plan-items.work']

const townOf = (divisionCode: string) => `${divisionCode.slice(0, 9)}000`

/** Active colleagues of the county's centre, the town's supervisors and the village's director. Names are open (C1). */
const colleaguesAt = (db: Db, divisionCode: string) =>
  db
    .selectFrom('account')
    .where('account.state', '=', 'active')
    .where('account.role', 'in', ITEM_OWNERS)
    .where((eb) =>
      eb.or([
        eb('account.role', 'in', CASE_OWNERS),
        eb.and([
          eb('account.role', '=', 'supervisor'),
          eb('account.divisionCode', '=', townOf(divisionCode)),
        ]),
        eb.and([eb('account.role', '=', 'child-director'), eb('account.divisionCode', '=', divisionCode)]),
      ]),
    )

type Colleague = { id: string; name: string; role: string; place: string | null }

export const listColleagues = async (db: Db, divisionCode: string) => {
  const rows = await colleaguesAt(db, divisionCode)
    .leftJoin('division', 'division.code', 'account.divisionCode')
    .select(['account.id', 'account.displayName as name', 'account.role', 'division.name as place'])
    .orderBy('account.role')
    .orderBy('account.displayName')
    .orderBy('account.id')
    .limit(500)
    .execute()
  const people: Colleague[] = []
  const owners: Colleague[] = []
  for (const { role, ...row } of rows) {
    if (!role) continue
    const colleague = { ...row, role: ROLE_LABEL[role] }
    people.push(colleague)
    if (CASE_OWNERS.includes(role)) owners.push(colleague)
  }
  return { owners, people }
}

/** Bodies of the network that have not left it; whether somebody there can sign in and answer. */
export const listUnits = (db: Db) =>
  db
    .selectFrom('unit')
    .where('leftOn', 'is', null)
    .select(['unit.id', 'unit.name'])
    .select(
      sql<boolean>`exists (select from account a where a.unit_id = unit.id and a.state = 'active'
        and a.role = 'liaison-officer')`.as('hasOfficer'),
    )
    .orderBy('unit.kind')
    .orderBy('unit.name')
    .orderBy('unit.id')
    .limit(500)
    .execute()

export const isUnit = async (db: Db, id: string) =>
  Boolean(
    await db
      .selectFrom('unit')
      .where('id', '=', id)
      .where('leftOn', 'is', null)
      .select('id')
      .executeTakeFirst(),
  )

/** Refuses an owner who could not take every step of a case. */
export const checkCaseOwner = async (db: Db, ownerId: string): Promise<void> => {
  const account = await db
    .selectFrom('account')
    .where('id', '=', ownerId)
    .where('state', '=', 'active')
    .where('role', 'in', CASE_OWNERS)
    .select('id')
    .executeTakeFirst()
  if (account) return
  const message = '请选择县未保中心在岗的工作人员作为个案负责人'
  throw invalid(message, [{ field: 'ownerId', message }])
}

type Item = { ownerId?: string | undefined; unitId?: string | undefined }

/** Refuses persons who do not work where the child is, and units that do not exist or have left. */
export const checkItemOwners = async (
  db: Db,
  kase: { divisionCode: string },
  items: Item[],
): Promise<void> => {
  const known = new Set(
    (await colleaguesAt(db, kase.divisionCode).select('account.id').execute()).map(({ id }) => id),
  )
  for (const { ownerId, unitId } of items) {
    if (ownerId && !known.has(ownerId)) {
      const message = '事项负责人须是县未保中心、所在镇督导员或所在村儿童主任'
      throw invalid(message, [{ field: 'items', message }])
    }
    if (unitId && !(await isUnit(db, unitId))) {
      const message = '没有这个承办单位，或它已退出'
      throw invalid(message, [{ field: 'items', message }])
    }
  }
}
