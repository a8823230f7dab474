import { route } from '#server/route.ts'
import * as conflicts from './conflicts/routes.ts'
import * as contract from './contract.ts'
import * as handOvers from './hand-overs/routes.ts'
import { listLoads } from './queries.ts'

const getCaseload = route(contract.getCaseload, async (context) => {
  const { fullLoad, weights, loads } = await listLoads(context)
  return { fullLoad, weights, items: loads.toReversed() }
})

export const routes = [getCaseload, ...conflicts.routes, ...handOvers.routes]

export const constraints = { ...conflicts.constraints, ...handOvers.constraints }
