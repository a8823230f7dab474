import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { installationSecret } from '#server/crypto/keys.ts'
import { readConfig } from '#server/config.ts'
import { openInstallation, type Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { uuidv7 } from '#server/ids.ts'
import { bulkRegister } from '#modules/children/bulk/queries.ts'
import { startSession } from '#modules/identity/queries.ts'
import type { Role } from '#modules/identity/rules.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { generateCounty } from '#apps/demonstration/county.ts'
import { insertNetwork } from '#apps/demonstration/network.ts'
import { generateNetwork } from '#apps/demonstration/people.ts'
import { recordOf } from '#apps/demonstration/records.ts'
import { addNewCounty } from '#apps/new-county.ts'

export const COUNTY = '441821'
export const DAY = '2026-11-23'

export type World = {
  running: Running
  /** Names that children of this county bear, to search for. */
  names: string[]
  /** Past row-level security: the bare SQL to compare with. */
  superuser: pg.Pool
  loadSeconds: number
  close: () => Promise<void>
}

export const bareUrl = (running: Running) => {
  const url = new URL(running.ownerUrl)
  url.username = 'postgres'
  url.password = installationSecret(running.masterKey, 'postgres superuser')
  return url.toString()
}

/** An embedded database with `minors` invented children in one county, its statistics up to date. */
export const makeWorld = async (minors: number): Promise<World> => {
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-bench-'))
  const running = await openInstallation(readConfig({ SHOUWANG_DATA: folder, SHOUWANG_LOG_LEVEL: 'silent' }))
  const divisions = loadDivisions(COUNTY)
  await addNewCounty(running, divisions, { isDemonstration: true })
  const keys = running.keysOf(COUNTY)
  const making = { seed: 2026, minors, today: DAY, divisions }
  const names: string[] = []
  async function* records() {
    for (const family of generateCounty(making))
      for (const child of family.children) {
        if (child.index % Math.ceil(minors / 100) === 0) names.push(child.name)
        yield recordOf(family, child, DAY)
      }
  }
  const began = performance.now()
  await inTransaction(running.pool, dutyScope(COUNTY, 'installer'), async (db) => {
    await insertNetwork(db, keys, generateNetwork({ seed: 2026, today: DAY, divisions }), new Date())
    await bulkRegister(db, keys, records())
  })
  const loadSeconds = (performance.now() - began) / 1_000
  const superuser = new pg.Pool({
    connectionString: bareUrl(running),
    max: 16,
    options: `-c search_path=county_${COUNTY}`,
  })
  superuser.on('error', () => undefined)
  await superuser.query('vacuum analyze')
  const close = async () => {
    await superuser.end()
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { running, names, superuser, loadSeconds, close }
}

/** A signed-in person of that role at that place; answers the session's token. */
export const signIn = (running: Running, role: Role, divisionCode: string | null): Promise<string> =>
  inTransaction(running.pool, dutyScope(COUNTY, 'installer'), async (db) => {
    const accountId = uuidv7()
    await db
      .insertInto('account')
      .values({
        id: accountId,
        signInName: accountId,
        displayName: '基准',
        state: 'active',
        role,
        divisionCode,
        mustChangePassword: false,
      })
      .execute()
    return startSession(db, { county: COUNTY, accountId, stage: 'full', device: '基准', now: new Date() })
  })
