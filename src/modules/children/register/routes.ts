import { ageOn, today } from '#kernel/day.ts'
import { found, invalid, Problem, refused, stale } from '#kernel/problem.ts'
import { covers } from '#server/access.ts'
import { route } from '#server/route.ts'
import { noteOnTimeline, recordChange } from '../changes/queries.ts'
import { findChild, getChildToWrite, getVillage, type Doing } from '../queries.ts'
import { checkChanges, withoutSecrets } from '../rules.ts'
import { refreshSearch } from '../search/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { newFileProblemsOf, problemsOf } from './rules.ts'

const check = (problems: { field: string; message: string }[]) => {
  const first = problems[0]
  if (first) throw invalid(`填写有误：${first.message}`, problems)
}

/** Leads to the file that is there already. */
const alreadyRegistered = (childId: string) =>
  new Problem({
    status: 409,
    code: 'already-registered',
    title: '这个身份证号已经建过档，请直接打开原来的档案',
    detail: { childId },
  })

const refuseSecondFile = async ({ db, scope, keys }: Doing, idNumber: string, ownId: string) => {
  const other = await queries.findByIdNumber(db, scope, keys.index('id-number', idNumber))
  if (other && other.id !== ownId) throw alreadyRegistered(other.id)
}

const registerChild = route(contract.registerChild, async (context, child) => {
  const { db, scope, now, note } = context
  note({ kind: 'child', id: child.id, divisionCode: child.divisionCode })
  check(newFileProblemsOf(child, today(now)))
  if (!covers(scope, child.divisionCode))
    throw invalid('只能登记到您负责的村（居）', [
      { field: 'divisionCode', message: '请选择您负责范围内的村（居）' },
    ])
  await getVillage(db, child.divisionCode, 'divisionCode')
  if (child.hukouDivisionCode) await getVillage(db, child.hukouDivisionCode, 'hukouDivisionCode')
  if (child.idNumber) await refuseSecondFile(context, child.idNumber, child.id)
  const isNew = await queries.insertChild(context, child)
  const written = found(await findChild(db, scope, child.id), '儿童')
  if (!isNew) return { id: written.id, version: written.version }
  const { id, ...after } = child
  await recordChange(context, { childId: id, recordKind: 'child', recordId: id, after })
  await noteOnTimeline(db, {
    childId: id,
    at: now,
    kind: 'registered',
    title: '建立档案',
    by: context.actor.accountId,
  })
  await refreshSearch(db, [id])
  return { id, version: written.version }
})

const correctChild = route(contract.correctChild, async (context, { id, version, reason, ...given }) => {
  const { db, now, note } = context
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  checkChanges(changes)
  note({ fields: Object.keys(changes), purpose: reason })
  const row = await getChildToWrite(context, id)
  const before = await queries.openedValues(context, row)
  const theirs = Object.fromEntries(
    Object.keys(changes).map((field) => [field, before[field as keyof typeof before]]),
  )
  if (row.version !== version)
    throw stale({ yours: withoutSecrets(changes), theirs: withoutSecrets(theirs), version: row.version })
  check(
    problemsOf(
      {
        ...before,
        ...given,
        birthDay: given.birthDay ?? before.birthDay,
        sex: given.sex ?? before.sex,
        idNumber: given.idNumber === undefined ? before.idNumber : given.idNumber,
      },
      today(now),
    ),
  )
  if (given.hukouDivisionCode) await getVillage(db, given.hukouDivisionCode, 'hukouDivisionCode')
  if (given.idNumber) await refuseSecondFile(context, given.idNumber, id)
  const written = await queries.writeCorrection(context, row, changes)
  await recordChange(context, {
    childId: id,
    recordKind: 'child',
    recordId: id,
    before,
    after: changes,
    reason,
  })
  await refreshSearch(db, [id])
  return written
})

const moveChild = route(contract.moveChild, async (context, { id, version, reason, ...places }) => {
  const { db, scope, actor, now, note } = context
  note({ fields: Object.keys(places), purpose: reason })
  const row = await getChildToWrite(context, id)
  const before = { divisionCode: row.divisionCode, hukouDivisionCode: row.hukouDivisionCode }
  if (row.version !== version) throw stale({ yours: places, theirs: before, version: row.version })
  if (!covers(scope, row.divisionCode))
    throw refused('这名儿童不由您的辖区负责，请由负责的乡镇或县未成年人救助保护中心变更')
  if (!covers(scope, places.divisionCode))
    throw refused('只能在您负责的范围内变更；迁往别的乡镇，请由县未成年人救助保护中心办理')
  const village = await getVillage(db, places.divisionCode, 'divisionCode')
  if (places.hukouDivisionCode) await getVillage(db, places.hukouDivisionCode, 'hukouDivisionCode')
  await recordChange(context, {
    childId: id,
    recordKind: 'child',
    recordId: id,
    before,
    after: places,
    reason,
  })
  await noteOnTimeline(db, {
    childId: id,
    at: now,
    kind: 'moved',
    title: `改由${village.name}负责`,
    by: actor.accountId,
  })
  const written = await queries.writeCorrection(context, row, places)
  await refreshSearch(db, [id])
  return written
})

const findDuplicates = route(contract.findDuplicates, async (context, given) => {
  const { day, sameNumber, sameName } = await queries.findLikely(context, given)
  context.note({ kind: 'child', count: sameNumber.length + sameName.length })
  const asItem =
    <R extends 'same-id-number' | 'same-name-and-birth-day'>(reason: R) =>
    (row: (typeof sameName)[number]) => ({ ...row, age: ageOn(row.birthDay, day), reason })
  return {
    items: [...sameNumber.map(asItem('same-id-number')), ...sameName.map(asItem('same-name-and-birth-day'))],
  }
})

export const routes = [registerChild, correctChild, moveChild, findDuplicates]
