import { done } from '#kernel/fields.ts'
import { notFound } from '#kernel/problem.ts'
import { route, type Route } from '#server/route.ts'
import { routes as choices } from './choices/routes.ts'
import * as contract from './contract.ts'
import type { NoticeSubject } from './contract.ts'
import * as queries from './queries.ts'

const inbox: Route[] = [
  route(contract.listMyNotices, async ({ db, scope }, filter) => {
    const { items, total } = await queries.listNotices(db, scope, filter)
    return {
      total,
      items: items.map(({ createdAt, readAt, subjectKind, ...notice }) => ({
        ...notice,
        // The column is text; only `notify` writes it, from this type.
        subjectKind: subjectKind as NoticeSubject,
        createdAt: createdAt.toISOString(),
        readAt: readAt?.toISOString() ?? null,
      })),
    }
  }),
  route(contract.countMyNotices, async ({ db, scope }) => ({
    notices: await queries.countUnread(db, scope),
  })),
  route(contract.readNotice, async ({ db, scope, now, note }, { id }) => {
    note({ kind: 'notice', id })
    if (!(await queries.markRead(db, scope, now, id))) throw notFound('这条通知')
    return done
  }),
  route(contract.readAllNotices, async ({ db, scope, now, note }) => {
    const count = await queries.markRead(db, scope, now)
    note({ kind: 'notice', count })
    return { count }
  }),
]

export const routes: Route[] = [...inbox, ...choices]
