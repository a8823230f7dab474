import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Constraints } from '#server/route.ts'
import { permits } from '#modules/identity/rules.ts'
import { findCase } from '../queries.ts'
import { lockCase } from '../steps/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const listLinks = route(contract.listLinks, async ({ db, scope, keys, now }, { caseId }) => {
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  const rows = await queries.listLinks(db, scope, caseId, now)
  const linked = new Set(rows.filter(({ endedAt }) => !endedAt).map(({ id }) => id))
  const siblings = permits(scope.role, 'cases.work') ? await queries.listOfSiblings(db, scope, kase, now) : []
  return {
    items: rows.map(({ id, number, child, state, owner, ...link }) => {
      const key = keys.unwrap(link.keySealed, link.linkId)
      return {
        id: link.linkId,
        kind: link.kind,
        other: { id, number, child, state, owner },
        reason: keys.open(key, 'reason', link.reasonSealed),
        by: link.makerName,
        at: link.madeAt.toISOString(),
        ended:
          link.endedAt && link.endReasonSealed
            ? {
                by: link.enderName ?? '',
                at: link.endedAt.toISOString(),
                reason: keys.open(key, 'end-reason', link.endReasonSealed),
              }
            : null,
      }
    }),
    suggested: siblings.filter(({ id }) => !linked.has(id)),
  }
})

const linkCases = route(contract.linkCases, async (context, { caseId, linkId, number, kind, reason }) => {
  const { db, scope, keys, actor, now, note } = context
  const kase = found(await lockCase(db, scope, caseId, now), '个案')
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, fields: ['links'] })
  const other = found(await queries.findByNumber(db, scope, number, now), '另一个案')
  if (other.id === caseId) {
    const message = '这就是本案的编号，请填写另一个案的编号'
    throw invalid(message, [{ field: 'number', message }])
  }
  const { key, wrapped } = keys.newKey(linkId)
  await queries.insertLink(db, {
    id: linkId,
    oneId: caseId,
    otherId: other.id,
    kind,
    keySealed: wrapped,
    reasonSealed: keys.seal(key, 'reason', reason),
    madeBy: actor.accountId,
    madeAt: now,
  })
  return done
})

const endLink = route(contract.endLink, async (context, { caseId, linkId, reason }) => {
  const { db, scope, keys, actor, now, note } = context
  const kase = found(await lockCase(db, scope, caseId, now), '个案')
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, fields: ['links'] })
  const links = await queries.listLinks(db, scope, caseId, now)
  const link = found(
    links.find((each) => each.linkId === linkId),
    '关联',
  )
  const endReasonSealed = keys.seal(keys.unwrap(link.keySealed, linkId), 'end-reason', reason)
  const ended = { endedBy: actor.accountId, endedAt: now, endReasonSealed }
  if (link.endedAt || !(await queries.setEnded(db, linkId, ended))) throw refused('这个关联已经解除')
  return done
})

export const routes = [listLinks, linkCases, endLink]

export const constraints: Constraints = {
  case_link_once: () => refused('这两个案已经关联'),
  case_link_pkey: () => refused('这两个案已经关联'),
}
