import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { invalid } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { hashPassword } from '#server/passwords.ts'
import type { Role } from '../rules.ts'
import type { AccountFilter } from './contract.ts'
import type { z } from 'zod'
import { grantProblem } from './rules.ts'

/** Letters that nobody takes for one another when a slip of paper is read out. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Sixteen random signs in four groups, about 79 bits. */
export const newFirstPassword = () =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join(''),
  ).join('-')

const accounts = (db: Db) =>
  db
    .selectFrom('account')
    .leftJoin('division', 'division.code', 'account.divisionCode')
    .leftJoin('division as town', (join) =>
      join.onRef('town.code', '=', 'division.parentCode').on('town.level', '=', 'town'),
    )
    .leftJoin('unit', 'unit.id', 'account.unitId')
    .leftJoin('account as creator', 'creator.id', 'account.createdBy')
    .leftJoin('account as approver', 'approver.id', 'account.approvedBy')
    .select([
      'account.id',
      'account.signInName',
      'account.displayName',
      'account.state',
      'account.role',
      'account.divisionCode',
      sql<string | null>`concat(town.name, division.name)`.as('divisionName'),
      sql<boolean>`division.valid_to is not null`.as('isDivisionEnded'),
      'account.unitId',
      'unit.name as unitName',
      'account.createdAt',
      'creator.displayName as createdBy',
      'account.approvedAt',
      'approver.displayName as approvedBy',
      'account.version',
    ])

type AccountRow = Awaited<ReturnType<ReturnType<typeof accounts>['executeTakeFirstOrThrow']>>

const shown = ({ createdAt, approvedAt, divisionName, ...row }: AccountRow) => ({
  ...row,
  divisionName: divisionName || null,
  createdAt: createdAt.toISOString(),
  approvedAt: approvedAt?.toISOString() ?? null,
})

/** Colleagues are open to everyone signed in; the list itself belongs to the administrators. */
export const listAccounts = async (db: Db, filter: z.output<typeof AccountFilter>) => {
  const { words, state, role, page, pageSize } = filter
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const chosen = accounts(db)
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('account.displayName', 'like', pattern),
          eb('account.signInName', 'like', pattern.toLowerCase()),
        ]),
      ),
    )
    .$if(state !== undefined, (query) => query.where('account.state', '=', state!))
    .$if(role !== undefined, (query) => query.where('account.role', '=', role!))
  const rows = await chosen
    .orderBy(sql`account.state = 'proposed'`, 'desc')
    .orderBy('account.displayName')
    .orderBy('account.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  const { total } = await chosen
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { items: rows.map(shown), total }
}

export const findAccount = async (db: Db, id: string) => {
  const row = await accounts(db).where('account.id', '=', id).executeTakeFirst()
  return row && shown(row)
}

export const findPlace = async (db: Db, code: string) => {
  const row = await db
    .selectFrom('division')
    .where('code', '=', code)
    .select(['level', 'validTo'])
    .executeTakeFirst()
  return row && { level: row.level, isEnded: row.validTo !== null }
}

export const unitExists = async (db: Db, id: string) =>
  (await db
    .selectFrom('unit')
    .where('id', '=', id)
    .where('leftOn', 'is', null)
    .select('id')
    .executeTakeFirst()) !== undefined

export const insertProposed = (
  db: Db,
  account: { id: string; signInName: string; displayName: string; createdBy: string; createdAt: Date },
) =>
  db
    .insertInto('account')
    .values({ ...account, state: 'proposed' })
    .execute()

/** Makes the account active in its new post; answers false when somebody else changed it first. */
export const setGrant = async (
  db: Db,
  grant: {
    id: string
    version: number
    role: Role
    divisionCode: string | null
    unitId: string | null
    approvedBy: string
    approvedAt: Date
  },
) => {
  const { id, version, ...values } = grant
  const { numUpdatedRows } = await db
    .updateTable('account')
    .set({ ...values, state: 'active', version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const setDisabled = async (db: Db, id: string, version: number) => {
  const { numUpdatedRows } = await db
    .updateTable('account')
    .set({ state: 'disabled', version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export const countActive = async (db: Db, role: Role) => {
  const { count } = await db
    .selectFrom('account')
    .where('role', '=', role)
    .where('state', '=', 'active')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Also ends the account's sessions. The database lets only the system administrator do it, and not for their own account. */
export const setFirstPassword = (db: Db, accountId: string, hash: string, now: Date) =>
  sql`select set_first_password(${accountId}, ${hash}, ${now})`.execute(db)

/** Also ends the account's sessions; the security administrator's power alone. */
export const clearSecondFactor = (db: Db, accountId: string, now: Date) =>
  sql`select clear_second_factor(${accountId}, ${now})`.execute(db)

/** The security administrator's power alone. */
export const endSessionsOf = (db: Db, accountId: string, now: Date) =>
  sql`select end_sessions_of(${accountId}, ${now})`.execute(db)

export type NewAccount = {
  signInName: string
  displayName: string
  role: Role
  divisionCode: string | null
  unitCode: string | null
  now: Date
}

/**
 * An account in its post at once, for the installer (first run, command line): the rules of a grant hold here too.
 * Answers the first password, to be shown once. Throws `invalid`; the constraint account_sign_in_name_unique stays as it is.
 */
export const createAccount = async (
  db: Db,
  { unitCode, now, ...account }: NewAccount,
): Promise<{ id: string; password: string }> => {
  const unit = unitCode
    ? await db.selectFrom('unit').where('code', '=', unitCode).select('id').executeTakeFirst()
    : undefined
  if (unitCode && !unit) throw invalid(`没有代码为 ${unitCode} 的单位`)
  const place = account.divisionCode ? await findPlace(db, account.divisionCode) : undefined
  const problem = grantProblem({
    role: account.role,
    place,
    hasDivision: account.divisionCode !== null,
    hasUnit: unit !== undefined,
  })
  if (problem) throw invalid(problem.message, [problem])
  const id = uuidv7(now.getTime())
  const password = newFirstPassword()
  await db
    .insertInto('account')
    .values({
      ...account,
      id,
      signInName: account.signInName.toLowerCase(),
      unitId: unit?.id ?? null,
      state: 'active',
      createdAt: now,
      approvedAt: now,
    })
    .execute()
  await setFirstPassword(db, id, await hashPassword(password), now)
  return { id, password }
}

export const listAccountNames = (db: Db) =>
  db
    .selectFrom('account')
    .select(['signInName', 'displayName', 'role', 'state'])
    .orderBy('role')
    .orderBy('signInName')
    .execute()
