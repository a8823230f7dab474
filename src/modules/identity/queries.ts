import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { territoryOf } from '#server/access.ts'
import { hashToken, type OpenSession } from '#server/answer.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import type { Stage } from '#server/route.ts'
import { schemaOf } from '#server/transaction.ts'
import { WORKPLACE, type Role } from './rules.ts'

type SessionRow = {
  session_id: string
  stage: Stage
  proved_at: Date | null
  last_seen_at: Date
  account_id: string
  display_name: string
  role: Role
  division_code: string | null
  unit_id: string | null
}

/** What a role at a place sees of the territory; roles without a territory get an empty range. */
export const rangeOf = (role: Role, divisionCode: string | null, county: string) => {
  const place = WORKPLACE[role]
  if (place === 'county') return territoryOf(`${county}000000`)
  if ((place === 'village' || place === 'town') && divisionCode) return territoryOf(divisionCode)
  return { low: '', high: '' }
}

/** Not more than one write a minute for "last seen". */
const TOUCH_AFTER_MS = 60_000

/** The session gate: one round trip, no scope yet. Called for every request, so a disabled account is out at once. */
export const openSession = async (
  pool: pg.Pool,
  county: string,
  tokenHash: Buffer,
  now: Date,
): Promise<OpenSession | undefined> => {
  const schema = schemaOf(county)
  const { rows } = await pool.query<SessionRow>({
    name: `open_session_${county}`,
    text: `select * from ${schema}.open_session($1, $2)`,
    values: [tokenHash, now],
  })
  const row = rows[0]
  if (!row) return undefined
  if (now.getTime() - row.last_seen_at.getTime() > TOUCH_AFTER_MS)
    await pool.query(`select ${schema}.touch_session($1, $2)`, [row.session_id, now])
  return {
    sessionId: row.session_id,
    stage: row.stage,
    provedAt: row.proved_at,
    accountId: row.account_id,
    displayName: row.display_name,
    role: row.role,
    ...rangeOf(row.role, row.division_code, county),
    unitId: row.unit_id,
  }
}

/** Starts a session and answers the token that only the browser keeps. */
export const startSession = async (
  db: Db,
  of: { county: string; accountId: string; stage: Stage; device: string; now: Date },
) => {
  const token = `${of.county}.${randomBytes(32).toString('base64url')}`
  await db
    .insertInto('session')
    .values({
      id: uuidv7(of.now.getTime()),
      tokenHash: hashToken(token),
      accountId: of.accountId,
      stage: of.stage,
      device: of.device,
      createdAt: of.now,
      lastSeenAt: of.now,
      provedAt: of.stage === 'full' ? of.now : null,
    })
    .execute()
  return token
}

export const endSession = (db: Db, sessionId: string, now: Date) =>
  db.updateTable('session').set({ endedAt: now }).where('id', '=', sessionId).execute()

export const setStage = (db: Db, sessionId: string, stage: Stage, now: Date) =>
  db
    .updateTable('session')
    .set({ stage, ...(stage === 'full' && { provedAt: now }) })
    .where('id', '=', sessionId)
    .execute()

export const proveSession = (db: Db, sessionId: string, now: Date) =>
  db.updateTable('session').set({ provedAt: now }).where('id', '=', sessionId).execute()

export const findAccountByName = (db: Db, signInName: string) =>
  db
    .selectFrom('account')
    .innerJoin('accountSecret', 'accountSecret.accountId', 'account.id')
    .where('signInName', '=', signInName)
    .where('state', '=', 'active')
    .select(['account.id', 'displayName', 'role', 'mustChangePassword', 'passwordHash', 'totpSince'])
    .executeTakeFirst()

export const findSecret = (db: Db, accountId: string) =>
  db
    .selectFrom('accountSecret')
    .innerJoin('account', 'account.id', 'accountSecret.accountId')
    .where('accountId', '=', accountId)
    .select([
      'passwordHash',
      'totpSealed',
      'totpSince',
      'totpLastStep',
      'signInName',
      'role',
      'mustChangePassword',
    ])
    .executeTakeFirst()

export const setPassword = async (db: Db, accountId: string, passwordHash: string, now: Date) => {
  await db
    .updateTable('accountSecret')
    .set({ passwordHash, changedAt: now })
    .where('accountId', '=', accountId)
    .execute()
  await db.updateTable('account').set({ mustChangePassword: false }).where('id', '=', accountId).execute()
}

/** Seconds that this name must still wait. */
export const findDelay = async (db: Db, nameIndex: Buffer, now: Date) => {
  const row = await db
    .selectFrom('signInDelay')
    .where('nameIndex', '=', nameIndex)
    .select(['failures', 'notBefore'])
    .executeTakeFirst()
  return {
    failures: row?.failures ?? 0,
    seconds: row ? Math.max(0, Math.ceil((row.notBefore.getTime() - now.getTime()) / 1_000)) : 0,
  }
}

export const countFailure = (
  db: Db,
  nameIndex: Buffer,
  delaySeconds: (failures: number) => number,
  failures: number,
  now: Date,
) => {
  const next = failures + 1
  const notBefore = new Date(now.getTime() + delaySeconds(next) * 1_000)
  return db
    .insertInto('signInDelay')
    .values({ nameIndex, failures: next, lastFailureAt: now, notBefore })
    .onConflict((conflict) =>
      conflict.column('nameIndex').doUpdateSet({
        failures: sql<number>`sign_in_delay.failures + 1`,
        lastFailureAt: now,
        notBefore,
      }),
    )
    .execute()
}

export const forgetFailures = (db: Db, nameIndex: Buffer) =>
  db.deleteFrom('signInDelay').where('nameIndex', '=', nameIndex).execute()

/** The account as the console's head line shows it. */
export const describeAccount = (db: Db, accountId: string) =>
  db
    .selectFrom('account')
    .leftJoin('division', 'division.code', 'account.divisionCode')
    .leftJoin('unit', 'unit.id', 'account.unitId')
    .where('account.id', '=', accountId)
    .select([
      'account.id',
      'displayName',
      'role',
      'account.divisionCode',
      'division.name as divisionName',
      'unitId',
      'unit.name as unitName',
    ])
    .executeTakeFirst()
