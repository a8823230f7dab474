import { dayOf } from '#kernel/day.ts'
import { found, invalid } from '#kernel/problem.ts'
import { uuidv7 } from '#server/ids.ts'
import { route } from '#server/route.ts'
import type { Context } from '#server/route.ts'
import { layoutOf, rememberLayout } from '../layouts/queries.ts'
import { findRoster, type StoredHeader, type StoredMapping } from '../queries.ts'
import { clerkOf, getRosterFor, keyOfRoster } from '../works/queries.ts'
import * as contract from './contract.ts'
import * as queries from './queries.ts'
import { withClearCopy } from './sealed-file.ts'

const rosterOf = async ({ db, scope }: Pick<Context, 'db' | 'scope'>, id: string) =>
  found(await findRoster(db, scope, id), '名册')

const receiveRoster = route(contract.receiveRoster, async (context, input) => {
  const { db, body, note } = context
  const id = uuidv7(context.now.getTime())
  note({ kind: 'roster', id })
  const { sha256 } = await queries.receive(db, clerkOf(context), { id, body, ...input })
  const same = await queries.findSameFile(db, sha256, id)
  return {
    ...(await rosterOf(context, id)),
    sameFile: same ? { ...same, uploadedAt: same.uploadedAt.toISOString() } : null,
  }
})

const chooseSheet = route(contract.chooseSheet, async (context, { id, version, sheetName }) => {
  const { db, county, keys, config, now, note } = context
  note({ kind: 'roster', id })
  const roster = await getRosterFor(db, 'map', { id, version })
  const header = roster.header as StoredHeader
  if (!header.sheets.includes(sheetName))
    throw invalid('文件里没有这个工作表', [{ field: 'sheetName', message: '请从列表中选择工作表' }])
  const { fileName, department } = roster
  const place = { dataFolder: config.dataFolder, county, id }
  const head = await withClearCopy(place, { keys, key: keyOfRoster(keys, roster) }, (path) =>
    queries.readHead(db, path, { fileName, department, sheetName, today: dayOf(now) }),
  )
  await queries.writeHead(db, id, head)
  return rosterOf(context, id)
})

const getMapping = route(contract.getMapping, async ({ db, note }, { id }) => {
  note({ kind: 'roster', id })
  const roster = await getRosterFor(db, 'map', { id })
  const header = roster.header as StoredHeader
  const { state, ...mapping } = roster.mapping as StoredMapping
  return {
    ...mapping,
    parentState: state ?? null,
    id,
    version: roster.version,
    department: roster.department,
    asOfDay: roster.asOfDay,
    title: header.title,
    headerRows: header.rows,
    skippedAbove: header.skippedAbove,
  }
})

const saveMapping = route(contract.saveMapping, async (context, { id, version, ...given }) => {
  const { db, actor, now, note } = context
  note({ kind: 'roster', id, fields: ['mapping'] })
  const roster = await getRosterFor(db, 'map', { id, version })
  if (given.asOfDay > dayOf(now))
    throw invalid('名册日期不能晚于今天', [{ field: 'asOfDay', message: '名册日期不能晚于今天' }])
  await queries.writeMapping(db, roster, given)
  await rememberLayout(
    db,
    { department: given.department, layout: roster.layout ?? '', by: actor.accountId || null, now },
    layoutOf(given),
  )
  return rosterOf(context, id)
})

export const routes = [receiveRoster, chooseSheet, getMapping, saveMapping]
