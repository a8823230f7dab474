import { today } from '#kernel/day.ts'
import { done } from '#kernel/fields.ts'
import { found, invalid, refused } from '#kernel/problem.ts'
import { route, type Constraints } from '#server/route.ts'
import { permits } from '#modules/identity/rules.ts'
import { findCase } from '../queries.ts'
import { lockCase } from '../steps/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

const listRelations = route(contract.listRelations, async (context, { caseId }) => {
  const { db, scope, keys, now, note } = context
  const kase = found(await findCase(db, scope, caseId, now), '个案')
  note({ kind: 'case', id: caseId, divisionCode: kase.divisionCode, fields: ['relations'] })
  const people = await queries.listPeople(db, scope, caseId, now)
  const relations = await queries.listRelations(db, caseId)
  const key = keys.unwrap(kase.keySealed, kase.id)
  const family = permits(scope.role, 'cases.work') ? await queries.listFamily(db, scope, kase, now) : []
  return {
    people: people.map((person) => ({
      id: person.id,
      name: queries.nameOf(context, kase, person),
      sex: person.sex,
      isChild: person.childId === kase.childId,
      childId: person.childName ? person.childId : null,
      place: person.unitName ?? person.divisionName,
    })),
    relations: relations.map((row) => ({
      id: row.id,
      whoId: row.whoId,
      whomId: row.whomId,
      kind: row.kind,
      source: row.source,
      fromDay: row.fromDay,
      toDay: row.toDay,
      recordedBy: row.recorderName,
      recordedAt: row.recordedAt.toISOString(),
      endedBy: row.enderName,
      endReason: row.endReasonSealed && keys.open(key, 'end-reason', row.endReasonSealed),
    })),
    family: family.filter(
      ({ as, id }) => !people.some((person) => id === (as === 'child' ? person.childId : person.personId)),
    ),
  }
})

const notLater = (field: string, day: string | undefined, now: Date) => {
  if (!day || day <= today(now)) return
  const message = '日期不能晚于今天'
  throw invalid(message, [{ field, message }])
}

const recordRelation = route(contract.recordRelation, async (context, input) => {
  const { db, scope, now, note } = context
  const kase = found(await lockCase(db, scope, input.caseId, now), '个案')
  note({ kind: 'case', id: kase.id, divisionCode: kase.divisionCode, fields: ['relations'] })
  notLater('fromDay', input.fromDay, now)
  const whoId = await queries.bringPerson(context, kase, input.who)
  const whomId = await queries.bringPerson(context, kase, input.whom)
  if (whoId === whomId) {
    const message = '两边是同一个人，请另选一位'
    throw invalid(message, [{ field: 'whom', message }])
  }
  await queries.insertRelation(context, kase, { ...input, whoId, whomId })
  return done
})

const endRelation = route(contract.endRelation, async (context, { id, toDay, reason }) => {
  const { db, scope, keys, actor, now, note } = context
  const relation = found(await queries.findRelation(db, scope, id, now), '这层关系')
  note({ kind: 'case', id: relation.caseId, divisionCode: relation.divisionCode, fields: ['relations'] })
  notLater('toDay', toDay, now)
  if (relation.fromDay && toDay < relation.fromDay) {
    const message = '终止日期不能早于开始日期'
    throw invalid(message, [{ field: 'toDay', message }])
  }
  const endReasonSealed = keys.seal(keys.unwrap(relation.keySealed, relation.caseId), 'end-reason', reason)
  const isEnded = await queries.setEnded(db, id, {
    toDay,
    endedBy: actor.accountId,
    endedAt: now,
    endReasonSealed,
  })
  if (!isEnded) throw refused('这层关系已经终止')
  return done
})

export const routes = [listRelations, recordRelation, endRelation]

const known = () => refused('这层关系已经记录过，请刷新后核对')

export const constraints: Constraints = {
  case_relation_once: known,
  case_relation_pkey: known,
  case_person_pkey: known,
}
