import type { Running } from '#server/installation.ts'
import { uuidv7 } from '#server/ids.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { dayOf } from '#kernel/day.ts'
import { bulkRegister } from '#modules/children/bulk/queries.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { addNewCounty } from '../new-county.ts'
import { showProgress } from '../terminal.ts'
import { DEMONSTRATION_COUNTY, generateCounty } from './county.ts'
import { DEMONSTRATION_PASSWORD, insertNetwork } from './network.ts'
import { generateNetwork } from './people.ts'
import { recordOf } from './records.ts'
import { playStories } from './play-stories.ts'
import { castStories } from './stories.ts'

const SEED = 2026

/**
 * Makes the demonstration county and fills it: network, children, stories. Each part is one transaction; a start that was interrupted
 * before the county was complete is told to begin again in an empty data folder.
 */
export const loadDemonstration = async (
  running: Running,
  options: { minors: number; today: Date; county?: string },
): Promise<void> => {
  const day = dayOf(options.today)
  const divisions = loadDivisions(options.county ?? DEMONSTRATION_COUNTY)
  const county = divisions.county.code
  const making = { seed: SEED, minors: options.minors, today: day, divisions }
  const network = generateNetwork({ seed: SEED, today: day, divisions })
  await addNewCounty(running, divisions, { isDemonstration: true })
  const keys = running.keysOf(county)

  const inStories = new Set(castStories(making).map(({ childIndex }) => childIndex))
  const childIds = new Map<number, string>()
  const bar = showProgress('装入演示县', options.minors)
  await inTransaction(running.pool, dutyScope(county, 'installer'), async (db) => {
    await insertNetwork(db, keys, network, options.today)
    let count = 0
    async function* records() {
      for (const family of generateCounty(making))
        for (const child of family.children) {
          count += 1
          if (count % 1_000 === 0) bar.to(count)
          const id = uuidv7()
          if (inStories.has(child.index)) childIds.set(child.index, id)
          yield { ...recordOf(family, child, day), id }
        }
    }
    await bulkRegister(db, keys, records())
  })
  bar.end()
  await playStories(running, { ...making, county, now: options.today, childIds })
}

const SHOWN = [
  'zhiban',
  'gean1',
  'zhongxin',
  'dd100',
  'zr100004',
  'll-education',
  'll-civil-affairs',
  'xuexiao1',
  'yiyuan1',
  'lingdao1',
  'xitong',
  'anquan',
  'shenji',
]

/** The accounts that the start prints: one of every role. */
export const demonstrationAccounts = async () => {
  const divisions = loadDivisions(DEMONSTRATION_COUNTY)
  const names = new Map<string, string>([
    ...divisions.towns.map(({ code, name }) => [code, name] as const),
    ...divisions.villages.map(({ code, shortName }) => [code, shortName] as const),
  ])
  const { accounts, units } = generateNetwork({ seed: SEED, today: dayOf(new Date()), divisions })
  const unitNames = new Map(units.map(({ code, shortName }) => [code, shortName]))
  const rows = SHOWN.flatMap((signInName) => {
    const account = accounts.find((one) => one.signInName === signInName)
    if (!account) return []
    const place = account.unitCode ? unitNames.get(account.unitCode) : names.get(account.divisionCode ?? '')
    return [[signInName, ROLE_LABEL[account.role], account.name, place ?? divisions.county.name]]
  })
  return { rows, password: DEMONSTRATION_PASSWORD }
}
