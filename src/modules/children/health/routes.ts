import { today } from '#kernel/day.ts'
import { found } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { noteOnTimeline, recordChange } from '../changes/queries.ts'
import { getChildToWrite } from '../queries.ts'
import { checkBeginning, checkEnding } from '../rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const recordHealth = route(contract.recordHealth, async (context, { id, healthId, from, detail }) => {
  const { db, actor, now, note } = context
  const child = await getChildToWrite(context, id)
  note({ fields: ['health'] })
  checkBeginning(from, today(now), child.birthDay)
  const isNew = await queries.insertHealth(context, { id: healthId, childId: id, from, detail })
  if (!isNew) return { id: healthId, version: 1 }
  await recordChange(context, {
    childId: id,
    recordKind: 'health',
    recordId: healthId,
    after: { detail, from },
  })
  await noteOnTimeline(db, {
    childId: id,
    at: now,
    kind: 'health',
    title: '健康状况有登记',
    subjectKind: 'health',
    subjectId: healthId,
    by: actor.accountId,
  })
  return { id: healthId, version: 1 }
})

const endHealth = route(contract.endHealth, async (context, { id, healthId, ...ending }) => {
  const { db, now, note } = context
  await getChildToWrite(context, id)
  note({ fields: ['health'], purpose: ending.reason })
  const health = found(await queries.findHealth(db, id, healthId), '健康记录')
  checkEnding(health, ending, today(now))
  await queries.endHealth(db, healthId, ending)
  await recordChange(context, {
    childId: id,
    recordKind: 'health',
    recordId: healthId,
    before: { to: health.toDay },
    after: { to: ending.to },
    reason: ending.reason,
  })
  return { id: healthId, version: ending.version + 1 }
})

export const routes = [recordHealth, endHealth]
