import type pg from 'pg'
import { today } from '#kernel/day.ts'
import { next } from '#kernel/state-machine.ts'
import type { Db } from '#server/database.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { insertStep, writeOrder } from './queries.ts'
import { SERVICE_MACHINE } from './rules.ts'
import { settle } from './steps/queries.ts'

/** Orders that nobody took in time go back to the centre; answers to how many. */
const expireOrders = async (db: Db, now: Date) => {
  const open = await db
    .selectFrom('serviceOrder')
    .where('state', '=', 'open')
    .where('takeBy', '<', today(now))
    .select(['id', 'number', 'state', 'version', 'takeBy', 'endsOn'])
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const order of open) {
    const step = next(SERVICE_MACHINE, order.state, 'expire', {
      isDesk: false,
      isTaker: false,
      isVetted: false,
      isWorkerCleared: false,
      hasPromised: false,
      isInTime: false,
      hasSession: false,
    })
    if (!step.ok) continue
    const { id: orderId, state: fromState } = order
    await insertStep(db, { orderId, command: 'expire', fromState, toState: step.to, at: now, by: null })
    await writeOrder(db, order.id, { state: step.to })
    await settle({ db, now }, order, { to: step.to, by: null, unitId: null })
  }
  return open.length
}

export const watchServiceOrders = (
  { pool, county }: { pool: pg.Pool; county: string },
  now: Date,
): Promise<number> => inTransaction(pool, dutyScope(county, 'worker'), (db) => expireOrders(db, now))
