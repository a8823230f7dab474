import { done } from '#kernel/fields.ts'
import { stale } from '#kernel/problem.ts'
import { route, type Context } from '#server/route.ts'
import { findSetting, keepSetting } from '#modules/organisations/settings/queries.ts'
import { preferredAbove, ROUTING } from '../exclusions/queries.ts'
import { suppressedBelow, SUPPRESSION } from '../statistics/queries.ts'
import * as contract from './contract.ts'

const keep = async ({ db, actor, now, note }: Context, key: string, value: unknown, version: number) => {
  note({ kind: 'setting', fields: [key] })
  if (await keepSetting(db, { key, value, version, by: actor.accountId, at: now })) return done
  const theirs = await findSetting(db, key)
  throw stale({ yours: value, theirs: theirs?.value, version: theirs?.version ?? 0 })
}

export const routes = [
  route(contract.getReportSettings, async ({ db }) => ({
    routing: { to: await preferredAbove(db), version: (await findSetting(db, ROUTING))?.version ?? 0 },
    suppression: {
      below: await suppressedBelow(db),
      version: (await findSetting(db, SUPPRESSION))?.version ?? 0,
    },
  })),
  route(contract.setReportRouting, (context, { to, version }) => keep(context, ROUTING, { to }, version)),
  route(contract.setSuppression, (context, { below, version }) => keep(context, SUPPRESSION, below, version)),
]
