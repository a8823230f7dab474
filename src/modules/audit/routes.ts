import type { Endpoint } from '#kernel/endpoint.ts'
import { countSealed, findLate, verifySlice } from '#server/audit-chain.ts'
import { clientOf } from '#server/database.ts'
import { route } from '#server/route.ts'
import * as contract from './contract.ts'
import { WORK_LABEL } from './labels.ts'
import * as queries from './queries.ts'

/** So many entries in one call: about a second's work, so that the page can show progress and be stopped. */
const VERIFIED_AT_ONCE = 50_000

const verifyAudit = route(contract.verifyAudit, async ({ db, county, now, note }, { after }) => {
  const client = clientOf(db)
  const { head, broken, isAtEnd } = await verifySlice(client, county, {
    most: VERIFIED_AT_ONCE,
    ...(after && { after: { seq: after.seq, hash: Buffer.from(after.hash, 'hex') } }),
  })
  const late = isAtEnd ? await findLate(client, county, now) : undefined
  note({ count: head.seq - (after?.seq ?? 0) })
  return {
    head: { seq: head.seq, hash: head.hash.toString('hex') },
    total: await countSealed(client, county),
    isAtEnd,
    broken: broken ?? null,
    late: late ? { count: late.count, oldestAt: late.oldestAt.toISOString() } : null,
  }
})

const actionsOf = (endpoints: Endpoint[]) =>
  [
    ...new Map(
      endpoints.map(({ audit, method, path, summary }) => [audit ?? `${method} ${path}`, summary] as const),
    ),
    ...Object.entries(WORK_LABEL),
  ]
    .map(([action, label]) => ({ action, label }))
    .toSorted((one, other) => (one.action < other.action ? -1 : 1))

/** @param endpoints every endpoint of the product, handed in by `apps/server.ts` so that this module need not know the others */
export const routesOver = (endpoints: () => Endpoint[]) => [
  route(contract.listAuditEntries, async ({ db, note }, filter) => {
    const list = await queries.listEntries(db, filter)
    note({ kind: 'audit', count: list.items.length, ...(filter.subjectId && { id: filter.subjectId }) })
    return list
  }),
  route(contract.getRecordTrail, async ({ db, note }, { id }) => {
    const items = await queries.trailOf(db, id)
    note({ kind: 'audit', id, count: items.length })
    const subjectKind = items.find((item) => item.subjectKind !== 'audit')?.subjectKind ?? null
    return { subjectKind, items, total: items.length }
  }),
  route(contract.listAuditActions, () => ({ items: actionsOf(endpoints()) })),
  verifyAudit,
  route(contract.listChainHeads, ({ db }, page) => queries.listHeads(db, page)),
  route(contract.comparePrintedHead, async ({ db }, { seq, hash }) => ({
    isSame: (await queries.hashAt(db, seq))?.startsWith(hash) ?? false,
  })),
]
