import { route } from '#server/route.ts'
import { changeSetting, findSetting } from '#modules/organisations/settings/queries.ts'
import { preferredAbove, ROUTING } from '../exclusions/queries.ts'
import { suppressedBelow, SUPPRESSION } from '../statistics/queries.ts'
import * as contract from './contract.ts'

export const routes = [
  route(contract.getReportSettings, async ({ db }) => ({
    routing: { to: await preferredAbove(db), version: (await findSetting(db, ROUTING))?.version ?? 0 },
    suppression: {
      below: await suppressedBelow(db),
      version: (await findSetting(db, SUPPRESSION))?.version ?? 0,
    },
  })),
  route(contract.setReportRouting, (context, { to, version }) =>
    changeSetting(context, { key: ROUTING, value: { to }, version }),
  ),
  route(contract.setSuppression, (context, { below, version }) =>
    changeSetting(context, { key: SUPPRESSION, value: below, version }),
  ),
]
