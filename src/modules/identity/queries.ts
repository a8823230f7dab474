import { randomBytes } from 'node:crypto'
import { territoryOf } from '#server/access.ts'
import { hashToken, type Gate } from '#server/session-gate.ts'
import type { Db } from '#server/database.ts'
import { uuidv7 } from '#server/ids.ts'
import { tick } from '#server/live.ts'
import type { Stage } from '#server/route.ts'
import { schemaOf } from '#server/transaction.ts'
import { opensForUnit, WORKPLACE, type Role } from './rules.ts'

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
const TOUCH_AFTER_MS = 45_000

/** The session gate (`server/session-gate.ts`). Its statement is one select of a hash and an instant, both made by the server. */
export const gate: Gate = {
  statement: (county, tokenHash, now) =>
    `select * from ${schemaOf(county)}.open_session('\\x${tokenHash.toString('hex')}', '${now.toISOString()}')`,
  read: (rows, county) => {
    const row = (rows as SessionRow[])[0]
    return (
      row && {
        sessionId: row.session_id,
        stage: row.stage,
        provedAt: row.proved_at,
        lastSeenAt: row.last_seen_at,
        accountId: row.account_id,
        displayName: row.display_name,
        role: row.role,
        ...rangeOf(row.role, row.division_code, county),
        unitId: opensForUnit(row.role) ? row.unit_id : null,
      }
    )
  },
  touch: async (pool, county, session, now) => {
    if (now.getTime() - session.lastSeenAt.getTime() < TOUCH_AFTER_MS) return
    await pool.query(`select ${schemaOf(county)}.touch_session($1, $2)`, [session.sessionId, now])
    session.lastSeenAt = now
  },
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

/** Open pages look at their session at once, and not only at the next beat of the live stream. */
const tellEnded = (db: Db, accountIds: string[]) => tick(db, 'session', { accountIds })

export const endSession = async (db: Db, sessionId: string, now: Date) => {
  const ended = await db
    .updateTable('session')
    .set({ endedAt: now })
    .where('id', '=', sessionId)
    .returning('accountId')
    .execute()
  tellEnded(
    db,
    ended.map(({ accountId }) => accountId),
  )
}

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
    .where('signInName', '=', signInName.toLowerCase())
    .where('state', '=', 'active')
    .select(['account.id', 'role', 'mustChangePassword', 'passwordHash', 'changedAt', 'totpSince'])
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

/** A changed password ends every other session of the account. */
export const setPassword = async (
  db: Db,
  { accountId, sessionId }: { accountId: string; sessionId: string },
  passwordHash: string,
  now: Date,
) => {
  await db
    .updateTable('accountSecret')
    .set({ passwordHash, changedAt: now })
    .where('accountId', '=', accountId)
    .execute()
  await db.updateTable('account').set({ mustChangePassword: false }).where('id', '=', accountId).execute()
  await db
    .updateTable('session')
    .set({ endedAt: now })
    .where('accountId', '=', accountId)
    .where('id', '<>', sessionId)
    .where('endedAt', 'is', null)
    .execute()
  tellEnded(db, [accountId])
}

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
      'unit.code as unitCode',
    ])
    .executeTakeFirst()
