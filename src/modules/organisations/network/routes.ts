import { today } from '#kernel/day.ts'
import { invalid, refused } from '#kernel/problem.ts'
import type { Db } from '#server/database.ts'
import { route } from '#server/route.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { coverageOf, treeOf } from './rules.ts'

const dayOf = (on: string | undefined, now: Date) => {
  const present = today(now)
  if (on !== undefined && on > present)
    throw invalid('只能查看今天及以前的网络', [{ field: 'on', message: '日期不能晚于今天' }])
  return on ?? present
}

const networkOn = async (db: Db, day: string) => {
  const divisions = await queries.divisionsOn(db, day)
  const tree = treeOf({
    divisions,
    sites: await queries.sitesOn(db, day),
    posts: await queries.postsOn(db, day),
  })
  if (!tree) throw refused('本县还没有区划数据，请用 shouwang county add 建立')
  return { ...tree, source: divisions[0]?.source ?? '' }
}

export const routes = [
  route(contract.getNetwork, async ({ db, now }, { on }) => {
    const day = dayOf(on, now)
    return { on: day, ...(await networkOn(db, day)) }
  }),

  route(contract.getCoverage, async ({ db, now }, { on }) => {
    const day = dayOf(on, now)
    return { on: day, figures: coverageOf(await networkOn(db, day), await queries.memberUnitsOn(db, day)) }
  }),

  route(contract.listVacancies, ({ db, now }, filter) => queries.listVacancies(db, filter, today(now))),
]
