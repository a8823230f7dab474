import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { HttpOptions } from '#server/http.ts'
import { createHttp } from '#server/http.ts'
import type { Running } from '#server/installation.ts'
import { servePortal, type PortalFacts } from '#server/portal-files.ts'
import type { Constraints, Route } from '#server/route.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { gate } from '#modules/identity/queries.ts'
import { permits } from '#modules/identity/rules.ts'
import { routesOver as auditRoutesOver } from '#modules/audit/routes.ts'
import { installInstruments } from '#modules/cases/assessments/versions/queries.ts'
import * as cases from '#modules/cases/routes.ts'
import * as children from '#modules/children/routes.ts'
import * as files from '#modules/files/routes.ts'
import * as identity from '#modules/identity/routes.ts'
import { countUnread, NOTICES } from '#modules/notifications/queries.ts'
import * as notifications from '#modules/notifications/routes.ts'
import * as organisations from '#modules/organisations/routes.ts'
import * as referrals from '#modules/referrals/routes.ts'
import { getPortal } from '#modules/reports/portal/contract.ts'
import { findReport } from '#modules/reports/queries.ts'
import * as reports from '#modules/reports/routes.ts'
import * as above from '#modules/reports/above/routes.ts'
import * as portal from '#modules/reports/portal/routes.ts'
import * as receipts from '#modules/reports/receipts/routes.ts'
import * as rosters from '#modules/rosters/routes.ts'
import * as statistics from '#modules/statistics/routes.ts'
import * as tasks from '#modules/tasks/routes.ts'
import { FOLLOWINGS } from './followings.ts'

/** The only place that lists modules. */
const MODULES: { routes: Route[]; constraints?: Constraints }[] = [
  identity,
  { routes: organisations.routesWith(FOLLOWINGS), constraints: organisations.constraints },
  children,
  rosters,
  reports,
  above,
  portal,
  receipts,
  { routes: files.routesWith({ report: findReport }) },
  cases,
  referrals,
  tasks,
  notifications,
  statistics,
  { routes: auditRoutesOver(() => routes.map(({ endpoint }) => endpoint)) },
]

export const routes: Route[] = MODULES.flatMap((module) => module.routes)
export const constraints: Constraints = Object.assign(
  {},
  ...MODULES.map((module) => module.constraints ?? {}),
)

const CONSOLE = join(import.meta.dirname, '../../dist/console')
const PORTAL = join(import.meta.dirname, '../../dist/portal')

/** The first page for everybody shows what `GET /portal` answers everybody. */
const portalFactsOf = async (app: FastifyInstance, county: string): Promise<PortalFacts> => {
  const answer = await app.inject({ url: '/api/portal', query: { county } })
  if (answer.statusCode !== 200) throw new Error('the facts of the portal are not to be had')
  return getPortal.output.parse(answer.json())
}

/** What the product brings along for the counties that are there; a new county gets it when it is made. */
const bringAlong = async ({ pool, counties }: Running) => {
  for (const { code } of await counties())
    await inTransaction(pool, dutyScope(code, 'installer'), (db) => installInstruments(db, new Date()))
}

/** The whole server on an open installation; `more` is for tests. */
export const createServer = async (running: Running, more: Partial<HttpOptions> = {}) => {
  await bringAlong(running)
  return createHttp({
    pool: running.pool,
    config: running.config,
    counties: running.counties,
    keysOf: running.keysOf,
    gate,
    permits,
    constraints,
    routes,
    now: () => new Date(),
    live: { counters: { [NOTICES]: countUnread } },
    mounts: [files.mount],
    consoleFolder: CONSOLE,
    ...more,
    mountMore: (app) => {
      servePortal(app, PORTAL, {
        counties: running.counties,
        factsOf: (county) => portalFactsOf(app, county),
      })
      more.mountMore?.(app)
    },
  })
}
