import { found } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { routes as applying } from './applying/routes.ts'
import * as contract from './contract.ts'
import { routes as intake } from './intake/routes.ts'
import { removeSealed } from './intake/sealed-file.ts'
import { routes as preview } from './preview/routes.ts'
import * as queries from './queries.ts'
import { routes as review } from './review/routes.ts'
import { routes as undo } from './undo/routes.ts'
import { getRosterFor } from './works/queries.ts'

const listRosters = route(contract.listRosters, ({ db, scope }, filter) =>
  queries.listRosters(db, scope, filter),
)

const getRoster = route(contract.getRoster, async ({ db, scope }, { id }) =>
  found(await queries.findRoster(db, scope, id), '名册'),
)

const discardRoster = route(contract.discardRoster, async (context, { id, version, reason }) => {
  const { db, county, config, note, afterCommit } = context
  note({ kind: 'roster', id, purpose: reason })
  await getRosterFor(db, 'discard', { id, version })
  await queries.discard(db, id)
  const place = { dataFolder: config.dataFolder, county, id }
  // Sealed under a key that is gone by now; a file that stays by accident is swept later.
  afterCommit(() => void removeSealed(place).catch(() => undefined))
  return { done: true as const }
})

export const routes = [
  listRosters,
  ...review,
  getRoster,
  discardRoster,
  ...intake,
  ...preview,
  ...applying,
  ...undo,
]
