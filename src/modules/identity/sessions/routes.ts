import { done } from '#kernel/fields.ts'
import { notFound } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import * as contract from '../contract.ts'
import * as queries from './queries.ts'

export const routes = [
  route(contract.listMySessions, async ({ db, scope, actor, now }) => {
    const open = await queries.listOpen(db, scope, now)
    const items = open.map(({ id, device, createdAt, lastSeenAt }) => ({
      id,
      device,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      isCurrent: id === actor.sessionId,
    }))
    return { items, total: items.length }
  }),

  route(contract.endMySession, async ({ db, scope, actor, now, note, setToken }, { id }) => {
    note({ kind: 'session', id })
    if (!(await queries.end(db, scope, now, id))) throw notFound('这台设备的登录')
    if (id === actor.sessionId) setToken(undefined)
    return done
  }),

  route(contract.endAllMySessions, async ({ db, scope, now, note, setToken }) => {
    note({ count: await queries.end(db, scope, now) })
    setToken(undefined)
    return done
  }),
]
