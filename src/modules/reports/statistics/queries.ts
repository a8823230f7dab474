import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#server/database.ts'
import { findSetting } from '#modules/organisations/settings/queries.ts'
import type { ReportDoor, ReportSource, ReportState } from '../contract.ts'
import { SUPPRESSED_BELOW } from './rules.ts'

export type Figure = {
  source: ReportSource
  door: ReportDoor
  kinds: string[]
  state: ReportState
  isTold: boolean
  /** Seconds since the report came. */
  toSeen: number | null
  toDecided: number | null
  toTold: number | null
}

/** Reports that came from one instant on and before another, as figures without a number, a place or a word (migration 0065). */
export const listFigures = async (db: Db, since: Date, until: Date): Promise<Figure[]> => {
  const { rows } = await sql<Figure>`select * from report_figures(${since}, ${until})`.execute(db)
  return rows
}

const Below = z.number().int().min(2).max(50)

/** Key of county_setting: figures beneath it are not shown. */
export const SUPPRESSION = 'statistics:suppressed-below'

export const suppressedBelow = async (db: Db): Promise<number> => {
  const own = await findSetting(db, SUPPRESSION)
  return Below.catch(SUPPRESSED_BELOW).parse(own?.value)
}
