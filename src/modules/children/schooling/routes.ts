import { today } from '#kernel/day.ts'
import { invalid } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { noteOnTimeline, recordChange } from '../changes/queries.ts'
import { SCHOOLING } from '../labels.ts'
import { getChildToWrite } from '../queries.ts'
import { checkBeginning } from '../rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const recordSchooling = route(contract.recordSchooling, async (context, input) => {
  const { db, actor, now, note } = context
  const { id, schoolingId, from, ...schooling } = input
  const child = await getChildToWrite(context, id)
  note({ fields: ['schooling'] })
  checkBeginning(from, today(now), child.birthDay)
  if (schooling.status === 'enrolled' && !schooling.schoolName)
    throw invalid('请填写就读的学校', [{ field: 'schoolName', message: '请填写就读的学校' }])
  const written = { id: schoolingId, version: 1 }
  if (await queries.hasSchooling(db, schoolingId)) return written
  const before = (await queries.listSchooling(db, id)).find(({ toDay }) => toDay === null)
  await queries.endRunning(db, id, from)
  await queries.insertSchooling(context, { id: schoolingId, childId: id, fromDay: from, ...schooling })
  const { status, schoolName, grade, className, isBoarding } = before ?? {}
  await recordChange(context, {
    childId: id,
    recordKind: 'schooling',
    recordId: schoolingId,
    ...(before && { before: { status, schoolName, grade, className, isBoarding } }),
    after: { ...schooling, from },
  })
  if (before?.status !== schooling.status)
    await noteOnTimeline(db, {
      childId: id,
      at: now,
      kind: 'schooling',
      title: `就学状况：${SCHOOLING[schooling.status]}`,
      subjectKind: 'schooling',
      subjectId: schoolingId,
      by: actor.accountId,
    })
  return written
})

export const routes = [recordSchooling]
