import { found } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { findCase } from '../../queries.ts'
import { planHash } from '../hash.ts'
import * as contract from './contract.ts'
import { readVersions } from './queries.ts'
import { changesBetween } from './rules.ts'

const MARK_SIGNS = 8

const listPlanVersions = route(contract.listPlanVersions, async (context, { id }) => {
  const { db, scope, now, note } = context
  const kase = found(await findCase(db, scope, id, now), '个案')
  const versions = await readVersions(context, kase)
  note({ kind: 'case', id, divisionCode: kase.divisionCode, fields: ['plan'], count: versions.length })
  return {
    number: kase.number,
    items: versions.map(({ hash, ...version }, index) => {
      const before = versions[index + 1]
      return {
        ...version,
        mark: hash.slice(0, MARK_SIGNS),
        changes: before ? changesBetween(before.content, version.content) : [],
      }
    }),
    isChangedSince: versions[0] !== undefined && versions[0].hash !== (await planHash(context, kase)),
  }
})

export const routes = [listPlanVersions]
