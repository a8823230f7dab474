import { today } from '#kernel/day.ts'
import { route } from '#server/route.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const DEFINITION =
  '截至当日在册、由该村（居）负责、有至少一项进行中的困境类别的未成年人数；一人多类只计一次；不含留守、流动和密封档案；少于 5 人的不显示'

export const routes = [
  route(contract.countChildrenInDifficulty, async ({ db, scope, now }) => ({
    on: today(now),
    definition: DEFINITION,
    items: await queries.childrenInDifficulty(db, scope),
  })),
]
