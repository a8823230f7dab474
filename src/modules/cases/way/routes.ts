import { found } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { levelProcedureOf } from '../procedure/queries.ts'
import { findCase } from '../queries.ts'
import { CASE_MACHINE, everythingMissing, nextCommand } from '../rules.ts'
import { gatherFacts } from '../steps/queries.ts'
import * as contract from './contract.ts'
import { inStateSince, stationTimes } from './queries.ts'
import { owedOf, stationsOf } from './rules.ts'

const getWay = route(contract.getWay, async (context, { id }) => {
  const { db, scope, now } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  const facts = await gatherFacts(context, kase)
  const { needsEmergencyResponse, needsConference } = await levelProcedureOf(db, kase)
  const way = {
    state: kase.state,
    facts,
    needs: { emergency: needsEmergencyResponse, conference: needsConference },
    at: await stationTimes(db, id),
  }
  const command = nextCommand({ state: kase.state, facts })
  return {
    stations: stationsOf(way),
    next: command
      ? {
          label: CASE_MACHINE.commands[command].label,
          missing: everythingMissing(command, kase.state, facts),
        }
      : null,
    owed: owedOf(way),
    since: ((await inStateSince(db, id)) ?? kase.openedAt).toISOString(),
  }
})

export const routes = [getWay]
