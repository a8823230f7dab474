import { sql } from 'kysely'
import type { Scope } from '#server/access.ts'
import type { Db } from '#server/database.ts'
import type { ReferralState } from '../../contract.ts'

type Hand = {
  accountId: string | null
  name: string
  title: string | null
  isHead: boolean
  owed: number
  signed: number
  answered: number
}

/** The people of the caller's unit and what each of them has in hand, signed and answered. */
export const listHands = async (db: Db): Promise<Hand[]> => {
  const { rows } = await sql<Hand>`
    select account_id, name, title, is_head, owed, signed, answered from unit_hands()`.execute(db)
  return rows
}

type Past = {
  id: string
  number: string
  state: ReferralState
  dispatchedAt: Date
  signedBy: string | null
  answeredAt: Date | null
  answeredBy: string | null
  returnedAt: Date | null
  dueAt: Date
  total: number
}

export const listPast = async (db: Db, { page, pageSize }: { page: number; pageSize: number }) => {
  const { rows } = await sql<Past>`
    select p.id, number, p.state, dispatched_at, signer.display_name as signed_by, answered_at,
      answerer.display_name as answered_by, returned_at, due_at, total
    from unit_past(${pageSize}, ${(page - 1) * pageSize}) p
    left join account signer on signer.id = p.signed_by left join account answerer on answerer.id = p.answered_by
    order by coalesce(answered_at, returned_at, dispatched_at) desc, p.id`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** Whether somebody is a liaison officer of the caller's unit who can sign in. */
export const isColleague = async (db: Db, scope: Scope, accountId: string): Promise<boolean> => {
  const row = await db
    .selectFrom('account')
    .where('id', '=', accountId)
    .where('unitId', '=', scope.unitId)
    .where('role', '=', 'liaison-officer')
    .where('state', '=', 'active')
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}
