import type { Constraints, Route } from '#server/route.ts'
import { constraints as divisionConstraints, routesWith as divisionRoutesWith } from './divisions/routes.ts'
import type { Following } from './divisions/queries.ts'
import { routes as network } from './network/routes.ts'
import { constraints as postConstraints, routes as posts } from './posts/routes.ts'
import { routes as settings } from './settings/routes.ts'
import { constraints as siteConstraints, routes as sites } from './sites/routes.ts'
import { constraints as unitConstraints, routes as units } from './units/routes.ts'

/** @param follows what moves along with a merged village; see `divisions/routes.ts` */
export const routesWith = (follows: Following[]): Route[] => [
  ...network,
  ...sites,
  ...posts,
  ...units,
  ...divisionRoutesWith(follows),
  ...settings,
]

export const constraints: Constraints = {
  ...siteConstraints,
  ...postConstraints,
  ...unitConstraints,
  ...divisionConstraints,
}
