import { ageOn, today } from '#kernel/day.ts'
import { Problem, refused } from '#kernel/problem.ts'
import { route, type Constraints, type Route } from '#server/route.ts'
import { routes as care } from './care/routes.ts'
import { routes as categories } from './categories/routes.ts'
import { routes as changes } from './changes/routes.ts'
import * as contract from './contract.ts'
import { routes as exports } from './exports/routes.ts'
import { routes as family } from './family/routes.ts'
import { routes as file } from './file/routes.ts'
import { routes as health } from './health/routes.ts'
import { routes as parents } from './parents/routes.ts'
import * as queries from './queries.ts'
import { routes as register } from './register/routes.ts'
import { routes as schooling } from './schooling/routes.ts'
import { routes as search } from './search/routes.ts'
import { routes as secrets } from './secrets/routes.ts'
import { routes as standing } from './standing/routes.ts'

const listChildren = route(contract.listChildren, async ({ db, scope, now, note }, filter) => {
  const day = today(now)
  const { items, ...rest } = await queries.listChildren(db, scope, filter, day)
  note({ kind: 'child', count: items.length, divisionCode: filter.divisionCode ?? null })
  return { ...rest, items: items.map((row) => ({ ...row, age: ageOn(row.birthDay, day) })) }
})

export const routes: Route[] = [
  listChildren,
  ...exports,
  ...search,
  ...register,
  ...standing,
  ...file,
  ...changes,
  ...categories,
  ...family,
  ...parents,
  ...care,
  ...schooling,
  ...health,
  ...secrets,
]

/** The number is on a file that the caller does not see: that is all that is said. */
const registeredElsewhere = () =>
  new Problem({
    status: 409,
    code: 'registered-elsewhere',
    title: '这个身份证号不能重复登记，请联系县未成年人救助保护中心核对',
  })

export const constraints: Constraints = {
  child_id_number_unique: registeredElsewhere,
  person_id_number_unique: registeredElsewhere,
  child_category_once: () => refused('这名儿童已有这个类别，请先结束原来的，或核对后不再重复增加'),
  child_category_ends_after_start: () => refused('结束日期不能早于开始日期'),
  child_person_once: () => refused('这个人与儿童的这种关系已经登记过'),
}
