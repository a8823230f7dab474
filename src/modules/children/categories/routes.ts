import { ageOn, today } from '#kernel/day.ts'
import { forbidden, found, refused } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { noteOnTimeline, recordChange } from '../changes/queries.ts'
import { CATEGORY } from '../labels.ts'
import { getChildToWrite, type ChildToWrite, type Doing } from '../queries.ts'
import { checkBeginning, checkEnding, THRESHOLDS } from '../rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

/** Who may know of it may enter it. */
const HIV_ROLES: readonly string[] = ['caseworker', 'centre-head']

/** The timeline is read by all who see the file; what only few may know is not named there. */
const titleOf = (verb: string, kind: keyof typeof CATEGORY) =>
  kind === 'hiv-affected' ? `${verb}类别` : `${verb}类别：${CATEGORY[kind]}`

const noteCategory = ({ db, actor, now }: Doing, child: ChildToWrite, id: string, title: string) =>
  noteOnTimeline(db, {
    childId: child.id,
    at: now,
    kind: 'category',
    title,
    subjectKind: 'category',
    subjectId: id,
    by: actor.accountId,
  })

const addCategory = route(contract.addCategory, async (context, { id, categoryId, ...category }) => {
  const { actor, now, note } = context
  const child = await getChildToWrite(context, id)
  note({ fields: ['category'] })
  const day = today(now)
  checkBeginning(category.from, day, child.birthDay)
  if (category.kind === 'hiv-affected' && !HIV_ROLES.includes(actor.role))
    throw forbidden('这个类别由县未成年人救助保护中心登记')
  const isOfUnderSixteen = category.kind === 'left-behind' || category.kind === 'migrant'
  if (isOfUnderSixteen && ageOn(child.birthDay, day) >= THRESHOLDS.sixteen)
    throw refused(`已满 16 周岁，不再列为${CATEGORY[category.kind]}（国发〔2016〕13号：不满十六周岁）`)
  const isNew = await queries.insertCategory(context, { id: categoryId, childId: id, ...category })
  if (!isNew) return { id: categoryId, version: 1 }
  const { proof, ...plain } = category
  await recordChange(context, {
    childId: id,
    recordKind: 'category',
    recordId: categoryId,
    after: { ...plain, ...(proof && { proof: proof.kind, proofNo: proof.number }) },
  })
  await noteCategory(context, child, categoryId, titleOf('增加', category.kind))
  return { id: categoryId, version: 1 }
})

const endCategory = route(contract.endCategory, async (context, { id, categoryId, ...ending }) => {
  const { db, scope, now, note } = context
  const child = await getChildToWrite(context, id)
  note({ fields: ['category'], purpose: ending.reason })
  const category = found(await queries.findCategory(db, scope, id, categoryId), '类别')
  checkEnding(category, ending, today(now))
  await queries.endCategory(db, categoryId, ending)
  await recordChange(context, {
    childId: id,
    recordKind: 'category',
    recordId: categoryId,
    before: { to: category.toDay, endReason: category.endReason },
    after: { to: ending.to, endReason: ending.reason },
    reason: ending.reason,
  })
  await noteCategory(context, child, categoryId, titleOf('结束', category.kind))
  return { id: categoryId, version: ending.version + 1 }
})

export const routes = [addCategory, endCategory]
