import { mayLeaveAt, type Hours } from '../rules.ts'

/** A row of the outbox whose time has come, with what decides about it. */
export type Due = {
  id: string
  accountId: string
  channel: string
  subscriptionId: string | null
  state: 'waiting' | 'sending' | 'failed'
  isDanger: boolean
  isTest: boolean
  isUnneeded: boolean
  taskCount: number
  messageCount: number
  createdAt: Date
  lastSentAt: Date | null
} & Hours

type Settled<T extends Due> = {
  carry: T[]
  join: { id: string; to: string }[]
  hold: { id: string; until: Date }[]
  drop: string[]
}

const groupOf = ({ accountId, channel, subscriptionId, isDanger }: Due) =>
  [accountId, channel, subscriptionId, isDanger].join(' ')

/**
 * Decides what leaves now. What was on its way when its process ended leaves as it was. Of what has not left yet, one of each person, channel
 * and urgency carries the others, so that ten tasks are one message; tests go alone.
 */
export const settle = <T extends Due>(rows: T[], now: Date): Settled<T> => {
  const settled: Settled<T> = { carry: [], join: [], hold: [], drop: [] }
  const carriers = new Map<string, T>()
  for (const row of rows) {
    if (row.state === 'sending') settled.carry.push(row)
    else if (row.isUnneeded) settled.drop.push(row.id)
    else {
      const until = mayLeaveAt(row, row, now)
      const carrier = row.isTest || row.state === 'failed' ? undefined : carriers.get(groupOf(row))
      if (until > now) settled.hold.push({ id: row.id, until })
      else if (carrier) {
        settled.join.push({ id: row.id, to: carrier.id })
        carrier.taskCount += row.taskCount
        carrier.messageCount += row.messageCount
      } else {
        const own = { ...row }
        settled.carry.push(own)
        // What was tried before keeps its text: it may have arrived.
        if (!row.isTest && row.state === 'waiting') carriers.set(groupOf(row), own)
      }
    }
  }
  return settled
}
