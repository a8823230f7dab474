import { today } from '#kernel/day.ts'
import { addCounty } from '#server/migrate.ts'
import type { Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { installInstruments } from '#modules/cases/assessments/versions/queries.ts'
import { installNetwork } from '#modules/organisations/queries.ts'
import type { Divisions } from '#modules/organisations/divisions/division.ts'

/**
 * Makes a county with its schema and fills in its divisions; a real one also gets a vacant post for each village and town and the member
 * units to begin with. A county that exists keeps what it has.
 */
export const addNewCounty = async (
  running: Running,
  divisions: Divisions,
  options: { isDemonstration: boolean },
): Promise<{ towns: number; villages: number }> => {
  const { code, name } = divisions.county
  await addCounty(running.ownerUrl, { code, name, indexSuite: running.config.cipherSuite, ...options })
  await inTransaction(running.pool, dutyScope(code, 'installer'), async (db) => {
    await installNetwork(db, divisions, options.isDemonstration ? {} : { today: today(new Date()) })
    await installInstruments(db, new Date())
  })
  await running.refreshCounties()
  return { towns: divisions.towns.length, villages: divisions.villages.length }
}
