import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, notFound, refused, stale } from '#kernel/problem.ts'
import { covers } from '#server/access.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { findCurrentDivision } from '../divisions/queries.ts'
import { POST_LABEL } from '../labels.ts'
import { holdingsOf } from '../network/queries.ts'
import { notInFuture } from '../sites/rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const LEVEL = { 'child-director': 'village', 'child-supervisor': 'town' } as const

/** A post that still stands, of the caller's territory; of the whole county for who sets posts up and closes them. */
const postFor = async (
  { db, scope, note }: Context,
  id: string,
  where: 'territory' | 'county' = 'territory',
) => {
  const post = found(await queries.findPost(db, id), '岗位')
  note({ kind: 'post', id, divisionCode: post.divisionCode })
  if (where === 'territory' && !covers(scope, post.divisionCode)) throw notFound('岗位')
  if (post.closedOn) throw refused('这个岗位已经撤销')
  return post
}

const current = async ({ db }: Context, postId: string) =>
  (await holdingsOf(db, postId)).find(({ toDay }) => toDay === null)

const appoint = route(contract.appoint, async (context, { id, holdingId, reason, phone, ...holding }) => {
  const { db, keys, now, note } = context
  const post = await postFor(context, id)
  note({ purpose: reason })
  notInFuture('fromDay', holding.fromDay, today(now))
  if (holding.fromDay < post.setUpOn)
    throw invalid('任职不能早于岗位设立', [{ field: 'fromDay', message: `岗位设立于 ${post.setUpOn}` }])
  const [last] = await holdingsOf(db, id)
  if (last?.toDay === null) throw refused(`${last.holderName}在任，请先办理离任`)
  if (last?.toDay && holding.fromDay < last.toDay)
    throw invalid('任职与上一任重叠', [{ field: 'fromDay', message: `上一任 ${last.toDay} 离任` }])
  const candidates = await queries.candidatesFor(db, post)
  if (holding.accountId && !candidates.some((account) => account.id === holding.accountId))
    throw invalid('这个账号没有被授予本岗位', [{ field: 'accountId', message: '请选择已授予本岗位的账号' }])
  await queries.insertHolding(db, {
    ...holding,
    ...queries.sealPhone(keys, holdingId, phone),
    id: holdingId,
    postId: id,
  })
  return found(await queries.findHolding(db, holdingId), '任职')
})

const endHolding = route(contract.endHolding, async (context, { id, version, toDay, reason }) => {
  const { db, scope, now, note } = context
  const holding = found(await queries.findHolding(db, id), '任职')
  note({ kind: 'post', id, divisionCode: holding.divisionCode, purpose: reason })
  if (!covers(scope, holding.divisionCode)) throw notFound('任职')
  if (holding.toDay !== null) throw refused('已经办理过离任')
  notInFuture('toDay', toDay, today(now))
  if (toDay < holding.fromDay)
    throw invalid('离任不能早于任职', [{ field: 'toDay', message: `${holding.fromDay} 起任职` }])
  if (!(await queries.setEnded(db, id, version, toDay, reason)))
    throw stale({ yours: { toDay }, theirs: { toDay: holding.toDay }, version: holding.version })
  return found(await queries.findHolding(db, id), '任职')
})

export const routes = [
  route(contract.setUpPost, async ({ db, now, note }, post) => {
    note({ kind: 'post', id: post.id, divisionCode: post.divisionCode })
    notInFuture('setUpOn', post.setUpOn, today(now))
    const division = found(await findCurrentDivision(db, post.divisionCode), '区划')
    if (division.level !== LEVEL[post.kind])
      throw invalid(`${POST_LABEL[post.kind]}不设在这一级`, [{ field: 'divisionCode', message: '级别不符' }])
    await queries.insertPost(db, post)
    return done
  }),

  route(contract.closePost, async (context, { id, closedOn, reason }) => {
    const post = await postFor(context, id, 'county')
    context.note({ purpose: reason })
    notInFuture('closedOn', closedOn, today(context.now))
    if (closedOn < post.setUpOn)
      throw invalid('撤销不能早于设立', [{ field: 'closedOn', message: `设立于 ${post.setUpOn}` }])
    const holding = await current(context, id)
    if (holding) throw refused(`${holding.holderName}在任，请先办理离任`)
    found(await queries.setClosed(context.db, id, closedOn), '岗位')
    return done
  }),

  route(contract.getPost, async ({ db }, { id }) => {
    const post = found(await queries.findPost(db, id), '岗位')
    return { ...post, holdings: await holdingsOf(db, id) }
  }),

  route(contract.listCandidates, async (context, { id }) => ({
    items: await queries.candidatesFor(context.db, await postFor(context, id)),
  })),

  appoint,
  endHolding,

  route(contract.showHolderPhone, async ({ db, keys, note }, { id }) => {
    const row = found(await queries.findSealedPhone(db, id), '任职')
    note({ kind: 'post', id, divisionCode: row.divisionCode, fields: ['phone'] })
    return { phone: queries.openPhone(keys, row) }
  }),
]

export const constraints: Constraints = {
  post_holding_one_at_a_time: () => refused('这个岗位刚刚有人任职，请刷新后查看'),
  post_holding_pkey: () => refused('这次任命刚才已经保存'),
  post_pkey: () => refused('这个岗位刚才已经设立'),
}
