import { sql } from 'kysely'
import type { Context } from '#server/route.ts'
import type { ReferralState } from '../contract.ts'

type Row = {
  id: string
  number: string
  unitName: string
  state: ReferralState
  dueAt: Date
  isDueCertain: boolean
  signedAt: Date | null
  answeredAt: Date | null
  keySealed: Buffer
  summarySealed: Buffer | null
}

/** How far the co-units of a matter are, for its lead, whose referral the caller has found. */
export const readCoUnits = async ({ db, keys }: Pick<Context, 'db' | 'keys'>, leadId: string) => {
  const { rows } = await sql<Row>`select * from co_referrals(${leadId})`.execute(db)
  return rows.map(({ keySealed, summarySealed, ...row }) => ({
    id: row.id,
    number: row.number,
    unit: row.unitName,
    state: row.state,
    dueAt: row.dueAt.toISOString(),
    isDueCertain: row.isDueCertain,
    signedAt: row.signedAt?.toISOString() ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    summary: summarySealed && keys.open(keys.unwrap(keySealed, row.id), 'summary', summarySealed),
  }))
}
