import { today } from '#kernel/day.ts'
import { found, invalid, refused, stale } from '#kernel/problem.ts'
import { route, type Constraints, type Context } from '#server/route.ts'
import { findCurrentDivision } from '../divisions/queries.ts'
import { SITE_LABEL } from '../labels.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { levelOfSite, notInFuture } from './rules.ts'

const siteFor = async ({ db, note }: Context, id: string) => {
  const site = found(await queries.findSite(db, id), '阵地')
  note({ kind: 'site', id, divisionCode: site.divisionCode })
  if (site.closedOn) throw refused('这个阵地已经关闭，不能再改；如重新启用请另行设立')
  return site
}

const saved = async ({ db }: Context, id: string, isSaved: boolean, yours: object) => {
  const site = found(await queries.findSite(db, id), '阵地')
  if (!isSaved) throw stale({ yours, theirs: site, version: site.version })
  return site
}

export const routes = [
  route(contract.setUpSite, async ({ db, now, note }, site) => {
    note({ kind: 'site', id: site.id, divisionCode: site.divisionCode })
    notInFuture('setUpOn', site.setUpOn, today(now))
    const division = found(await findCurrentDivision(db, site.divisionCode), '区划')
    if (division.level !== levelOfSite(site.kind))
      throw invalid(`${SITE_LABEL[site.kind]}不设在这一级`, [{ field: 'divisionCode', message: '级别不符' }])
    await queries.insertSite(db, site)
    return found(await queries.findSite(db, site.id), '阵地')
  }),

  route(contract.editSite, async (context, { id, version, ...facts }) => {
    await siteFor(context, id)
    context.note({ fields: Object.keys(facts) })
    return saved(context, id, await queries.updateSite(context.db, id, version, facts), facts)
  }),

  route(contract.closeSite, async (context, { id, version, closedOn, reason }) => {
    const site = await siteFor(context, id)
    context.note({ purpose: reason })
    notInFuture('closedOn', closedOn, today(context.now))
    if (closedOn < site.setUpOn)
      throw invalid('关闭日期不能早于设立日期', [{ field: 'closedOn', message: `设立于 ${site.setUpOn}` }])
    const change = { closedOn, closeReason: reason }
    return saved(context, id, await queries.updateSite(context.db, id, version, change), change)
  }),
]

export const constraints: Constraints = {
  site_one_open: () => refused('这里已有一个同类阵地，请先关闭原有的，或直接修改它'),
  site_pkey: () => refused('这个阵地刚才已经保存'),
}
