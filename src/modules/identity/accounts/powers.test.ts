import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { mintScope } from '#server/access.ts'
import { uuidv7 } from '#server/ids.ts'
import { inTransaction } from '#server/transaction.ts'
import { COUNTY, testApp } from '#tests/app.ts'
import { ADMINISTRATORS, PERMISSIONS, type Role } from '../rules.ts'
import { proposeAccount } from './contract.ts'

const app = await testApp()
const system = await app.as({ role: 'system-admin' })
const security = await app.as({ role: 'security-admin' })
const audit = await app.as({ role: 'audit-admin' })

const under = <T>(role: Role, accountId: string, statement: ReturnType<typeof sql<T>>) => {
  const scope = mintScope({ county: COUNTY, accountId, role, low: '', high: '', unitId: null })
  return inTransaction(app.pool, scope, (db) => statement.execute(db))
}

test('with the application out of the way the database still keeps the powers apart', async () => {
  const id = uuidv7()
  await system(proposeAccount, { id, signInName: 'second-wall', displayName: '某某人' })
  const grantBy = (role: Role, by: string, to: string) =>
    under(role, by, sql`update account set state = 'active', role = 'leader' where id = ${to}`)
  expect((await grantBy('system-admin', system.accountId, id)).numAffectedRows).toBe(0n)
  expect((await grantBy('audit-admin', audit.accountId, id)).numAffectedRows).toBe(0n)
  expect((await grantBy('security-admin', security.accountId, security.accountId)).numAffectedRows).toBe(0n)
  const make = (role: Role, by: string, state: string) =>
    under(
      role,
      by,
      sql`insert into account (id, sign_in_name, display_name, state, role)
        values (${uuidv7()}, ${uuidv7()}, '某人', ${state}::account_state, ${state === 'active' ? 'leader' : null})`,
    )
  await expect(make('security-admin', security.accountId, 'proposed')).rejects.toMatchObject({
    code: '42501',
  })
  await expect(make('system-admin', system.accountId, 'active')).rejects.toMatchObject({ code: '42501' })
  for (const call of [
    sql`select set_first_password(${id}, 'x', now())`,
    sql`select clear_second_factor(${id}, now())`,
    sql`select end_sessions_of(${id}, now())`,
  ])
    await expect(under('audit-admin', audit.accountId, call)).rejects.toMatchObject({ code: '42501' })
  await expect(
    under('system-admin', system.accountId, sql`select clear_second_factor(${id}, now())`),
  ).rejects.toMatchObject({ code: '42501' })
})

test('no administrator sees a child: neither by permission nor in any table about one', async () => {
  for (const role of ADMINISTRATORS) {
    const held = Object.entries(PERMISSIONS).flatMap(([name, roles]) =>
      (roles as Role[]).includes(role) ? [name] : [],
    )
    expect(held.filter((name) => /^(children|rosters|reports|cases|referrals|tasks)\./.test(name))).toEqual(
      [],
    )
  }
  const childId = uuidv7()
  await app.setUp(async (db) => {
    await db
      .insertInto('child')
      .values({
        id: childId,
        name: '林小满',
        sex: 'female',
        birthDay: '2015-06-01',
        divisionCode: '449821100201',
      })
      .execute()
    await db
      .insertInto('childCategory')
      .values({ id: uuidv7(), childId, kind: 'orphan', fromDay: '2024-01-01' })
      .execute()
  })
  const { rows: tables } = await app.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'county_449821' and column_name = 'child_id' union select 'child'`,
  )
  expect(tables.length).toBeGreaterThan(5)
  for (const [role, { accountId }] of [
    ['system-admin', system],
    ['security-admin', security],
    ['audit-admin', audit],
  ] as const)
    for (const { name } of tables) {
      const { rows } = await under(role, accountId, sql`select 1 from ${sql.table(name)}`)
      expect([role, name, rows.length]).toEqual([role, name, 0])
    }
})
