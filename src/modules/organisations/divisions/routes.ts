import { today } from '#kernel/day.ts'
import { found, invalid, refused, stale } from '#kernel/problem.ts'
import { asWorker } from '#server/elevate.ts'
import { uuidv7 } from '#server/ids.ts'
import { route, type Context } from '#server/route.ts'
import type { z } from 'zod'
import { closePostsOf, insertPost } from '../posts/queries.ts'
import { closeSitesOf } from '../sites/queries.ts'
import { notInFuture } from '../sites/rules.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'

type Merger = z.output<(typeof contract.mergeDivisions)['input']>

const refuseNamesake = async (
  context: Context,
  name: string,
  parentCode: string | null,
  except: string[],
) => {
  if (await queries.findNamesake(context.db, { parentCode, name, except }))
    throw invalid(`本镇已有「${name}」`, [{ field: 'name', message: '与另一个村（居）同名' }])
}

const renameDivision = route(
  contract.renameDivision,
  async (context, { code, version, name, changedOn, documentNo }) => {
    const { db, actor, now, note } = context
    note({ kind: 'division', divisionCode: code, fields: ['name'], purpose: documentNo })
    notInFuture('changedOn', changedOn, today(now))
    const division = found(await queries.findCurrentDivision(db, code), '区划')
    if (division.name === name)
      throw invalid('新名称与现在的相同', [{ field: 'name', message: '与现在的相同' }])
    await refuseNamesake(context, name, division.parentCode, [code])
    if (!(await queries.setName(db, code, version, name, division.name)))
      throw stale({ yours: { name }, theirs: { name: division.name }, version: division.version })
    await queries.insertChange(db, {
      id: uuidv7(now.getTime()),
      kind: 'rename',
      fromCode: code,
      toCode: code,
      oldName: division.name,
      newName: name,
      changedOn,
      documentNo,
      recordedBy: actor.accountId,
      recordedAt: now,
    })
    return found(await queries.findDivision(db, code), '区划')
  },
)

/** The villages that end, each a current one. */
const endingOf = async ({ db }: Context, { fromCodes, toCode }: Merger) => {
  const ending = []
  for (const code of new Set(fromCodes)) {
    if (code === toCode)
      throw invalid('承接的村（居）不能同时被撤并', [{ field: 'toCode', message: '已在被撤并的村（居）中' }])
    const village = found(await queries.findCurrentDivision(db, code), '村（居）')
    if (village.level !== 'village')
      throw invalid('只能撤并村（居）；镇的撤并请逐村办理', [
        { field: 'fromCodes', message: `${village.name}不是村（居）` },
      ])
    ending.push(village)
  }
  return ending
}

const makeSuccessor = async (
  context: Context,
  { toCode, newVillage, changedOn, documentNo, fromCodes }: Merger,
) => {
  const { db } = context
  if (!newVillage) {
    const successor = found(await queries.findCurrentDivision(db, toCode), '承接的村（居）')
    if (successor.level !== 'village')
      throw invalid('承接者应为村（居）', [{ field: 'toCode', message: `${successor.name}不是村（居）` }])
    return successor.name
  }
  const town = await queries.findCurrentDivision(db, `${toCode.slice(0, 9)}000`)
  if (town?.level !== 'town' || toCode.endsWith('000'))
    throw invalid('新代码的前 9 位应是本县一个镇的代码', [{ field: 'toCode', message: '不在本县任何一个镇' }])
  await refuseNamesake(context, newVillage.name, town.code, fromCodes)
  await queries.insertVillage(db, {
    ...newVillage,
    code: toCode,
    parentCode: town.code,
    validFrom: changedOn,
    source: documentNo,
  })
  await insertPost(db, {
    id: uuidv7(context.now.getTime()),
    kind: 'child-director',
    divisionCode: toCode,
    setUpOn: changedOn,
  })
  return newVillage.name
}

const followAll = (context: Context, follows: queries.Following[], fromCodes: string[], toCode: string) =>
  asWorker(context.db, context.scope, async (db) => {
    const followed = []
    for (const following of follows) {
      let count = 0
      for (const from of fromCodes) count += await queries.follow(db, following, from, toCode)
      if (following.label) followed.push({ label: following.label, count })
    }
    return followed
  })

/** @param follows what moves along with a merged village, handed in by `apps/server.ts`: its modules build on this one */
export const routesWith = (follows: queries.Following[]) => [
  route(contract.listDivisions, async ({ db }, filter) => {
    const items = await queries.listDivisions(db, filter)
    return { items, total: items.length }
  }),

  route(contract.listDivisionChanges, ({ db }, page) => queries.listChanges(db, page)),

  route(contract.getDivision, async ({ db }, { code }) => {
    const division = found(await queries.findDivision(db, code), '区划')
    const { items: changes } = await queries.listChanges(db, { code, page: 1, pageSize: 100 })
    return { ...division, changes }
  }),

  renameDivision,

  route(contract.mergeDivisions, async (context, merger) => {
    const { db, actor, now, note } = context
    const { toCode, changedOn, documentNo, reason } = merger
    note({
      kind: 'division',
      divisionCode: toCode,
      count: merger.fromCodes.length,
      purpose: `${documentNo} ${reason}`,
    })
    notInFuture('changedOn', changedOn, today(now))
    const ending = await endingOf(context, merger)
    const newName = await makeSuccessor(context, merger)
    for (const village of ending) {
      found(await queries.endDivision(db, village.code, changedOn), '村（居）')
      await closeSitesOf(db, village.code, changedOn, '村（居）撤并')
      await closePostsOf(db, village.code, changedOn, '村（居）撤并')
      await queries.insertChange(db, {
        id: uuidv7(now.getTime()),
        kind: 'merge',
        fromCode: village.code,
        toCode,
        oldName: village.name,
        newName,
        changedOn,
        documentNo,
        recordedBy: actor.accountId,
        recordedAt: now,
      })
    }
    await queries.addAliases(
      db,
      toCode,
      ending.flatMap(({ name, aliases }) => [name, ...aliases]),
    )
    const codes = ending.map(({ code }) => code)
    const accountsToGrant = await queries.countAccountsAt(db, codes)
    return { followed: await followAll(context, follows, codes, toCode), accountsToGrant }
  }),
]

export const constraints = {
  division_pkey: () => refused('这个区划代码已经用过。撤并过的代码不能再用，请核对新代码'),
}
