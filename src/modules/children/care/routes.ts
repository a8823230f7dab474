import { today } from '#kernel/day.ts'
import { found, invalid, refused, stale } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { noteOnTimeline, recordChange } from '../changes/queries.ts'
import { getChildToWrite, type Doing } from '../queries.ts'
import { checkBeginning, checkChanges, checkEnding } from '../rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { declaredBy } from './rules.ts'

/** 《未成年人保护法》第二十二条: such a person may not be a carer; that one was to be is itself worth looking after. */
const refuseUnfit = (excluding: string[]) => {
  if (excluding.length)
    throw refused(
      `不能委托这个人照护：${excluding.join('；')}（《未成年人保护法》第二十二条）。请让父母另行委托，并关注儿童现在由谁照护`,
      { excluding },
    )
}

const noteCare = ({ db, actor, now }: Doing, childId: string, id: string, title: string) =>
  noteOnTimeline(db, {
    childId,
    at: now,
    kind: 'care',
    title,
    subjectKind: 'delegated-care',
    subjectId: id,
    by: actor.accountId,
  })

const recordDelegatedCare = route(contract.recordDelegatedCare, async (context, input) => {
  const { db, now, note } = context
  const { id, careId, carerId, relation, reason, from, agreementNo, villageToldOn, schoolToldOn } = input
  const child = await getChildToWrite(context, id)
  note({ fields: ['care'] })
  const day = today(now)
  checkBeginning(from, day, child.birthDay)
  checkBeginning(villageToldOn, day, undefined, 'villageToldOn')
  checkBeginning(schoolToldOn, day, undefined, 'schoolToldOn')
  const standing = await queries.findRelation(db, id, carerId)
  if (!standing)
    throw invalid('请先把被委托人登记为家庭成员', [
      { field: 'carerId', message: '请从家庭成员中选择；没有的请先登记' },
    ])
  if (standing === 'father' || standing === 'mother')
    throw invalid('父母本人不是被委托人', [{ field: 'carerId', message: '请选择父母以外的人' }])
  const { declared, excluding } = declaredBy(input)
  refuseUnfit(excluding)
  const care = {
    carerId,
    relation,
    reason,
    fromDay: from,
    agreementNo: agreementNo ?? null,
    villageToldOn: villageToldOn ?? null,
    schoolToldOn: schoolToldOn ?? null,
    declared,
    isChildHeard: input.isChildHeard,
  }
  const isNew = await queries.insertCare(context, { id: careId, childId: id, ...care })
  if (!isNew) return { id: careId, version: 1 }
  const { fromDay, carerId: carer, ...after } = care
  await recordChange(context, {
    childId: id,
    recordKind: 'delegated-care',
    recordId: careId,
    after: { ...after, carer, from: fromDay },
  })
  await noteCare(context, id, careId, '登记委托照护')
  return { id: careId, version: 1 }
})

const completeDelegatedCare = route(contract.completeDelegatedCare, async (context, input) => {
  const { db, now, note } = context
  const { id, careId, version, agreementNo, villageToldOn, schoolToldOn, isChildHeard } = input
  await getChildToWrite(context, id)
  note({ fields: ['care'] })
  const day = today(now)
  checkBeginning(villageToldOn, day, undefined, 'villageToldOn')
  checkBeginning(schoolToldOn, day, undefined, 'schoolToldOn')
  const care = found(await queries.findCare(db, id, careId), '委托照护')
  const { declared, excluding } = declaredBy(input)
  const all = [...new Set([...care.declared, ...declared])]
  const changes = {
    ...(agreementNo && { agreementNo }),
    ...(villageToldOn && { villageToldOn }),
    ...(schoolToldOn && { schoolToldOn }),
    ...(isChildHeard !== undefined && { isChildHeard }),
    ...(declared.length && { declared: all }),
  }
  const before = Object.fromEntries(
    Object.keys(changes).map((field) => [field, care[field as keyof typeof changes]]),
  )
  if (care.version !== version) throw stale({ yours: changes, theirs: before, version: care.version })
  refuseUnfit(excluding)
  checkChanges(changes)
  const written = await queries.writeCare(db, care, {
    ...changes,
    ...(declared.length && { declaredOn: day }),
  })
  await recordChange(context, {
    childId: id,
    recordKind: 'delegated-care',
    recordId: careId,
    before,
    after: changes,
  })
  return written
})

const endDelegatedCare = route(contract.endDelegatedCare, async (context, { id, careId, ...ending }) => {
  const { db, now, note } = context
  await getChildToWrite(context, id)
  note({ fields: ['care'], purpose: ending.reason })
  const care = found(await queries.findCare(db, id, careId), '委托照护')
  checkEnding(care, ending, today(now))
  const written = await queries.writeCare(db, care, { toDay: ending.to, endReason: ending.reason })
  await recordChange(context, {
    childId: id,
    recordKind: 'delegated-care',
    recordId: careId,
    before: { to: care.toDay, endReason: care.endReason },
    after: { to: ending.to, endReason: ending.reason },
    reason: ending.reason,
  })
  await noteCare(context, id, careId, '委托照护结束')
  return written
})

export const routes = [recordDelegatedCare, completeDelegatedCare, endDelegatedCare]
