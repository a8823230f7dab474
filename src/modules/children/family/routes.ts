import { today } from '#kernel/day.ts'
import { cleanName } from '#kernel/names.ts'
import { invalid, refused, stale } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { noteOnTimeline, recordChange } from '../changes/queries.ts'
import { RELATION } from '../labels.ts'
import { getChildToWrite, type Doing } from '../queries.ts'
import { checkBeginning, checkChanges, checkEnding, withoutSecrets } from '../rules.ts'
import { refreshSearch } from '../search/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { completed, personProblemsOf } from './rules.ts'

const check = (problems: { field: string; message: string }[]) => {
  const first = problems[0]
  if (first) throw invalid(`填写有误：${first.message}`, problems)
}

/** Says no more than that the two do not go together: the person may belong to a family that the caller does not see. */
const nameDoesNotFit = () =>
  refused('这个身份证号与姓名不一致，请核对；确认无误时请联系县未成年人救助保护中心')

const noteFamily = ({ db, actor, now }: Doing, childId: string, title: string) =>
  noteOnTimeline(db, { childId, at: now, kind: 'family', title, by: actor.accountId })

const addFamilyMember = route(contract.addFamilyMember, async (context, input) => {
  const { db, keys, now, note } = context
  const { id, linkId, personId: newId, relation, isGuardian, isHousehold, from, ...given } = input
  const child = await getChildToWrite(context, id)
  note({ fields: ['family'] })
  const person = completed(given)
  check(personProblemsOf(person, today(now)))
  checkBeginning(from, today(now), child.birthDay)
  const onFile = person.idNumber
    ? await queries.findPersonId(db, keys.index('id-number', person.idNumber))
    : undefined
  const personId = onFile ?? newId
  if (!onFile) await queries.insertPerson(context, { id: newId, ...person })
  const link = { id: linkId, childId: id, personId, relation, isGuardian, isHousehold }
  const isNew = await queries.insertLink(context, { ...link, from })
  const written = { id: linkId, version: 1, personId }
  if (!isNew) return written
  // Only now, through the new link, does the caller see who that is; a wrong name takes the link back.
  const { name } = await queries.getPersonToWrite(db, id, personId)
  if (cleanName(name) !== cleanName(person.name)) throw nameDoesNotFit()
  await recordChange(context, {
    childId: id,
    recordKind: 'child-person',
    recordId: linkId,
    after: { name, relation, isGuardian, isHousehold, from, ...(!onFile && person) },
  })
  await noteFamily(context, id, `登记家庭成员：${RELATION[relation]}`)
  await refreshSearch(db, [id])
  return written
})

const correctPerson = route(contract.correctPerson, async (context, input) => {
  const { db, scope, keys, now, note } = context
  const { id, personId, version, reason, ...given } = input
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  checkChanges(changes)
  await getChildToWrite(context, id)
  note({ fields: Object.keys(changes).map((field) => `person.${field}`), purpose: reason })
  const row = await queries.getPersonToWrite(db, id, personId)
  const before = await queries.openedPerson(context, row)
  const theirs = Object.fromEntries(
    Object.keys(changes).map((field) => [field, before[field as keyof typeof before]]),
  )
  if (row.version !== version)
    throw stale({ yours: withoutSecrets(changes), theirs: withoutSecrets(theirs), version: row.version })
  check(personProblemsOf({ ...before, ...changes }, today(now)))
  if (given.idNumber) {
    const other = await queries.findPersonId(db, keys.index('id-number', given.idNumber))
    if (other && other !== personId) throw nameDoesNotFit()
  }
  const written = await queries.writePerson(context, row, changes)
  const childIds = await queries.childIdsOf(db, scope, personId)
  for (const childId of childIds)
    await recordChange(context, {
      childId,
      recordKind: 'person',
      recordId: personId,
      before,
      after: changes,
      reason,
    })
  await refreshSearch(db, childIds)
  return written
})

const correctRelation = route(contract.correctRelation, async (context, input) => {
  const { db, note } = context
  const { id, linkId, version, reason, ...given } = input
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  checkChanges(changes)
  await getChildToWrite(context, id)
  note({ fields: Object.keys(changes), purpose: reason })
  const link = await queries.getLink(db, id, linkId)
  const before = { relation: link.relation, isGuardian: link.isGuardian, isHousehold: link.isHousehold }
  if (link.version !== version) throw stale({ yours: changes, theirs: before, version: link.version })
  const written = await queries.writeLink(db, link, changes)
  await recordChange(context, {
    childId: id,
    recordKind: 'child-person',
    recordId: linkId,
    before,
    after: changes,
    reason,
  })
  if (given.isGuardian !== undefined && given.isGuardian !== link.isGuardian)
    await noteFamily(context, id, `监护人变动：${RELATION[given.relation ?? link.relation]}`)
  return written
})

const endRelation = route(contract.endRelation, async (context, { id, linkId, ...ending }) => {
  const { db, now, note } = context
  await getChildToWrite(context, id)
  note({ fields: ['family'], purpose: ending.reason })
  const link = await queries.getLink(db, id, linkId)
  checkEnding(link, ending, today(now))
  const written = await queries.writeLink(db, link, { toDay: ending.to, endReason: ending.reason })
  await recordChange(context, {
    childId: id,
    recordKind: 'child-person',
    recordId: linkId,
    before: { to: link.toDay, endReason: link.endReason },
    after: { to: ending.to, endReason: ending.reason },
    reason: ending.reason,
  })
  await noteFamily(context, id, `结束家庭关系：${RELATION[link.relation]}`)
  await refreshSearch(db, [id])
  return written
})

export const routes = [addFamilyMember, correctPerson, correctRelation, endRelation]
